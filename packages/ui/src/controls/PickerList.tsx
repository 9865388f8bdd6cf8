import { isValidElement, useEffect, type ReactNode } from 'react';
import { classNames } from '../text/classNames.ts';
import { MarkedText } from '../text/MarkedText.tsx';
import type { Marked } from '../text/marks.ts';

/** How one line of the list reads. */
export interface PickerLine {
  /** First column: a code, or an icon for a line that is not from the catalogue. */
  readonly code?: ReactNode;
  readonly title: string | Marked;
  /** Last column: why it is here ("本月用过 3 次", "别名 慢阻肺"), or what it is (stock, price). */
  readonly why?: string | Marked | ReactNode;
  readonly isDisabled?: boolean | undefined;
  /** What was typed, as it is, for where nothing was found. */
  readonly isAsTyped?: boolean | undefined;
}

export interface PickerListProps<Item> {
  readonly listId: string;
  readonly label: string | undefined;
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly itemLine: (item: Item) => PickerLine;
  readonly hasCodes: boolean;
  readonly at: number;
  readonly onHover: (index: number) => void;
  readonly onPick: (item: Item) => void;
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The lines of a Picker: code, title, why. The focus stays in the input; `at` is the line its keys act on. */
export function PickerList<Item>({ listId, label, items, itemKey, itemLine, hasCodes, at, onHover, onPick }: PickerListProps<Item>) {
  useEffect(() => { document.getElementById(optionId(listId, at))?.scrollIntoView({ block: 'nearest' }); }, [listId, at]);
  return (
    <div className={classNames('opts', hasCodes && 'coded')} role="listbox" id={listId} aria-label={label} tabIndex={-1}>
      {items.map((item, index) => {
        const { code, title, why, isDisabled = false } = itemLine(item);
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- its keys are the input's, which keeps the focus
          <div key={itemKey(item)} className="opt" role="option" id={optionId(listId, index)} tabIndex={-1} aria-selected={index === at} aria-disabled={isDisabled || undefined}
            onMouseMove={() => { if (index !== at && !isDisabled) onHover(index); }} onClick={() => { onPick(item); }}>
            {hasCodes && <span className="code">{code}</span>}
            <span className="cut"><MarkedText value={title} /></span>
            <span className="why">{isMarked(why) ? <MarkedText value={why} /> : why}</span>
          </div>
        );
      })}
    </div>
  );
}

function isMarked(why: ReactNode | Marked): why is Marked {
  return typeof why === 'object' && why !== null && 'text' in why && !isValidElement(why);
}
