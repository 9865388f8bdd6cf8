import { whyItMustNotBeSkipped } from '@lianyi/tests/builders/aSmallDisk';
import { expect, test } from 'vitest';

test('Tests of a full disk are skipped on a programmer\u2019s machine only: in CI, and as root on Linux, that fails', () => {
  const words = (uid: number | undefined, ci: string | undefined, platform = 'linux') => whyItMustNotBeSkipped({ platform, uid, ci });
  for (const ci of ['true', '1']) for (const platform of ['linux', 'darwin', 'win32']) expect(words(1000, ci, platform)).toContain('CI');
  expect(words(0, undefined)).toContain('CAP_SYS_ADMIN');
  for (const ci of [undefined, '', 'false']) expect(words(1000, ci)).toBeNull();
  expect(words(undefined, undefined, 'win32')).toBeNull();
  expect(words(0, undefined, 'darwin')).toBeNull();
});
