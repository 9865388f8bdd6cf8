import { classNames } from '../text/classNames.ts';

export interface MeterProps {
  /** 0 to 1; the number itself stands beside the bar. */
  readonly share: number;
  readonly isLow?: boolean | undefined;
  readonly width?: number | undefined;
}

/** How long a stock lasts, as a bar beside its number. Decoration for a screen reader. */
export function Meter({ share, isLow = false, width = 72 }: MeterProps) {
  const percent = Math.min(1, Math.max(0, share)) * 100;
  return <span className={classNames('meter', isLow && 'low')} style={{ width }} aria-hidden="true"><i style={{ width: `${percent}%` }} /></span>;
}
