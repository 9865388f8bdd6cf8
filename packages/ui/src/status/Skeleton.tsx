import { Cell } from '../tables/DataTable.tsx';
import { classNames } from '../text/classNames.ts';
import { useIsSlow } from './useIsSlow.ts';

export interface SkeletonColumn {
  readonly id: string;
  /** Width of the bar: px, or any CSS width. */
  readonly width: number | string;
  readonly align?: 'right' | undefined;
}

export interface SkeletonRowsProps {
  readonly columns: readonly SkeletonColumn[];
  readonly rows?: number | undefined;
}

/** Rows of a tbody that keep the place of those to come; the bars show only after 150 ms. */
export function SkeletonRows({ columns, rows = 3 }: SkeletonRowsProps) {
  const isSlow = useIsSlow();
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row} aria-hidden="true">
      {columns.map(({ id, width, align }) => (
        <Cell key={id} align={align}><span className={classNames('sk', isSlow && 'on')} style={{ width }} /></Cell>
      ))}
    </tr>
  ));
}

/** One bar, outside of tables. */
export function SkeletonBar({ width }: { readonly width: number | string }) {
  const isSlow = useIsSlow();
  return <span aria-hidden="true" className={classNames('sk', isSlow && 'on')} style={{ width }} />;
}
