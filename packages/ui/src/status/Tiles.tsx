import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { toneToTextClass, type Tone } from '../text/tones.ts';

export function Tiles({ children }: { readonly children: ReactNode }) {
  return <div className="tiles">{children}</div>;
}

export interface TileProps {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  readonly note?: ReactNode;
  readonly icon?: IconName | undefined;
  readonly tone?: Tone | undefined;
}

/** One number that matters, its unit, and what to compare it with. */
export function Tile({ label, value, unit, note, icon, tone }: TileProps) {
  return (
    <div className="tile">
      <div className="label">{icon !== undefined && <Icon name={icon} className={toneToTextClass(tone)} />}{label}</div>
      <div className={classNames('big', toneToTextClass(tone))}>{value}{unit !== undefined && <small>{unit}</small>}</div>
      <div className="note">{note}</div>
    </div>
  );
}
