import { generateKeyPairSync, sign } from 'node:crypto';
import type { DeviceId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Role } from '@lianyi/schema/codes/roles';
import { certificateToSign } from '@lianyi/schema/wire/certificate';
import type { EnrolResponse } from '@lianyi/schema/wire/exchange';
import { testOrgId, testPersonId } from './aPatient.ts';
import type { TestCounty } from './aReplica.ts';

/** What a county answers to a PC with this key that it has enrolled: one member of staff, a doctor unless told, and the scopes given. The certificate is of a county that nobody asks. */
export function anEnrolResponse(county: TestCounty, publicKey: string, scopes: readonly string[], role: Role = 'villageDoctor'): EnrolResponse {
  const deviceId = newId() as DeviceId;
  const unsigned = { deviceId, orgId: testOrgId, name: '诊室电脑', publicKey, formerIds: [], continues: { routine: null, urgent: null }, epoch: county.epoch, ancestry: [] };
  const signature = sign(null, Buffer.from(certificateToSign(unsigned)), generateKeyPairSync('ed25519').privateKey).toString('base64');
  return {
    deviceId, orgId: testOrgId, orgName: '青石坪村卫生室', scopes: [...scopes], countyKey: county.key.publicKey, epoch: county.epoch, certificate: { ...unsigned, signature }, nonce: '', pinsAllowed: true,
    staff: [{ personId: testPersonId, name: '杨志明', role, orgName: '青石坪村卫生室' }],
  };
}
