import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { toneToTextClass, type Tone } from '../text/tones.ts';

/** A status inside running text or a cell: "◷ 逾期 3 天". */
export function StatusText({ tone, icon, isBold = false, children }: {
  readonly tone: Tone; readonly icon: IconName; readonly isBold?: boolean | undefined; readonly children: ReactNode;
}) {
  const words = <><Icon name={icon} /> {children}</>;
  return isBold ? <b className={toneToTextClass(tone)}>{words}</b> : <span className={toneToTextClass(tone)}>{words}</span>;
}
