import { secretFault } from '@lianyi/schema/rules/secretFault';
import type { EnrolResponse } from '@lianyi/schema/wire/exchange';
import { askForDevice } from './askForDevice.ts';
import { setUpDataDir, staffOf } from './enrol.ts';
import { enrolmentKeys, forgetEnrolmentKeys } from './enrolmentKeys.ts';
import { readIdentity } from './identityFile.ts';
import type { DeviceKey } from './replica/deviceKey.ts';
import type { KeyStore } from './replica/keyStore.ts';
import { secretKindOf } from './replica/openKeyring.ts';
import type { Enrolment } from './trpc.ts';

export interface EnrolmentParts {
  /** Taken for this process. */
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly allowUnencryptedForTests: boolean;
  /** Where this PC was told that the county is. */
  readonly countyUrl: string;
  readonly now: () => Date;
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
  /** The data directory is a clinic's now. */
  readonly onEnrolled: (countyUrl: string) => void;
}

/** As the county counts. */
const mostTries = 5;
const codeLifeMs = 10 * 60_000;
/** A code's name: see the county's `enrolmentCodes.ts`. */
const nameLength = 4;

/**
 * Nothing but the sealed key lies on the disk until the first PIN is set: the replica's key has no other place. What fails on
 * the way is done again with the same code (see `enrolmentKeys.ts`).
 */
export function enrolmentOf(parts: EnrolmentParts): Enrolment {
  const triedAt = new Map<string, readonly number[]>();
  const keys = enrolmentKeys(parts.dataDir, parts.keyStore);
  let begun: { readonly countyUrl: string; readonly deviceName: string; readonly key: DeviceKey; readonly response: EnrolResponse } | null = null;

  const triesLeftAfter = (code: string): number => {
    const name = code.slice(0, nameLength);
    const recent = [...(triedAt.get(name) ?? []).filter((at) => parts.now().getTime() - at < codeLifeMs), parts.now().getTime()];
    triedAt.set(name, recent);
    return Math.max(0, mostTries - recent.length);
  };
  const secretKind = (response: EnrolResponse) => secretKindOf(parts.keyStore, response.pinsAllowed ?? false);

  return {
    state: () => ({ isEnrolled: false, countyUrl: parts.countyUrl }),

    begin: async (asked) => {
      if (readIdentity(parts.dataDir) !== null) return { ok: false, reason: 'alreadyEnrolled' };
      const countyUrl = addressOf(asked.countyUrl);
      if (countyUrl === null) return { ok: false, reason: 'address' };
      const code = asked.code.toUpperCase().replace(/[^0-9A-Z]/g, '');
      const key = await keys.of(code).catch((error: unknown) => {
        parts.log('notEnrolled', { reason: error instanceof Error ? error.name : '' });
        return null;
      });
      if (key === null) return { ok: false, reason: 'notWritable' };
      const answer = await askForDevice({ countyUrl, code, deviceName: asked.deviceName, publicKey: key.publicKey });
      if (!answer.ok) {
        parts.log('notEnrolled', { reason: answer.reason });
        if (answer.reason !== 'refused') return { ok: false, reason: answer.reason };
        keys.drop(key);
        return { ok: false, reason: answer.reason, triesLeft: triesLeftAfter(code) };
      }
      begun = { countyUrl, deviceName: asked.deviceName, key, response: answer.response };
      return { ok: true, clinicName: answer.response.orgName, staff: staffOf(answer.response), secretKind: secretKind(answer.response) };
    },

    finish: async ({ personId, secret }) => {
      if (begun === null || staffOf(begun.response).every((one) => one.personId !== personId)) return { ok: false, reason: 'notBegun' };
      const fault = secretFault(secret, secretKind(begun.response));
      if (fault !== null) return { ok: false, reason: 'fault', fault };
      const taken = begun;
      // Pressed twice, it is done once.
      begun = null;
      const { countyUrl, deviceName, key, response } = taken;
      const { dataDir, keyStore, allowUnencryptedForTests } = parts;
      try {
        await setUpDataDir({ dataDir, countyUrl, deviceName, keyStore, allowUnencryptedForTests, isLocked: true, secretOf: (staff) => (staff.personId === personId ? secret : null) }, key, response);
      } catch (error) {
        parts.log('notEnrolled', { reason: error instanceof Error ? error.name : '' });
        begun = taken;
        return { ok: false, reason: 'notWritten' };
      }
      forgetEnrolmentKeys(dataDir);
      parts.onEnrolled(countyUrl);
      return { ok: true };
    },
  };
}

/** Good for neither a PIN nor a passphrase: which of the two it has to be the county says, with its answer to the code. */
export const isNoSecret = (secret: string): boolean => secretFault(secret, 'pin') !== null && secretFault(secret, 'passphrase') !== null;

/** On a PC that is a clinic's already nothing is enrolled any more. */
export const enrolled: Enrolment = {
  state: () => ({ isEnrolled: true, countyUrl: '' }),
  begin: () => Promise.resolve({ ok: false, reason: 'alreadyEnrolled' }),
  finish: () => Promise.resolve({ ok: false, reason: 'notBegun' }),
};

/** What somebody typed, or null: without a scheme it is taken for one that proves itself. */
function addressOf(typed: string): string | null {
  const text = typed.trim();
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' && url.username === '' ? url.href.replace(/\/$/, '') : null;
}
