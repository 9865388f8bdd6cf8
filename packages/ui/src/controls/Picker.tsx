import { Combobox } from '@base-ui/react/combobox';
import { useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { useField } from './Field.tsx';
import { InputBox, type ValueStanding } from './InputBox.tsx';
import { Key } from './Key.tsx';
import { PickerList, type PickerLine } from './PickerList.tsx';

export interface PickerChip {
  readonly id: string;
  readonly label: ReactNode;
  /** Name of the cross: "删除 I10.x00 高血压". Without onRemove there is no cross. */
  readonly removeLabel?: string | undefined;
  readonly onRemove?: (() => void) | undefined;
}

export interface PickerProps<Item> extends ValueStanding {
  /** Found for the query, best first. The caller searches; the list shows what it is given. */
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly itemLine: (item: Item) => PickerLine;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  /** Enter or a press. The query is emptied just before, so that the caller may set another. */
  readonly onPick: (item: Item) => void;
  /** Ctrl+Enter: the other thing one can do with it ("设为主诊断"). */
  readonly onPickAlternative?: ((item: Item) => void) | undefined;
  /** Already chosen, inside the box. Backspace in an empty box removes the last one that can be removed. */
  readonly chips?: readonly PickerChip[] | undefined;
  readonly placeholder?: string | undefined;
  readonly icon?: IconName | undefined;
  /** What can be typed, at the right of the box: "编码 · 名称 · 首字母". */
  readonly unit?: ReactNode;
  readonly keyHint?: string | undefined;
  /** Keys under the list. */
  readonly footHints?: readonly { readonly keys: string; readonly text: string }[] | undefined;
  /** At the right of the foot: "3 条". */
  readonly countText?: string | undefined;
  /** In place of an empty list; say what else to try. */
  readonly emptyText?: ReactNode;
  /** A first column for codes. */
  readonly hasCodes?: boolean | undefined;
  /** Name, when no Field is around. */
  readonly 'aria-label'?: string | undefined;
  readonly id?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly boxClassName?: string | undefined;
}

/**
 * Search as you type, pick by keyboard: ↑↓, Enter, Ctrl+Enter, Esc; F4 or ↓ opens the list without a query.
 * For diagnoses, drugs, organisations, people.
 */
export function Picker<Item>(props: PickerProps<Item>) {
  const { items, itemKey, itemLine, query, onQueryChange, onPick, onPickAlternative, chips = [], hasCodes = false } = props;
  const { placeholder, icon, unit, keyHint, isOut, isBad, id, disabled = false, inputRef, boxClassName } = props;
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  const box = useRef<HTMLDivElement>(null);
  const highlighted = useRef<Item | undefined>(undefined);
  const [isOpen, setOpen] = useState(false);

  const pickWith = (pick: (item: Item) => void, item: Item) => {
    setOpen(false);
    onQueryChange('');
    pick(item);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'F4' && !isOpen) {
      event.preventDefault();
      setOpen(true);
    } else if (event.key === 'Enter' && event.ctrlKey && isOpen && highlighted.current !== undefined && onPickAlternative !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      pickWith(onPickAlternative, highlighted.current);
    } else if (event.key === 'Escape' && (isOpen || query !== '')) {
      event.preventDefault();
    } else if (event.key === 'Backspace' && query === '') {
      chips.findLast((chip) => chip.onRemove !== undefined)?.onRemove?.();
    }
  };

  return (
    <Combobox.Root<Item> items={items} filter={null} value={null} open={isOpen} inputValue={query} autoHighlight disabled={disabled}
      openOnInputClick={false} itemToStringLabel={itemKey} isItemEqualToValue={(a, b) => itemKey(a) === itemKey(b)}
      onOpenChange={(open) => { setOpen(open); }}
      onItemHighlighted={(item) => { highlighted.current = item; }}
      onInputValueChange={(text, { reason }) => { if (reason === 'input-change' || reason === 'escape-key') onQueryChange(text); }}
      onValueChange={(item) => { if (item !== null) pickWith(onPick, item); }}>
      <div className="picker">
        <div ref={box}>
          <InputBox isOut={isOut} isBad={bad} isDisabled={disabled} className={boxClassName}>
            {icon !== undefined && <Icon name={icon} />}
            {chips.map((chip) => <Chip key={chip.id} chip={chip} />)}
            <Combobox.Input ref={inputRef} id={field.id} placeholder={chips.length === 0 ? placeholder : undefined}
              aria-label={props['aria-label']} aria-describedby={field['aria-describedby']} aria-invalid={bad || undefined} spellCheck={false}
              onKeyDown={onKeyDown} />
            {unit !== undefined && <span className="unit">{unit}</span>}
            {keyHint !== undefined && <Key>{keyHint}</Key>}
          </InputBox>
        </div>
        <Combobox.Portal>
          <Combobox.Positioner className="poplayer" anchor={box} align="end" sideOffset={4} collisionPadding={8}>
            <Combobox.Popup className="pop">
              <Combobox.List className={classNames('opts', hasCodes && 'coded')}>
                <PickerList items={items} itemKey={itemKey} itemLine={itemLine} hasCodes={hasCodes} />
              </Combobox.List>
              <Combobox.Empty className="none">{props.emptyText}</Combobox.Empty>
              <PickerFoot hints={props.footHints} countText={props.countText} />
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </div>
    </Combobox.Root>
  );
}

function Chip({ chip }: { readonly chip: PickerChip }) {
  return (
    <span className="badge accent">
      {chip.label}
      {chip.onRemove !== undefined && (
        <button type="button" tabIndex={-1} aria-label={chip.removeLabel} onClick={chip.onRemove}><Icon name="x" /></button>
      )}
    </span>
  );
}

function PickerFoot({ hints = [], countText }: { readonly hints: PickerProps<unknown>['footHints']; readonly countText: string | undefined }) {
  if (hints.length === 0 && countText === undefined) return null;
  return (
    <div className="foot">
      {hints.map(({ keys, text }) => <span key={keys}><Key>{keys}</Key> {text}</span>)}
      {countText !== undefined && <span className="end" role="status">{countText}</span>}
    </div>
  );
}
