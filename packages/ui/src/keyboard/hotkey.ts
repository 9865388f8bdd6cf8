/** What a key event must look like to stand for a name such as `F2`, `Ctrl+S`, `Alt+1`, `/`. */
export interface Hotkey {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const keyByAlias: Readonly<Record<string, string>> = {
  esc: 'escape', '↑': 'arrowup', '↓': 'arrowdown', '←': 'arrowleft', '→': 'arrowright', space: ' ', del: 'delete', plus: '+',
};

/** `Ctrl+S` and the written form of a key cap, `Ctrl S`, are the same key. */
export function parseHotkey(name: string): Hotkey {
  const parts = name.trim().split(/[+ ]+/).map((part) => part.toLowerCase());
  const key = parts.at(-1) ?? '';
  return {
    key: keyByAlias[key] ?? key,
    ctrl: parts.includes('ctrl'),
    alt: parts.includes('alt'),
    shift: parts.includes('shift'),
  };
}

/**
 * Letters and digits with Ctrl or Alt are also compared by their place on the keyboard: an input method
 * or a layout may put another character on the key.
 */
export function isPress(hotkey: Hotkey, press: KeyPress): boolean {
  if (press.metaKey || press.ctrlKey !== hotkey.ctrl || press.altKey !== hotkey.alt) return false;
  const isNamed = hotkey.key.length > 1 || hotkey.ctrl || hotkey.alt;
  if (isNamed && press.shiftKey !== hotkey.shift) return false;
  if (press.key.toLowerCase() === hotkey.key) return true;
  if (!hotkey.ctrl && !hotkey.alt) return false;
  return press.code === `Key${hotkey.key.toUpperCase()}` || press.code === `Digit${hotkey.key}`;
}

const editingKeys: readonly string[] = ['z', 'y', 'x', 'c', 'v', 'a'];

/** In a field, plain characters, Enter and the editing keys belong to the field. */
export function belongsToField(hotkey: Hotkey): boolean {
  if (hotkey.ctrl && !hotkey.alt) return editingKeys.includes(hotkey.key);
  if (hotkey.alt) return false;
  return hotkey.key.length === 1 || ['enter', 'backspace', 'delete', 'home', 'end', 'arrowup', 'arrowdown', 'arrowleft', 'arrowright'].includes(hotkey.key);
}
