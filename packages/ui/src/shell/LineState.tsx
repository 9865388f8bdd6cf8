import type { ReactNode } from 'react';
import { LinkButton } from '../controls/LinkButton.tsx';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { toneToTextClass, type Tone } from '../text/tones.ts';

export interface LineStateItem {
  readonly id: string;
  readonly icon: IconName;
  /** Colour of the icon. */
  readonly tone?: Tone | undefined;
  readonly text: ReactNode;
  /** The words take the tone too and turn bold: nine days without a line, a save that failed. */
  readonly isLoud?: boolean | undefined;
  /** Leads to what the words are about. */
  readonly onPress?: (() => void) | undefined;
}

/** Saved, waiting, last exchange: said in words, calmly, always in the same place. */
export function LineState({ items, label }: { readonly items: readonly LineStateItem[]; readonly label?: string | undefined }) {
  return (
    <div className="linestate" role="status" aria-label={label}>
      {items.map(({ id, icon, tone, text, isLoud = false, onPress }) => (
        <span key={id} className={classNames(isLoud && toneToTextClass(tone))}>
          <Icon name={icon} className={isLoud ? undefined : toneToTextClass(tone)} />
          {onPress !== undefined ? <LinkButton onClick={onPress}>{text}</LinkButton> : isLoud ? <b>{text}</b> : text}
        </span>
      ))}
    </div>
  );
}
