import { expect, test } from 'vitest';
import { noDeviceReasonOf } from './askForDevice.ts';

const failed = (code: string): Error => Object.assign(new Error('failed'), { code });

test('DEV-13 what went wrong on the line is told apart: no line, a clock, an address that proves nothing, something that is no county', () => {
  expect(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET'].map((code) => noDeviceReasonOf(failed(code)))).toEqual(['offline', 'offline', 'offline', 'offline']);
  expect(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'].map((code) => noDeviceReasonOf(failed(code)))).toEqual(['clock', 'clock']);
  expect(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'].map((code) => noDeviceReasonOf(failed(code))))
    .toEqual(['untrusted', 'untrusted', 'untrusted', 'untrusted', 'untrusted']);
  expect(['HPE_INVALID_CONSTANT', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'].map((code) => noDeviceReasonOf(failed(code)))).toEqual(['notCounty', 'notCounty', 'notCounty']);
  expect(noDeviceReasonOf('nothing')).toBe('offline');
});
