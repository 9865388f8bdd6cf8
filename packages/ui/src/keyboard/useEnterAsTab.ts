import { useEffect, type RefObject } from 'react';
import { onFieldDone } from './fieldDone.ts';

const fieldSelector = [
  'input:not([type=hidden]):not([type=button]):not([type=submit])', 'select', 'textarea', '[data-enter-stop]',
].map((field) => `${field}:not([disabled]):not([readonly]):not([tabindex="-1"])`).join(', ');

/**
 * Enter goes to the next field inside the element, Shift+Enter to the one before; the text is selected, so
 * that typing replaces it. In a text area Ctrl+Enter makes the new line. `onEnd` is called when Enter is
 * pressed in the last field. A widget that used the key (an open list, an alert) keeps it; one that was filled with it
 * says that it is done (`tellFieldDone`).
 */
export function useEnterAsTab(container: RefObject<HTMLElement | null>, onEnd?: () => void): void {
  useEffect(() => {
    // On the document, not on the element: React's own handlers must have had their say before.
    const onKeyDown = (event: KeyboardEvent) => {
      const root = container.current;
      const { target } = event;
      if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
      if (root === null || !(target instanceof HTMLElement) || !root.contains(target) || !target.matches(fieldSelector)) return;
      if (event.ctrlKey) {
        // insertText keeps the browser's undo, which setting the value would lose.
        if (target instanceof HTMLTextAreaElement) { event.preventDefault(); document.execCommand('insertText', false, '\n'); }
        return;
      }
      event.preventDefault();
      const next = fieldBeside(root, target, event.shiftKey ? -1 : 1);
      if (next !== undefined) focusField(next);
      else if (!event.shiftKey) onEnd?.();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => { document.removeEventListener('keydown', onKeyDown); };
  }, [container, onEnd]);
  // By itself: a field tells it in an effect, when what depends on `onEnd` is not there yet again.
  useEffect(() => onFieldDone((field) => {
    const root = container.current;
    const next = root?.contains(field) === true ? fieldBeside(root, field, 1) : undefined;
    if (next !== undefined) focusField(next);
  }), [container]);
}

/** A group of radios is one field: only the chosen one, or the first, is a stop. */
function fieldBeside(root: HTMLElement, from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const fields = [...root.querySelectorAll<HTMLElement>(fieldSelector)].filter((field) => (
    field === from || (field.checkVisibility() && !isSkippedRadio(root, field, from))
  ));
  return fields[fields.indexOf(from) + step];
}

function isSkippedRadio(root: HTMLElement, field: HTMLElement, from: HTMLElement): boolean {
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio') return false;
  if (from instanceof HTMLInputElement && from.type === 'radio' && from.name === field.name) return true;
  const group = [...root.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((radio) => radio.name === field.name);
  return field !== (group.find((radio) => radio.checked) ?? group[0]);
}

function focusField(field: HTMLElement): void {
  field.focus();
  if (field instanceof HTMLInputElement && field.type !== 'checkbox' && field.type !== 'radio') field.select();
}
