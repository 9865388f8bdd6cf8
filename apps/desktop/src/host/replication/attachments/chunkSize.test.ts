import { expect, test } from 'vitest';
import { chunkAfter, firstChunkBytes, smaller } from './chunkSize.ts';

test('ATT-5 the next piece of an upload is twice as large after a quick one, half after a slow one, and stays within its bounds', () => {
  expect(chunkAfter(firstChunkBytes, 100)).toBe(firstChunkBytes * 2);
  expect(chunkAfter(firstChunkBytes, 3_000)).toBe(firstChunkBytes);
  expect(chunkAfter(firstChunkBytes, 9_000)).toBe(firstChunkBytes / 2);
  const [large] = Array.from({ length: 30 }).reduce<readonly number[]>(([bytes = 0]) => [chunkAfter(bytes, 1)], [firstChunkBytes]);
  expect(large).toBe(512 * 1024);
  const [small] = Array.from({ length: 30 }).reduce<readonly number[]>(([bytes = 0]) => [smaller(bytes)], [firstChunkBytes]);
  expect(small).toBe(4 * 1024);
});
