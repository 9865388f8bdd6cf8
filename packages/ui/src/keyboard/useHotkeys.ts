import { use, useEffect, useRef, useState } from 'react';
import { belongsToField, isPress, parseHotkey, type Hotkey } from './hotkey.ts';
import { HotkeyLayerContext, isTopLayer, nextOrder, registry, watchKeys } from './hotkeyLayers.ts';

/** Returning false passes the key on, as if it had not been bound. */
export type HotkeyHandler = (event: KeyboardEvent) => void | false;

/**
 * Binds keys of the window while the component is mounted: `useHotkeys({ F2: openFind, 'Ctrl+S': save })`.
 *
 * - Only the topmost layer answers: under a dialog the page's keys are still (and do not reach the browser).
 * - Where two components of one layer bind the same key, the inner one wins.
 * - Held keys, keys of an input method and keys a widget has already used are ignored.
 * - In a field, plain characters, Enter, arrows and Ctrl+Z/Y/X/C/V/A stay with the field; F-keys, Ctrl+S
 *   and Alt combinations do not.
 * - Enter on a focused button or link presses that button.
 */
export function useHotkeys(handlers: Readonly<Record<string, HotkeyHandler | undefined>>, isEnabled = true): void {
  const layer = use(HotkeyLayerContext);
  // Parents render before children, so the inner component has the higher number whatever the order of effects.
  const [order] = useState(nextOrder);
  const current = useRef(handlers);
  useEffect(() => { current.current = handlers; });

  useEffect(() => {
    if (!isEnabled) return undefined;
    const entry = {
      layer,
      order,
      bindings: () => Object.entries(current.current).map(([name, handle]) => ({ hotkey: parseHotkey(name), handle })),
    };
    registry.add(entry);
    watchKeys(answer);
    return () => { registry.delete(entry); };
  }, [layer, order, isEnabled]);
}

/** One listener for all: the innermost binding of the topmost layer that takes the key, takes it. */
function answer(event: KeyboardEvent, topLayer: number): void {
  if (event.repeat || event.isComposing || event.defaultPrevented) return;
  const entries = [...registry].toSorted((a, b) => b.order - a.order);
  for (const entry of entries) {
    for (const { hotkey, handle } of entry.bindings()) {
      if (handle === undefined || !isPress(hotkey, event) || isTheTargets(hotkey, event.target)) continue;
      if (!isTopLayer(entry.layer, topLayer)) { event.preventDefault(); continue; }
      if (handle(event) === false) continue;
      event.preventDefault();
      return;
    }
  }
}

const textInputTypes: readonly string[] = ['checkbox', 'radio', 'button', 'submit', 'range', 'file'];

function isTheTargets(hotkey: Hotkey, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && textInputTypes.includes(target.type)) return hotkey.key === ' ';
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || target.isContentEditable) return belongsToField(hotkey);
  const presses = hotkey.key === 'enter' || hotkey.key === ' ';
  return presses && !hotkey.ctrl && !hotkey.alt && target.closest('button, a[href], summary') !== null;
}
