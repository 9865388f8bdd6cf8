import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { organisationId } from '@lianyi/schema/basics/ids';
import { role as roleSchema } from '@lianyi/schema/codes/roles';
import type { EnrolResponse } from '@lianyi/schema/wire/exchange';
import type { NoDevice } from './askForDevice.ts';
import { askForDevice } from './askForDevice.ts';
import type { EnrolledStaff } from './features/session/enrolmentViews.ts';
import type { Identity } from './identityFile.ts';
import { readIdentity, writeIdentity } from './identityFile.ts';
import { keepRecoverySlot } from './recoverySlot.ts';
import type { DeviceKey } from './replica/deviceKey.ts';
import { newDeviceKey } from './replica/deviceKey.ts';
import type { KeyStore } from './replica/keyStore.ts';
import { openKeyring, secretKindOf } from './replica/openKeyring.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';
import { openReplica, replicaFile } from './replica/openReplica.ts';

export interface EnrolOptions {
  readonly dataDir: string;
  readonly countyUrl: string;
  /** The one-time code of county IT. */
  readonly code: string;
  readonly deviceName: string;
  readonly keyStore: KeyStore;
  /** The first PIN or passphrase of a member of staff; null leaves that person out. */
  readonly secretOf: (staff: EnrolledStaff) => string | null;
  readonly allowUnencryptedForTests?: boolean;
  /** This process has taken the directory already. */
  readonly isLocked?: boolean;
}

export type EnrolResult =
  | { readonly ok: true; readonly identity: Identity; readonly staff: readonly EnrolledStaff[] }
  | { readonly ok: false; readonly reason: 'alreadyEnrolled'; readonly detail: string }
  | NoDevice;

/**
 * Enrols a new data directory with the county: a signing key made here, a replica under a new key, and a slot for each
 * member of staff. The identity file comes last: without it the directory counts as not enrolled, and what a broken
 * attempt left behind is set aside (its code is used up then, and county IT gives another).
 */
export async function enrol(options: EnrolOptions): Promise<EnrolResult> {
  if (readIdentity(options.dataDir) !== null) return { ok: false, reason: 'alreadyEnrolled', detail: options.dataDir };
  const deviceKey = newDeviceKey();
  const answer = await askForDevice({ ...options, publicKey: deviceKey.publicKey });
  if (!answer.ok) return answer;

  return { ok: true, ...(await setUpDataDir(options, deviceKey, answer.response)) };
}

export type RekeyResult = { readonly ok: true; readonly waiting: number } | NoDevice;

interface Rekeyed {
  readonly replica: ReplicaForExchange;
  readonly dataDir: string;
  readonly identity: Identity;
  /** Where the county is now: it may have moved since this PC was enrolled. */
  readonly countyUrl: string;
}

/**
 * Gives a PC whose disk was cloned or restored a new key and goes on with its chain under it, in place: all that is
 * saved here stays, and what the county does not hold is sent as the new device. Nothing but the catalogues is pulled
 * until county IT confirms it.
 */
export async function rekey({ replica, dataDir, identity, countyUrl }: Rekeyed, code: string): Promise<RekeyResult> {
  const { publicKey, replaces } = replica.beginRekey();
  const answer = await askForDevice({ countyUrl, code, deviceName: identity.deviceName, publicKey, replaces });
  if (!answer.ok) return answer;
  const { deviceId, certificate } = answer.response;
  replica.finishRekey(certificate);
  writeIdentity(dataDir, { ...identity, deviceId });
  return { ok: true, waiting: replica.lineFacts().waiting.count };
}

/** Makes replica, slots and identity of a data directory from the county's answer. */
export async function setUpDataDir(
  options: Omit<EnrolOptions, 'code'>,
  deviceKey: DeviceKey,
  response: EnrolResponse,
): Promise<{ readonly identity: Identity; readonly staff: readonly EnrolledStaff[] }> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const ids = { deviceId: response.deviceId, orgId: organisationId.parse(response.orgId) };
  setAside(options.dataDir);
  const replicaKey = new Uint8Array(randomBytes(32));
  const replica = openReplica({
    directory: options.dataDir,
    identity: { ...ids, deviceName: options.deviceName },
    key: options.allowUnencryptedForTests === true ? null : replicaKey,
    allowUnencryptedForTests: options.allowUnencryptedForTests ?? false,
    isLocked: options.isLocked ?? false,
    enrolment: { deviceKey, countyKey: response.countyKey, epoch: response.epoch, scopes: response.scopes, certificate: response.certificate },
  });
  keepRecoverySlot(options.dataDir, replica, replicaKey);
  replica.close();

  const staff = staffOf(response);
  const pinsAllowed = response.pinsAllowed ?? false;
  const keyring = openKeyring({ directory: options.dataDir, keyStore: options.keyStore, secretKind: secretKindOf(options.keyStore, pinsAllowed) });
  for (const person of staff) {
    const secret = options.secretOf(person);
    if (secret !== null) await keyring.setSlot({ ...person, orgId: ids.orgId }, secret, replicaKey);
  }
  const identity: Identity = {
    version: 1, ...ids, deviceName: options.deviceName, orgName: response.orgName,
    countyUrl: options.countyUrl, pinsAllowed,
  };
  writeIdentity(options.dataDir, identity);
  return { identity, staff };
}

/** What a broken attempt left is empty, but what an enrolled PC left that lost its identity file may hold saves that went nowhere. */
function setAside(dataDir: string): void {
  const replica = ['', '-wal', '-shm'].map((suffix) => replicaFile + suffix);
  const present = [...replica, 'slots.json'].filter((file) => existsSync(join(dataDir, file)));
  const prefix = `before-${Date.now()}`;
  for (const file of present) renameSync(join(dataDir, file), join(dataDir, `${prefix}-${file}`));
}

/** Posts that this version does not know get no slot. */
export const staffOf = (response: EnrolResponse): readonly EnrolledStaff[] =>
  response.staff.flatMap(({ personId, name, role, orgName }) => {
    const known = roleSchema.safeParse(role);
    return known.success ? [{ personId, name, role: known.data, orgName }] : [];
  });
