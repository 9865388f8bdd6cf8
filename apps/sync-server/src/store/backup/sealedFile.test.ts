import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSealed } from './sealedFile.ts';

test.runIf(process.platform === 'linux')('SYNC-51 a backup larger than the disk ends with that, and whoever writes it does not wait for room for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-sealed-'));
  symlinkSync('/dev/full', join(folder, 'county.backup.part'));
  const writing = writeSealed(join(folder, 'county.backup'), { passphrase: '十二个字以上的口令才算数呢' }, async (write) => {
    for (let at = 0; at < 2_000; at += 1) await write({ row: randomBytes(1_000).toString('hex') });
  });
  await expect(writing).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
