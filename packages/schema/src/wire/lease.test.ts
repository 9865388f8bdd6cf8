import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { deviceId, idFromHash } from '../basics/ids.ts';
import { codeToGrant, grantToCode, leaseToSign, toMinute } from './lease.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const unsigned = { deviceId: deviceId.parse(idFromHash(['a device'])), at: toMinute(new Date('2026-03-09T09:41:37.123Z')), days: 14 };
const grant = { ...unsigned, signature: new Uint8Array(sign(null, Buffer.from(leaseToSign(unsigned)), privateKey)) };

test('KEY-9 a grant is written as a code and read from it again, however it was typed', () => {
  const code = grantToCode(grant);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){27}$/);
  const said = { at: '2026-03-09T09:41:00.000Z', days: 14, signature: grant.signature };
  expect(codeToGrant(code)).toEqual(said);
  expect(codeToGrant(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`)).toEqual(said);
});

test('KEY-9 what is no code gives no grant', () => {
  for (const typed of ['', '7KQM-X2PD-94HA', grantToCode(grant).slice(1), `${grantToCode(grant)}0`, grantToCode(grant).replace(/.$/, 'U')]) expect(codeToGrant(typed)).toBeNull();
});
