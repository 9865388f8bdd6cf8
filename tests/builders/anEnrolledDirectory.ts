import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpDataDir } from '@lianyi/desktop/host/enrol';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import { fileKeyStore } from '@lianyi/desktop/host/replica/keyStore';
import type { DeviceId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import { testOrgId, testPersonId } from './aPatient.ts';
import { TestCounty } from './aReplica.ts';

export const testPin = '246810';

/** A data directory as enrolment leaves it, of a county that nobody answers for. One doctor, with `testPin`. */
export async function anEnrolledDirectory(countyUrl = 'http://127.0.0.1:9'): Promise<{ readonly dataDir: string; readonly county: TestCounty }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-clinic-'));
  const county = new TestCounty();
  await setUpDataDir(
    { dataDir, countyUrl, deviceName: '诊室电脑', keyStore: fileKeyStore(join(dataDir, 'keystore')), pinsAllowed: true, secretOf: () => testPin },
    newDeviceKey(),
    {
      deviceId: newId() as DeviceId, orgId: testOrgId, orgName: '青石坪村卫生室', scopes: [organisationScope(testOrgId), catalogueScope],
      countyKey: county.key.publicKey, epoch: county.epoch, nonce: '',
      staff: [{ personId: testPersonId, name: '杨志明', role: 'villageDoctor', orgName: '青石坪村卫生室' }],
    },
  );
  return { dataDir, county };
}
