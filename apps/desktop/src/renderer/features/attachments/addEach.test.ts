import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { maxAttachmentBytes } from '@lianyi/schema/documents/attachment';
import { addEach, whyNotSent } from './addEach.ts';

const jpeg = [0xff, 0xd8, 0xff, 0xe0];
const fileOf = (name: string, size: number, begins: readonly number[] = jpeg): File => {
  const bytes = new Uint8Array(size);
  bytes.set(begins);
  return new File([bytes], name);
};

test('ATT-2 what is too large is told before it is sent, in the same words at any size', async () => {
  expect(await whyNotSent(fileOf('10.jpg', maxAttachmentBytes))).toBe(null);
  for (const size of [maxAttachmentBytes + 1, 24_000_000, 60_000_000]) expect(await whyNotSent(fileOf('large.jpg', size))).toEqual({ field: 'file', code: 'tooLarge', values: { bytes: size } });
  expect(await whyNotSent(fileOf('film.jpg', 60_000_000, [0, 0, 0, 32]))).toEqual({ field: 'file', code: 'otherType' });
});

test('ATT-2 of several files each is added by itself: whatever becomes of one is told with its name', async () => {
  const asked: string[] = [];
  const thrown: Readonly<Record<string, Error>> = {
    'pulled.jpg': new DOMException('gone', 'NotReadableError'),
    'odd.jpg': new TRPCClientError('no', { result: { error: { code: -32_600, message: 'no', data: { code: 'BAD_REQUEST' } } } }),
    'full.jpg': new TRPCClientError('SQLITE_FULL', { result: { error: { code: -32_603, message: 'SQLITE_FULL', data: { code: 'INTERNAL_SERVER_ERROR' } } } }),
    'silent.jpg': new TRPCClientError('fetch failed'),
    'fault.jpg': new Error('a bug'),
  };
  const names = ['30mb.jpg', ...Object.keys(thrown), 'good.webp', 'text.jpg'];
  const added = await addEach(names.map((name) => fileOf(name, 10)), async ({ name }) => {
    asked.push(name);
    if (name === '30mb.jpg') return [{ field: 'file', code: 'tooLarge' }];
    if (thrown[name] !== undefined) throw thrown[name];
    return Promise.resolve(name === 'text.jpg' ? [{ field: 'file', code: 'otherType' }] : []);
  });
  expect(asked).toEqual(names);
  expect(added.count).toBe(1);
  expect(added.refused.map(({ name, error }) => [name, error.code])).toEqual([
    ['30mb.jpg', 'tooLarge'], ['pulled.jpg', 'cannotRead'], ['odd.jpg', 'notUnderstood'], ['full.jpg', 'diskFull'], ['silent.jpg', 'unreachable'], ['fault.jpg', 'failed'], ['text.jpg', 'otherType'],
  ]);
});
