import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anEnrolResponse } from '@lianyi/tests/builders/anEnrolResponse';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { testPersonId } from '@lianyi/tests/builders/aPatient';
import { setUpDataDir } from './enrol.ts';
import { newDeviceKey } from './replica/deviceKey.ts';
import { fileKeyStore } from './replica/keyStore.ts';
import { openKeyring } from './replica/openKeyring.ts';

test('a PC that is enrolled again keeps the replica that is there: what was saved in it may have gone nowhere', async () => {
  const { dataDir, county } = await anEnrolledDirectory();
  rmSync(join(dataDir, 'identity.json'));
  const deviceKey = newDeviceKey();
  const keyStore = fileKeyStore(join(dataDir, 'keystore'));
  await setUpDataDir({ dataDir, countyUrl: 'http://127.0.0.1:9', deviceName: '诊室电脑', keyStore, secretOf: () => testPin }, deviceKey, anEnrolResponse(county, deviceKey.publicKey, []));
  const kept = readdirSync(dataDir).filter((file) => file.startsWith('before-'));
  expect(kept.map((file) => file.replace(/^before-\d+-/, '')).toSorted()).toEqual(['replica.db', 'slots.json']);
  expect(await openKeyring({ directory: dataDir, keyStore }).unlock(testPersonId, testPin)).toMatchObject({ ok: true });
});
