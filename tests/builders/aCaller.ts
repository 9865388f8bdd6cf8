import { enrolled } from '@lianyi/desktop/host/enrolment';
import { hostRouter } from '@lianyi/desktop/host/router';
import type { Catalogue } from '@lianyi/desktop/host/replica/catalogue';
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import type { Parcels } from '@lianyi/desktop/host/replication/parcelViews';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import type { HostContext, SignedIn } from '@lianyi/desktop/host/trpc';
import { createCallerFactory } from '@lianyi/desktop/host/trpc';
import type { Role } from '@lianyi/schema/codes/roles';
import type { TestReplica } from './aReplica.ts';

const quietLine: LineView = {
  saved: { ok: true, at: null }, waiting: { count: 0, oldestAt: null, byAction: {} }, attachmentsWaiting: 0, quarantined: 0, lastExchangeAt: null,
  exchanging: null, pulling: null, isMoreAtCounty: false, problem: null, gap: null, parked: 0, version: 1,
};

interface CallerParts {
  readonly role?: Role;
  readonly name?: string;
  readonly catalogue?: Catalogue;
  readonly now?: () => Date;
  /** Nobody has unlocked: the lock screen. */
  readonly isSignedOut?: boolean;
  readonly isCommandLine?: boolean;
  /** What the line says, where it is not quiet. */
  readonly line?: Partial<LineView>;
}

/** Calls the host's procedures as a member of staff who has unlocked the PC of `clinic`, without a line. */
export function aCaller(clinic: TestReplica, parts: CallerParts = {}): ReturnType<typeof callerOf> {
  const person: SignedIn = { personId: clinic.actor.personId, name: parts.name ?? '杨志明', role: parts.role ?? 'villageDoctor', roles: [parts.role ?? 'villageDoctor'], orgId: clinic.actor.orgId };
  const line = { ...quietLine, ...parts.line };
  let parcels: Parcels | null = null;
  const context: HostContext = {
    dataDir: clinic.directory,
    keyring: {
      slots: () => [],
      unlock: () => Promise.resolve({ ok: false, reason: 'damaged', detail: 'a test has no slots' }),
      setSlot: () => Promise.resolve(),
      removeSlot: () => Promise.resolve(),
    },
    keys: {
      unlock: () => Promise.resolve({ ok: true, person }),
      holders: () => ({ holders: [], mayReset: false }),
      change: () => Promise.resolve({ ok: true }),
      set: () => Promise.resolve({ ok: true }),
      recover: () => Promise.resolve({ ok: false, reason: 'offline', detail: 'a test has no line' }),
      extendLease: () => ({ ok: false, reason: 'refused' }),
      lease: () => null,
      asNow: (asked) => asked,
      renewRecoverySlot: () => {},
      lookAtPostsSoon: () => {},
    },
    clinic: () => ({
      replica: clinic.replica,
      replication: {
        line: () => line,
        exchangeNow: () => Promise.resolve(line),
        changed: () => Promise.resolve(line),
        checkNow: () => Promise.resolve({ ok: false, problem: { code: 'offline', detail: 'a test has no line' } }),
        lookUp: () => Promise.resolve({ result: 'offline' }),
        tell: () => undefined,
        isLineTaken: () => true,
        fromStick: () => Promise.resolve({ outcome: 'left', documents: 0 }),
        stop: () => Promise.resolve(),
      },
      attachments: { fetch: () => undefined, underWay: () => null, trouble: () => null, isCountyFull: () => false, added: () => undefined, halt: () => undefined, stop: () => Promise.resolve() },
      parcels: parcels ??= startParcels({ replica: clinic.replica, timers: { after: () => () => undefined, elapsedMs: () => 0 }, now: parts.now ?? (() => new Date()), takeSnapshots: () => Promise.resolve({ outcome: 'left', documents: 0 }), log: () => undefined }),
      traffic: { days: () => [], keep: () => undefined },
      catalogue: parts.catalogue ?? { diagnoses: [], interactions: [], hiddenIngredients: [], productsInEnglish: new Map() },
    }),
    signedIn: () => (parts.isSignedOut === true ? null : person),
    door: {
      clinicName: '青石坪村卫生室', deviceName: clinic.identity.deviceName, secretKind: 'pin', isPinPolicy: true,
      unlock: () => Promise.resolve({ ok: true, person }),
      rekey: () => Promise.resolve({ ok: false, reason: 'offline', detail: 'a test has no line' }),
      backup: () => ({ ok: true, bytes: 0 }),
      refused: () => {},
      dump: (after, limit) => clinic.replica.dump(after, limit),
      lock: () => {},
      ended: () => null,
      stillHere: () => {},
      line: () => line,
      lineChanged: () => Promise.resolve(line),
      purged: () => null,
    },
    enrolment: enrolled,
    isCommandLine: parts.isCommandLine ?? false,
    now: parts.now ?? (() => new Date()),
  };
  return callerOf(context);
}

const callerOf = createCallerFactory(hostRouter);
