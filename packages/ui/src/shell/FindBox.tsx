import { useState, type ComponentPropsWithRef, type KeyboardEvent } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { Key } from '../controls/Key.tsx';
import { classNames } from '../text/classNames.ts';

export interface FindBoxProps extends Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'type' | 'children'> {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** What can be searched for; also the name of the box. */
  readonly placeholder: string;
  /** "9 人", shown while there is text. */
  readonly countText?: string | undefined;
  /** Esc with an empty box, or a second Esc: leave. The first Esc empties. */
  readonly onLeave?: (() => void) | undefined;
  /** Key caps; the page binds F2 and focuses the box through `ref`. */
  readonly openKey?: string | undefined;
  readonly leaveKey?: string | undefined;
  /** useRowKeys().onKeyDown: arrows choose a row, Enter opens it, while the caret stays here. */
  readonly onRowKey?: ((event: KeyboardEvent) => void) | undefined;
  /** id of the row chosen below, for a screen reader. */
  readonly activeRowId?: string | undefined;
  /** The list that the rows are in. */
  readonly listId?: string | undefined;
}

/** The one search box, in the top bar of every page. */
export function FindBox({
  value, onChange, placeholder, countText, onLeave, openKey = 'F2', leaveKey = 'Esc', onRowKey, activeRowId, listId, onFocus, onBlur, onKeyDown, ...rest
}: FindBoxProps) {
  const [isActive, setActive] = useState(false);
  const hasRows = listId !== undefined;

  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (value === '') { event.currentTarget.blur(); onLeave?.(); } else onChange('');
      return;
    }
    onRowKey?.(event);
  };

  return (
    <div className="find" role="search">
      <div className={classNames('box', isActive && 'on')}>
        <Icon name="search" />
        <input {...rest} type="search" value={value} placeholder={placeholder} aria-label={rest['aria-label'] ?? placeholder}
          autoComplete="off" spellCheck={false}
          {...(hasRows && { role: 'combobox', 'aria-expanded': activeRowId !== undefined, 'aria-controls': listId, 'aria-activedescendant': activeRowId, 'aria-haspopup': 'grid' as const })}
          onChange={(event) => { onChange(event.target.value); }} onKeyDown={handleKey}
          onFocus={(event) => { setActive(true); onFocus?.(event); }} onBlur={(event) => { setActive(false); onBlur?.(event); }} />
        {value !== '' && countText !== undefined && <span className="count" role="status">{countText}</span>}
        <Key>{isActive || value !== '' ? leaveKey : openKey}</Key>
      </div>
    </div>
  );
}
