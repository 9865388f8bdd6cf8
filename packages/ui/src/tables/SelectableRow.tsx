import type { ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';
import type { RowKeyProps } from './useRowKeys.ts';

export interface SelectableRowProps extends RowKeyProps {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A row that can be chosen: `<SelectableRow key={…} {...rows.row(index)}>`. One Tab stop per table. */
export function SelectableRow({ id, isSelected, isStop, onSelect, onOpen, className, children }: SelectableRowProps) {
  return (
    <tr id={id} tabIndex={isStop ? 0 : -1} aria-selected={isSelected} className={classNames(isSelected && 'sel', className)}
      onClick={onSelect} onFocus={(event) => { if (event.target === event.currentTarget && !isSelected) onSelect(); }} onDoubleClick={onOpen}>
      {children}
    </tr>
  );
}
