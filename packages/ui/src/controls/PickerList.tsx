import { Combobox } from '@base-ui/react/combobox';
import { isValidElement, type ReactNode } from 'react';
import { MarkedText, type Marked } from '../text/MarkedText.tsx';

/** How one line of the list reads. */
export interface PickerLine {
  /** First column: a code, or an icon for a line that is not from the catalogue. */
  readonly code?: ReactNode;
  readonly title: string | Marked;
  /** Last column: why it is here ("本月用过 3 次", "别名 慢阻肺"), or what it is (stock, price). */
  readonly why?: string | Marked | ReactNode;
  readonly isDisabled?: boolean | undefined;
}

export interface PickerListProps<Item> {
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly itemLine: (item: Item) => PickerLine;
  readonly hasCodes: boolean;
}

/** The lines of a Picker: code, title, why. */
export function PickerList<Item>({ items, itemKey, itemLine, hasCodes }: PickerListProps<Item>) {
  return items.map((item, index) => {
    const { code, title, why, isDisabled } = itemLine(item);
    return (
      <Combobox.Item key={itemKey(item)} value={item} index={index} disabled={isDisabled ?? false} className="opt">
        {hasCodes && <span className="code">{code}</span>}
        <span className="cut"><MarkedText value={title} /></span>
        <span className="why">{isMarked(why) ? <MarkedText value={why} /> : why}</span>
      </Combobox.Item>
    );
  });
}

function isMarked(why: ReactNode | Marked): why is Marked {
  return typeof why === 'object' && why !== null && 'text' in why && !isValidElement(why);
}
