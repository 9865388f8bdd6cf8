import { timingSafeEqual } from 'node:crypto';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { isWorded } from '@lianyi/schema/basics/visibleText';
import type { Permission } from '@lianyi/schema/codes/roles';
import { mayAny } from '@lianyi/schema/codes/roles';
import type { DoorAct } from '@lianyi/schema/documents/doorEvents';
import { secretFault } from '@lianyi/schema/rules/secretFault';
import type { SecretKind } from '@lianyi/schema/rules/secretFault';
import { codeToGrant, leaseToSign } from '@lianyi/schema/wire/lease';
import { recoveryCodeId } from '@lianyi/schema/wire/recovery';
import { askRecovery } from './askRecovery.ts';
import { inPostHere, latestDay, personNow, presentPerson } from './presentPerson.ts';
import type { SecretSet } from './features/session/keyViews.ts';
import type { LeaseView } from './features/session/views.ts';
import { maySetFirst } from './firstSecret.ts';
import type { Identity } from './identityFile.ts';
import { readRecoverySlot } from './recoverySlot.ts';
import type { DeviceKey } from './replica/deviceKey.ts';
import { newDeviceKey } from './replica/deviceKey.ts';
import type { Keyring, KeyResult, SlotInfo } from './replica/keyring.ts';
import type { Lease } from './replica/lease.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';
import { readStatus } from './replication/statusFile.ts';
import type { Transport } from './replication/transport.ts';
import { numbersOf, staffHere } from './staffHere.ts';
import type { Refusal } from './refusals.ts';
import type { Keys, OpenClinic, SignedIn } from './trpc.ts';

/** Something happened to a slot, to the lease, or to all that is held, or was refused: what the county's audit is told. The reason is a person's text. */
export interface KeyEvent {
  readonly what: DoorAct;
  readonly personId: string | null;
  /** Who did it, where somebody had unlocked. */
  readonly byId: string | null;
  readonly reason: string | null;
  /** What was refused. */
  readonly permission?: Permission;
}

export interface KeyParts {
  readonly dataDir: string;
  readonly identity: Identity;
  readonly keyring: Keyring;
  readonly secretKind: SecretKind;
  readonly clinic: () => OpenClinic | null;
  /** Opens the clinic that is not open. @throws Error when it is not its key */
  readonly openClinic: (replicaKey: Uint8Array) => OpenClinic;
  /** Where the replica's state was last written down. */
  readonly statusPath: string;
  readonly now: () => Date;
  readonly keepSlotForCounty: (replica: ReplicaForExchange, replicaKey: Uint8Array) => void;
  readonly newTransport: () => Transport;
  readonly onEvent: (event: KeyEvent) => void;
  readonly onRefused: (refusal: Refusal) => void;
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
}

/** The lease is told from so many days before its end. */
const nearDays = 7;
const lookAtPostsAfterMs = 300;
const leaseDriftMs = 3_600_000;
/** How long an unlock waits for the county when the lease is over. */
const patienceMs = 10_000;

export function keysOf(parts: KeyParts): Keys {
  const { dataDir, identity, keyring, secretKind, onEvent } = parts;
  const refused = (by: SignedIn, personId: PersonId, reason: 'notAllowed' | 'needsCode'): SecretSet => {
    // Of one's own no permission is asked for: it is changed elsewhere.
    if (personId !== by.personId) parts.onRefused({ byId: by.personId, personId, permission: 'pin.reset' });
    return { ok: false, reason };
  };
  /** The open clinic's: whoever opens a slot must find the same in it. */
  let openKey: Uint8Array | null = null;
  /** By code: the county gives an answer again to the key that it was sealed to, so that a code tried for the wrong person is still good here. */
  const asking = new Map<string, DeviceKey>();

  /** The day for which posts count. */
  const today = () => latestDay(parts.now(), parts.clinic()?.replication.line().lastExchangeAt ?? null);

  const opened = (replicaKey: Uint8Array): OpenClinic | string => {
    const open = parts.clinic();
    if (open !== null && openKey !== null) return isSameKey(openKey, replicaKey) ? open : 'this slot holds the key of another clinic';
    try {
      const clinic = parts.openClinic(replicaKey);
      openKey = replicaKey;
      return clinic;
    } catch (error) {
      parts.log('clinicNotOpened', { reason: error instanceof Error ? error.name : '' });
      return error instanceof Error ? error.message : 'unknown';
    }
  };

  /** A slot for somebody with a post here, under a secret that has been found good. */
  const putSlot = async ({ replica }: OpenClinic, person: SignedIn, secret: string): Promise<void> => {
    if (openKey === null) throw new Error('the clinic is not open');
    const orgName = replica.document('organisation', person.orgId)?.name ?? identity.orgName;
    await keyring.setSlot({ personId: person.personId, name: person.name, role: person.role, orgId: person.orgId, orgName }, secret, openKey);
  };

  const faultOf = (clinic: OpenClinic | null, name: string, secret: string): Extract<SecretSet, { reason: 'fault' }> | null => {
    const fault = secretFault(secret, secretKind, clinic === null ? [] : numbersOf(clinic.replica, name));
    return fault === null ? null : { ok: false, reason: 'fault', fault };
  };

  const dropEnded = (): void => {
    const replica = parts.clinic()?.replica;
    if (replica === undefined) return;
    for (const slot of keyring.slots().filter((one) => presentPerson(replica, one, identity.orgId, today()) === null)) {
      void keyring.removeSlot(slot.personId);
      onEvent({ what: 'removed', personId: slot.personId, byId: null, reason: null });
    }
  };
  let looking: NodeJS.Timeout | null = null;

  /** Tries a secret; what was wrong with it is told. One that is not looked at, since the slot is closed, is nothing new. */
  const tried = async (personId: string, secret: string): Promise<KeyResult> => {
    const before = keyring.slots().find((slot) => slot.personId === personId);
    const found = await keyring.unlock(personId, secret);
    if (found.ok || before === undefined) return found;
    const what = found.reason === 'wrong' && !found.isWaiting ? 'wrong' : found.reason === 'lockedOut' && before.lockedUntil === null ? 'locked' : null;
    if (what !== null) onEvent({ what, personId, byId: null, reason: null });
    return found;
  };

  /** Of one lease each is told once in a run. */
  let leaseTold: { readonly what: string; readonly endsMs: number } | null = null;
  const tellLease = (personId: string, lease: Lease): void => {
    const what = lease.isOver ? 'leaseOver' : leaseView(lease).isNear ? 'leaseNear' : null;
    const endsMs = Date.parse(lease.endsAt);
    // Its end is told by clocks that drift a little; one that was renewed or extended ends days later.
    if (what === null || (leaseTold?.what === what && Math.abs(endsMs - leaseTold.endsMs) < leaseDriftMs)) return;
    leaseTold = { what, endsMs };
    onEvent({ what, personId, byId: null, reason: null });
  };

  return {
    unlock: async (personId, secret) => {
      const found = await tried(personId, secret);
      if (!found.ok) return found;
      const wasOpen = parts.clinic() !== null;
      const clinic = opened(found.replicaKey);
      if (typeof clinic === 'string') return { ok: false, reason: 'damaged', detail: clinic };
      if (wasOpen) void clinic.replication.exchangeNow();
      const person = presentPerson(clinic.replica, found.slot, identity.orgId, today());
      if (person === null) {
        await keyring.removeSlot(personId);
        onEvent({ what: 'removed', personId, byId: null, reason: null });
        return { ok: false, reason: 'postEnded' };
      }
      const lease = await leaseAfterAsking(clinic);
      tellLease(personId, lease);
      // The clinic stays open behind the lock screen: what waits is delivered, and an exchange renews the lease.
      return lease.isOver ? { ok: false, reason: 'leaseOver', endsAt: lease.endsAt } : { ok: true, person };
    },

    holders: (asker) => {
      const clinic = clinicOf(parts);
      const slots = new Map(keyring.slots().map((slot) => [slot.personId, slot]));
      const known = staffHere(clinic.replica, identity.orgId, today()).map((person) => ({
        personId: person.personId as string, name: person.name, role: person.role, orgName: clinic.replica.document('organisation', person.orgId)?.name ?? '', maySetFirst: maySetFirst(clinic.replica, asker, person, today()),
      }));
      // Before the first exchange only those are known whom the enrolment named.
      const others = [...slots.values()].filter(({ personId }) => known.every((person) => person.personId !== personId)).map(({ personId, name, role, orgName }) => ({ personId, name, role, orgName, maySetFirst: false }));
      return {
        mayReset: mayAny(asker.roles, 'pin.reset'),
        holders: [...known, ...others].map((person) => {
          const slot = slots.get(person.personId);
          return { ...person, slot: slot === undefined ? null : { lastUnlockedAt: slot.lastUnlockedAt, lockedUntil: slot.lockedUntil } };
        }),
      };
    },

    change: async (person, old, secret) => {
      const clinic = clinicOf(parts);
      const fault = faultOf(clinic, person.name, secret);
      if (fault !== null) return fault;
      if (old === secret) return { ok: false, reason: 'unchanged' };
      const right = await tried(person.personId, old);
      if (!right.ok) return { ok: false, reason: 'old', old: right };
      await putSlot(clinic, person, secret);
      onEvent({ what: 'changed', personId: person.personId, byId: person.personId, reason: null });
      return { ok: true };
    },

    set: async (by, { personId, secret, reason }) => {
      const clinic = clinicOf(parts);
      const document = clinic.replica.document('person', personId);
      const holder = document === undefined ? null : inPostHere(clinic.replica, document, identity.orgId, today());
      if (holder === null) return { ok: false, reason: 'postEnded' };
      const hasSlot = keyring.slots().some((slot) => slot.personId === personId);
      // One's own is changed, and the old one asked.
      if (hasSlot && (!mayAny(by.roles, 'pin.reset') || personId === by.personId)) return refused(by, personId, 'notAllowed');
      if (hasSlot && !isWorded(reason)) return { ok: false, reason: 'noReason' };
      if (!hasSlot && !maySetFirst(clinic.replica, by, holder, today())) return refused(by, personId, 'needsCode');
      const fault = faultOf(clinic, holder.name, secret);
      if (fault !== null) return fault;
      await putSlot(clinic, holder, secret);
      onEvent({ what: hasSlot ? 'reset' : 'first', personId, byId: by.personId, reason: reason.trim() === '' ? null : reason.trim() });
      return { ok: true };
    },

    recover: async ({ personId, code, secret }) => {
      const early = faultOf(parts.clinic(), '', secret);
      if (early !== null) return early;
      const slot = readRecoverySlot(dataDir);
      if (slot === null) return { ok: false, reason: 'noSlot', detail: 'no slot for the county lies here' };
      const codeId = recoveryCodeId(code);
      const key = asking.get(codeId) ?? newDeviceKey();
      asking.set(codeId, key);
      const transport = parts.newTransport();
      const answered = await askRecovery({ transport, deviceId: parts.clinic()?.replica.identity.deviceId ?? identity.deviceId, slot, code, key });
      transport.close();
      if (!answered.ok) return answered;
      if (answered.recovered.personId !== personId) return { ok: false, reason: 'otherPerson', detail: answered.recovered.personId };
      const clinic = opened(Buffer.from(answered.recovered.key, 'base64'));
      if (typeof clinic === 'string') return { ok: false, reason: 'damaged', detail: clinic };
      if (!answered.isSignedBy((text, signature) => clinic.replica.isSignedByCounty(text, signature))) return { ok: false, reason: 'damaged', detail: 'the answer is not signed by the county' };
      const document = clinic.replica.document('person', personId);
      const known = keyring.slots().find((one) => one.personId === personId);
      const person = document === undefined ? (known === undefined ? null : signedInOf(known)) : inPostHere(clinic.replica, document, identity.orgId, today());
      if (person === null) return { ok: false, reason: 'postEnded', detail: 'no post here' };
      const fault = faultOf(clinic, person.name, secret);
      if (fault !== null) return fault;
      await putSlot(clinic, person, secret);
      asking.clear();
      onEvent({ what: 'recovered', personId, byId: null, reason: null });
      return { ok: true, personId, name: person.name };
    },

    extendLease: (code) => {
      const grant = codeToGrant(code);
      if (grant === null) return { ok: false, reason: 'notACode' };
      const replica = parts.clinic()?.replica;
      if (replica === undefined) return { ok: false, reason: 'locked' };
      const signed = { ...grant, signature: Buffer.from(grant.signature).toString('base64'), deviceId: replica.identity.deviceId };
      const { daysLeft } = replica.lookAtLease();
      if (grant.days < daysLeft && replica.isSignedByCounty(leaseToSign(signed), signed.signature)) return { ok: false, reason: 'shorter', days: grant.days, daysLeft };
      if (!replica.takeLease(signed)) return { ok: false, reason: 'refused' };
      onEvent({ what: 'leaseExtended', personId: null, byId: null, reason: null });
      return { ok: true, lease: leaseView(replica.lookAtLease()) };
    },

    lease: () => {
      const replica = parts.clinic()?.replica;
      return replica === undefined ? writtenLease(readStatus(parts.statusPath)?.leaseEndsAt, parts.now()) : leaseView(replica.leaseNow());
    },

    asNow: (person) => {
      const replica = parts.clinic()?.replica;
      return replica === undefined ? null : personNow(replica, person, identity.orgId, today());
    },

    renewRecoverySlot: () => {
      const replica = parts.clinic()?.replica;
      if (replica !== undefined && openKey !== null) parts.keepSlotForCounty(replica, openKey);
    },

    lookAtPostsSoon: () => {
      looking ??= setTimeout(() => {
        looking = null;
        dropEnded();
      }, lookAtPostsAfterMs).unref();
    },
  };
}

function clinicOf(parts: KeyParts): OpenClinic {
  const clinic = parts.clinic();
  if (clinic === null) throw new Error('the clinic is not open');
  return clinic;
}

const isSameKey = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** One that is over is renewed by an exchange, if the county can be reached. */
async function leaseAfterAsking({ replica, replication }: OpenClinic): Promise<Lease> {
  const lease = replica.lookAtLease();
  if (!lease.isOver) return lease;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([replication.exchangeNow(), new Promise((resolve) => { timer = setTimeout(resolve, patienceMs); })]);
  clearTimeout(timer);
  return replica.lookAtLease();
}

function writtenLease(endsAt: string | undefined, now: Date): LeaseView | null {
  const leftMs = endsAt === undefined ? Number.NaN : Date.parse(endsAt) - now.getTime();
  if (endsAt === undefined || Number.isNaN(leftMs)) return null;
  const daysLeft = Math.max(0, Math.ceil(leftMs / 86_400_000));
  return { daysLeft, endsAt, isOver: leftMs <= 0, isNear: daysLeft <= nearDays };
}

const leaseView = ({ daysLeft, endsAt, isOver, days }: Lease): LeaseView => ({ daysLeft, endsAt, isOver, isNear: daysLeft <= Math.min(nearDays, Math.ceil(days / 2)) });

const signedInOf = (slot: SlotInfo): SignedIn => ({ personId: slot.personId as PersonId, name: slot.name, role: slot.role, roles: [slot.role], orgId: slot.orgId as OrganisationId });
