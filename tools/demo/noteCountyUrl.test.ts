import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceId, newId, organisationId } from '@lianyi/schema/basics/ids';
import { readIdentity, writeIdentity } from '@lianyi/desktop/host/identityFile';
import { expect, test } from 'vitest';
import { noteCountyUrl } from './noteCountyUrl.ts';

test('SYNC-53 a clinic of the demo knows where its county is now, so that what is restored from its backup reaches it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-identity-'));
  const identity = {
    version: 1, deviceId: deviceId.parse(newId()), deviceName: '诊室电脑', orgId: organisationId.parse(newId()), orgName: '青石坪村卫生室',
    countyUrl: 'http://127.0.0.1:40123', pinsAllowed: true,
  } as const;
  noteCountyUrl(dataDir, 'http://127.0.0.1:7310');
  expect(readIdentity(dataDir)).toBeNull();
  writeIdentity(dataDir, identity);
  noteCountyUrl(dataDir, 'http://127.0.0.1:7310');
  expect(readIdentity(dataDir)).toEqual({ ...identity, countyUrl: 'http://127.0.0.1:7310' });
  rmSync(dataDir, { recursive: true });
});
