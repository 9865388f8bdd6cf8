import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSealedKey, sealKey, usualCost } from './slotSeal.ts';

const [key, secret] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];

test('KEY-11 a slot of a built program costs N = 2^16 and 64 MiB: tests ask for less, and this number stands by itself', () => {
  expect(usualCost).toEqual({ N: 65_536, r: 8, p: 1 });
  // 128 N r bytes: what a PC with 2 GB bears, and within what scrypt is allowed to take.
  expect(128 * usualCost.N * usualCost.r).toBe(64 * 2 ** 20);
  // What the program makes slots with is made of it, and of nothing else that a build could read.
  expect(readFileSync(join(import.meta.dirname, 'slotSeal.ts'), 'utf8')).toContain('export const cost = { ...usualCost, N: scryptN(usualCost.N) };');
});

test('KEY-11 a slots file that asks for less work than any version made, or for more memory than there is, is damaged', async () => {
  const sealed = await sealKey(key, '246810', secret, 'a');
  const { N } = sealed.scrypt;
  for (const scrypt of [{ N: N / 4, r: 8, p: 1 }, { N: 2 ** 21, r: 8, p: 1 }, { N, r: 16, p: 1 }, { N, r: 8, p: 5 }, { N, r: 8, p: 0 }]) {
    await expect(openSealedKey({ ...sealed, scrypt }, '246810', secret, 'a')).rejects.toThrow('damaged');
  }
  expect(Buffer.from((await openSealedKey(sealed, '246810', secret, 'a')) ?? []).equals(key)).toBe(true);
});
