import type { Random } from './random.ts';

/** While a world runs, `newId` takes its random bits from the seed, and the process has the world's time. */
export function seedIds(chance: Random, nowMs: () => number): () => void {
  const ownRandom = Object.getOwnPropertyDescriptor(globalThis.crypto, 'getRandomValues');
  const ownNow = Date.now;
  Object.defineProperty(globalThis.crypto, 'getRandomValues', {
    configurable: true,
    value: <T extends ArrayBufferView>(view: T): T => {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = chance.below(256);
      return view;
    },
  });
  Date.now = nowMs;
  return () => {
    if (ownRandom) Object.defineProperty(globalThis.crypto, 'getRandomValues', ownRandom);
    else Reflect.deleteProperty(globalThis.crypto, 'getRandomValues');
    Date.now = ownNow;
  };
}
