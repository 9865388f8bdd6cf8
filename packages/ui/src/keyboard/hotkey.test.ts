import { describe, expect, test } from 'vitest';
import { belongsToField, isPress, parseHotkey, type KeyPress } from './hotkey.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key, code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held,
});

describe('a hotkey', () => {
  test('may be written as bound or as printed on a key cap', () => {
    expect(parseHotkey('Ctrl+S')).toEqual(parseHotkey('Ctrl S'));
    expect(parseHotkey('↓').key).toBe('arrowdown');
    expect(parseHotkey('Esc').key).toBe('escape');
  });

  test('is its own key and no other', () => {
    expect(isPress(parseHotkey('F2'), press('F2'))).toBe(true);
    expect(isPress(parseHotkey('F2'), press('F2', { ctrlKey: true }))).toBe(false);
    expect(isPress(parseHotkey('Enter'), press('Enter', { shiftKey: true }))).toBe(false);
    expect(isPress(parseHotkey('Ctrl+S'), press('s'))).toBe(false);
  });

  test('with Alt or Ctrl is found by its place when the layout writes another character', () => {
    expect(isPress(parseHotkey('Alt+1'), press('¡', { altKey: true, code: 'Digit1' }))).toBe(true);
    expect(isPress(parseHotkey('Ctrl+S'), press('ы', { ctrlKey: true, code: 'KeyS' }))).toBe(true);
  });

  test('may need Shift to be typed when it is a plain character', () => {
    expect(isPress(parseHotkey('?'), press('?', { shiftKey: true }))).toBe(true);
  });

  test('leaves typing, Enter and undo to a field, but not F-keys, saving or Alt', () => {
    expect(['1', '/', 'Enter', 'Ctrl+Z', 'Ctrl+V', '↓'].map((name) => belongsToField(parseHotkey(name)))).toEqual([true, true, true, true, true, true]);
    expect(['F8', 'Ctrl+S', 'Alt+1', 'Esc', 'Ctrl+Enter'].map((name) => belongsToField(parseHotkey(name)))).toEqual([false, false, false, false, false]);
  });
});
