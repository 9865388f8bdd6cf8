import type { ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';

export interface TimelineEntry {
  readonly id: string;
  readonly time: string;
  readonly dateTime?: string | undefined;
  readonly text: ReactNode;
  readonly note?: ReactNode;
  /** now: filled; bad: an amber diamond. */
  readonly mark?: 'now' | 'bad' | undefined;
}

export function Timeline({ entries, isNarrow = false, label }: {
  readonly entries: readonly TimelineEntry[]; readonly isNarrow?: boolean | undefined; readonly label?: string | undefined;
}) {
  return (
    <ul className={classNames('timeline', isNarrow && 'narrow')} aria-label={label}>
      {entries.map(({ id, time, dateTime, text, note, mark }) => (
        <li key={id}>
          <time dateTime={dateTime}>{time}</time>
          <span className={classNames('dot', mark)} aria-hidden="true" />
          <span>{text}{note !== undefined && <small>{note}</small>}</span>
        </li>
      ))}
    </ul>
  );
}
