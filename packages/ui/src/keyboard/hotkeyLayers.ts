import { createContext } from 'react';
import type { Hotkey } from './hotkey.ts';

/*
 * The keyboard is one, and so is the window: this registry is the window's, like its list of listeners.
 * A context could not serve, for a dialog in a portal must silence pages that are not its ancestors.
 */

export interface HotkeyEntry {
  readonly layer: number;
  readonly order: number;
  readonly bindings: () => readonly { readonly hotkey: Hotkey; readonly handle: ((event: KeyboardEvent) => void | false) | undefined }[];
}

export const registry = new Set<HotkeyEntry>();
const openLayers: number[] = [0];
let lastOrder = 0;
let layerOfThisPress = 0;
let isWatching = false;

/** Layer 0 is the page; each open dialog adds one. */
export const HotkeyLayerContext = createContext(0);

export function nextOrder(): number {
  lastOrder += 1;
  return lastOrder;
}

export function openLayer(layer: number): () => void {
  openLayers.push(layer);
  return () => { openLayers.splice(openLayers.lastIndexOf(layer), 1); };
}

export function isTopLayer(layer: number, topLayer: number): boolean {
  return layer === topLayer;
}

/**
 * The top layer is read before anybody else hears the key: a dialog that closes on Esc is gone by the time
 * the event reaches the window, and the page below must not take the same Esc.
 */
export function watchKeys(answer: (event: KeyboardEvent, topLayer: number) => void): void {
  if (isWatching) return;
  isWatching = true;
  window.addEventListener('keydown', () => { layerOfThisPress = openLayers.at(-1) ?? 0; }, { capture: true });
  window.addEventListener('keydown', (event) => { answer(event, layerOfThisPress); });
}
