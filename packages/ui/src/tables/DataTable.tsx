import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';
import type { RowKeys } from './useRowKeys.ts';

export interface Column {
  readonly id: string;
  readonly label: ReactNode;
  /** px or any CSS width; the column without one takes the rest. */
  readonly width?: number | string | undefined;
  /** Numbers stand at the right. */
  readonly align?: 'right' | undefined;
}

export interface DataTableProps extends ComponentPropsWithRef<'table'> {
  readonly label: string;
  readonly columns: readonly Column[];
  /** From useRowKeys, when rows can be chosen; its rows are SelectableRow. */
  readonly rows?: RowKeys | undefined;
  readonly hasGround?: boolean | undefined;
  /** `tbody` content: Row, SelectableRow, SkeletonRows. */
  readonly children: ReactNode;
}

/** A semantic table: head from `columns`, rows from its children, widths fixed so that nothing jumps. */
export function DataTable({ label, columns, rows, hasGround = false, className, children, ...rest }: DataTableProps) {
  return (
    <table {...rest} {...(rows !== undefined && { role: 'grid', id: rows.tableId, onKeyDown: rows.onKeyDown })} aria-label={label} className={classNames('fixed', hasGround && 'ground', className)}>
      <colgroup>{columns.map(({ id, width }) => <col key={id} style={width === undefined ? undefined : { width }} />)}</colgroup>
      <thead>
        <tr>{columns.map((column) => <th key={column.id} scope="col" className={column.align === 'right' ? 'n' : undefined}>{column.label}</th>)}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export interface CellProps extends ComponentPropsWithRef<'td'> {
  readonly align?: 'right' | undefined;
  /** Cut with an ellipsis. Never for a drug, a dose, a diagnosis without a way to see the rest. */
  readonly isCut?: boolean | undefined;
}

export function Cell({ align, isCut = false, className, ...rest }: CellProps) {
  return <td {...rest} className={classNames(align === 'right' && 'n', isCut && 'cut', className)} />;
}
