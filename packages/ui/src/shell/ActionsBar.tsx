import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { toneToTextClass, type Tone } from '../text/tones.ts';

export interface ActionsState {
  readonly id: string;
  readonly icon?: IconName | undefined;
  readonly tone?: Tone | undefined;
  readonly text: ReactNode;
}

export interface ActionsBarProps {
  /** What is true now, in order of weight. When the primary is disabled, one of them says why, with tone danger. */
  readonly states: readonly ActionsState[];
  /** Buttons from left to right, the primary last. */
  readonly children?: ReactNode;
  readonly label?: string | undefined;
}

/** The foot of the sheet. It never scrolls. */
export function ActionsBar({ states, children, label }: ActionsBarProps) {
  return (
    <footer className="actions" aria-label={label}>
      <div className="state" role="status">
        {states.map((state, index) => <StateWords key={state.id} state={state} isFirst={index === 0} />)}
      </div>
      {children}
    </footer>
  );
}

/** The first keeps its words in ink and its icon in the tone; a red or amber one further on is red or amber throughout. */
function StateWords({ state, isFirst }: { readonly state: ActionsState; readonly isFirst: boolean }) {
  const { icon, tone, text } = state;
  const isLoud = tone === 'danger' || tone === 'warn';
  const mark = icon !== undefined && <Icon name={icon} className={isLoud ? undefined : toneToTextClass(tone)} />;
  if (isFirst && !isLoud) return <>{mark}<span>{text}</span></>;
  return <span className={classNames(isFirst ? 'row' : 'sepd', isLoud && toneToTextClass(tone))}>{mark}<span>{text}</span></span>;
}
