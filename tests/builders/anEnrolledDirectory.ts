import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpDataDir } from '@lianyi/desktop/host/enrol';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import { fileKeyStore } from '@lianyi/desktop/host/replica/keyStore';
import type { Role } from '@lianyi/schema/codes/roles';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import { anEnrolResponse } from './anEnrolResponse.ts';
import { testOrgId } from './aPatient.ts';
import { TestCounty } from './aReplica.ts';

export const testPin = '246810';

/** A data directory as enrolment leaves it, of a county that nobody answers for. One member of staff, a doctor unless told, with `testPin`. */
export async function anEnrolledDirectory(countyUrl = 'http://127.0.0.1:9', role: Role = 'villageDoctor'): Promise<{ readonly dataDir: string; readonly county: TestCounty }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-clinic-'));
  const county = new TestCounty();
  const deviceKey = newDeviceKey();
  await setUpDataDir(
    { dataDir, countyUrl, deviceName: '诊室电脑', keyStore: fileKeyStore(join(dataDir, 'keystore')), secretOf: () => testPin },
    deviceKey, anEnrolResponse(county, deviceKey.publicKey, [organisationScope(testOrgId), catalogueScope], role),
  );
  return { dataDir, county };
}
