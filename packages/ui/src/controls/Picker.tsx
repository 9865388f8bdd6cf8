import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { tellFieldDone } from '../keyboard/fieldDone.ts';
import { useKeptPresses } from '../keyboard/useKeptPresses.ts';
import { classNames } from '../text/classNames.ts';
import { useField } from './Field.tsx';
import { InputBox, type ValueStanding } from './InputBox.tsx';
import { Key } from './Key.tsx';
import { optionId, PickerList, type PickerLine } from './PickerList.tsx';
import { placeTowards } from './placeTowards.ts';
import { Popup } from './Popup.tsx';
import { useHighlight } from './useHighlight.ts';

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
  /** `items` answer an earlier query: keys wait for the answer to this one, and no line is highlighted until then. */
  readonly isBehind?: boolean | undefined;
  readonly itemKey: (item: Item) => string;
  readonly itemLine: (item: Item) => PickerLine;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  /** The caret goes elsewhere. */
  readonly onLeave?: (() => void) | undefined;
  /** Enter or a press. The query is emptied just before, so that the caller may set another. */
  readonly onPick: (item: Item) => void;
  /** Ctrl+Enter: the other thing one can do with it ("设为主诊断"). */
  readonly onPickAlternative?: ((item: Item) => void) | undefined;
  /** Already chosen, inside the box. Backspace in an empty box removes the last one that can be removed. */
  readonly chips?: readonly PickerChip[] | undefined;
  /** One chip at most: what is picked leads on to the next field, and nothing is typed beside it; Delete takes it away, too. */
  readonly isSingle?: boolean | undefined;
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
  /** F4 does something else on this page: only ↓ opens the list without a query. */
  readonly leavesF4?: boolean | undefined;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly boxClassName?: string | undefined;
}

/**
 * Search as you type, pick by keyboard: ↑↓, Enter, Ctrl+Enter, Esc; F4 or ↓ opens the list without a query.
 * For diagnoses, drugs, organisations, people.
 *
 * Not Base UI's Combobox: while open it hides the rest of the page from assistive technology with its focusable
 * parts still in it, and it knows no second answer (Ctrl+Enter).
 */
export function Picker<Item>(props: PickerProps<Item>) {
  const { items, itemKey, itemLine, query, onQueryChange, onLeave, onPick, onPickAlternative, chips = [], hasCodes = false } = props;
  const { isBehind = false, isSingle = false, placeholder, icon, unit, keyHint, isOut, isBad, id, disabled = false, leavesF4 = false, inputRef, boxClassName } = props;
  const field = useField(id);
  const bad = isBad ?? field.isBad;
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const isFull = isSingle && chips.length > 0;
  const [isAsked, setAsked] = useState(false);
  const isOpen = isAsked && (items.length > 0 || query.trim() !== '');
  const canPick = (item: Item) => itemLine(item).isDisabled !== true;
  const highlight = useHighlight(items, itemKey, canPick);
  const { setAt } = highlight;
  const at = isBehind ? -1 : highlight.at;
  const chosen = items[at];

  const [picks, setPicks] = useState(0);
  // Once the page shows what follows from it: the field after it may be another one now.
  useEffect(() => { if (picks > 0) tellFieldDone(box.current?.querySelector('input')); }, [picks]);

  const take = (pick: (item: Item) => void, item: Item) => {
    setAsked(false);
    highlight.reset();
    onQueryChange('');
    pick(item);
    if (isSingle) setPicks((before) => before + 1);
  };

  const onAnswer = (moves: readonly Move[]) => {
    let place = at;
    for (const move of moves) {
      if (move === 'pick' || move === 'pickAlternative') {
        const item = items[place];
        // Nobody has seen that nothing was found: what was typed becomes an entry by another Enter only.
        if (item === undefined || itemLine(item).isAsTyped === true) break;
        take(move === 'pick' ? onPick : onPickAlternative ?? onPick, item);
        return;
      }
      place = placeTowards(items, canPick, place, place + (move === 'next' ? 1 : -1));
    }
    if (place >= 0) setAt(place);
  };
  const kept = useKeptPresses({ typed: query, isBehind }, onAnswer);

  const show = (isShown: boolean) => { setAsked(isShown); highlight.reset(); kept.forget(); };

  const pickWith = (pick: (item: Item) => void, item: Item | undefined) => {
    if (item === undefined || itemLine(item).isDisabled === true) return;
    kept.forget();
    take(pick, item);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || event.metaKey) return;
    const answer = keyToAnswer(event, { isOpen, isFull, hasQuery: query !== '' });
    if (answer === undefined || (leavesF4 && event.key === 'F4')) return;
    if (answer === 'remove') { chips.findLast((chip) => chip.onRemove !== undefined)?.onRemove?.(); return; }
    // What was typed is nothing that there is: the list goes on saying so, and the caret stays.
    if (answer === 'pick' && chosen === undefined && query.trim() === '' && !isBehind) { show(false); return; }
    event.preventDefault();
    event.stopPropagation();
    if (isBehind && isMove(answer)) { kept.keep(answer); return; }
    switch (answer) {
      case 'open': show(true); break;
      case 'close': show(false); break;
      case 'clear': onQueryChange(''); break;
      case 'next': setAt(at + 1); break;
      case 'previous': setAt(at - 1); break;
      case 'pick': pickWith(onPick, chosen); break;
      case 'pickAlternative': pickWith(onPickAlternative ?? onPick, chosen); break;
    }
  };

  return (
    <div className="picker">
      <div ref={box}>
        <InputBox isOut={isOut} isBad={bad} isDisabled={disabled} className={classNames(isFull && 'full', boxClassName)}>
          {icon !== undefined && <Icon name={icon} />}
          {chips.map((chip) => <Chip key={chip.id} chip={chip} />)}
          <input ref={inputRef} id={field.id} value={query} disabled={disabled} placeholder={chips.length === 0 ? placeholder : undefined}
            role="combobox" aria-autocomplete="list" aria-haspopup="listbox" aria-expanded={isOpen} aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={isOpen && chosen !== undefined ? optionId(listId, at) : undefined}
            aria-label={props['aria-label']} aria-describedby={field['aria-describedby']} aria-invalid={bad || undefined} aria-required={field['aria-required']} aria-readonly={isFull || undefined} autoComplete="off" spellCheck={false}
            onChange={(event) => {
              if (isFull && event.target.value.length > query.length) return;
              onQueryChange(event.target.value);
              show(event.target.value.trim() !== '');
            }}
            onKeyDown={onKeyDown} onBlur={() => { show(false); onLeave?.(); }} />
          {unit !== undefined && <span className="unit">{unit}</span>}
          {isFull ? <Key>Delete</Key> : keyHint !== undefined && <Key>{keyHint}</Key>}
        </InputBox>
      </div>
      {isOpen && (
        <Popup anchor={box}>
          <PickerList listId={listId} label={props['aria-label'] ?? placeholder} items={items} itemKey={itemKey} itemLine={itemLine} hasCodes={hasCodes}
            at={at} onHover={setAt} onPick={(item) => { pickWith(onPick, item); }} />
          {items.length === 0 && !isBehind && <div className="none" role="status">{props.emptyText}</div>}
          <PickerFoot hints={items.length === 0 ? [] : props.footHints} countText={items.length === 0 || isBehind ? undefined : props.countText} />
        </Popup>
      )}
    </div>
  );
}

const moves = ['next', 'previous', 'pick', 'pickAlternative'] as const;
/** What a key does with the lines of the list. */
type Move = (typeof moves)[number];
type Answer = Move | 'open' | 'close' | 'clear' | 'remove';

const isMove = (answer: Answer): answer is Move => moves.some((move) => move === answer);

/** What a key means here; undefined leaves it to the field and to the page. */
function keyToAnswer(event: KeyboardEvent, { isOpen, isFull, hasQuery }: { readonly isOpen: boolean; readonly isFull: boolean; readonly hasQuery: boolean }): Answer | undefined {
  switch (event.key) {
    case 'F4': return isOpen ? 'close' : 'open';
    case 'ArrowDown': return isOpen ? 'next' : 'open';
    case 'ArrowUp': return isOpen ? 'previous' : undefined;
    case 'Enter': return isOpen ? (event.ctrlKey ? 'pickAlternative' : 'pick') : undefined;
    case 'Escape': return isOpen ? 'close' : hasQuery ? 'clear' : undefined;
    case 'Backspace': return hasQuery ? undefined : 'remove';
    case 'Delete': return isFull && !hasQuery && !event.ctrlKey ? 'remove' : undefined;
    default: return undefined;
  }
}

/** A press on the cross leaves the caret in the field. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

function Chip({ chip }: { readonly chip: PickerChip }) {
  return (
    <span className="badge accent">
      {chip.label}
      {chip.onRemove !== undefined && (
        <button type="button" tabIndex={-1} aria-label={chip.removeLabel} onMouseDown={keepFocus} onClick={chip.onRemove}><Icon name="x" /></button>
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
