import { initTRPC, TRPCError } from '@trpc/server';
import type { Permission, Role } from '@lianyi/schema/codes/roles';
import { mayAny } from '@lianyi/schema/codes/roles';
import type { PatientId, PersonId, OrganisationId } from '@lianyi/schema/basics/ids';
import type { ReadPage } from '@lianyi/schema/documents/chartReads';
import type { DumpedDocument } from './replica/dump.ts';
import type { Keyring } from './replica/keyring.ts';
import type { Reader } from './replica/replica.ts';
import type { Attachments } from './replication/attachments/attachmentViews.ts';
import type { Parcels } from './replication/parcelViews.ts';
import type { Traffic } from './replication/traffic.ts';
import type { Replication } from './replication/replication.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';
import type { Refusal } from './refusals.ts';
import type { Catalogue } from './replica/catalogue.ts';
import type { LineView } from './replication/lineView.ts';
import type { EnrolmentBegun, EnrolmentFinished, EnrolmentView } from './features/session/enrolmentViews.ts';
import type { KeyHolders, LeaseExtended, SecretChanged, SecretRecovered, SecretSet } from './features/session/keyViews.ts';
import type { BackupView, LeaseView, PurgedView, RekeyView, SessionEnded, UnlockResult } from './features/session/views.ts';

/** The person who has unlocked this PC. */
export interface SignedIn {
  readonly personId: PersonId;
  readonly name: string;
  /** The latest entered, by which they are shown where one line has to do. */
  readonly role: Role;
  /** All that they are here today: what one of these may do, they may. */
  readonly roles: readonly Role[];
  readonly orgId: OrganisationId;
}

/** What is open once somebody has unlocked. */
export interface OpenClinic {
  readonly replica: ReplicaForExchange;
  readonly replication: Replication;
  readonly catalogue: Catalogue;
  readonly parcels: Parcels;
  readonly attachments: Attachments;
  readonly traffic: Pick<Traffic, 'days' | 'keep'>;
}

/** The PC's front door: who may come in, and how. One door per screen or command line. */
export interface Door {
  readonly clinicName: string;
  readonly deviceName: string;
  /** What the county's policy asks for. */
  readonly secretKind: 'pin' | 'passphrase';
  /** PINs by the county's policy alone: no system key store stands behind them. */
  readonly isPinPolicy: boolean;
  unlock(personId: string, secret: string): Promise<UnlockResult>;
  /** Enrols the open clinic in place with a new key, after its disk was cloned or restored. */
  rekey(code: string): Promise<RekeyView>;
  /** Writes the open clinic into one sealed file. @returns its size in bytes */
  backup(path: string, passphrase: string): BackupView;
  /** Into the county's audit: what somebody's post did not allow (see `refusals.ts`). */
  refused(refusal: Refusal): void;
  /** The next documents of the open clinic by id: the audit is told of a dump before its first page. */
  dump(after: string, limit: number): readonly DumpedDocument[];
  /** The screen is locked; the clinic stays open, and the exchange goes on. */
  lock(): void;
  /** Why the last session here ended, where its holder did not end it. */
  ended(): SessionEnded | null;
  /** Somebody is there: see `idleLock.ts`. */
  stillHere(lockAfterMinutes: number): void;
  /** The state of the line, also while nothing has been unlocked since the start: then as it was last written down. */
  line(): LineView;
  /** That the county has ended this PC and what it held of patients is deleted; null while it has not. */
  purged(): PurgedView | null;
  /** Resolves when the line's version is no longer `version`, or after `timeoutMs`. */
  lineChanged(version: number, timeoutMs: number): Promise<LineView>;
}

type Unlocked = { readonly ok: true; readonly person: SignedIn } | Exclude<UnlockResult, { ok: true }>;

/** Who may open this PC, with what, and for how long. */
export interface Keys {
  unlock(personId: string, secret: string): Promise<Unlocked>;
  holders(asker: SignedIn): KeyHolders;
  change(person: SignedIn, old: string, secret: string): Promise<SecretChanged>;
  set(by: SignedIn, asked: { readonly personId: PersonId; readonly secret: string; readonly reason: string }): Promise<SecretSet>;
  recover(asked: { readonly personId: string; readonly code: string; readonly secret: string }): Promise<SecretRecovered>;
  extendLease(code: string): LeaseExtended;
  /** While the clinic is not open, as it was last written down; null where nothing was. */
  lease(): LeaseView | null;
  /** Whoever is signed in, as they are now: with the posts that they hold here today. Null when none is left. */
  asNow(person: SignedIn): SignedIn | null;
  /** After this PC has become another device. */
  renewRecoverySlot(): void;
  /** A commit may have brought the end of a post: takes the slots from those who have none here now. Many come at once. */
  lookAtPostsSoon(): void;
}

/** How a PC becomes a clinic's, in two steps: the county says whose it is, and the first of its people sets a PIN. */
export interface Enrolment {
  state(): EnrolmentView;
  begin(asked: { readonly countyUrl: string; readonly code: string; readonly deviceName: string }): Promise<EnrolmentBegun>;
  finish(first: { readonly personId: string; readonly secret: string }): Promise<EnrolmentFinished>;
}

/** All that a PC has which is no clinic's yet. */
export interface EnrolmentContext {
  readonly enrolment: Enrolment;
}

/** What every procedure gets. `clinic` stays open after a lock, so that the exchange goes on. */
export interface HostContext extends EnrolmentContext {
  readonly dataDir: string;
  readonly keyring: Keyring;
  readonly keys: Keys;
  readonly clinic: () => OpenClinic | null;
  /** With the posts of now: one that has ended since the unlock counts no more, and without any nobody is signed in. */
  readonly signedIn: () => SignedIn | null;
  readonly door: Door;
  /** True for this PC's command line, which proves itself with a token that only this PC's user can read. */
  readonly isCommandLine: boolean;
  /** The clock, so that tests can set it. */
  readonly now: () => Date;
}

/**
 * What a procedure shows of patients' records: a page of one record, which is written down for the county's audit; a list
 * of the clinic's own work, with names; what the county has written down before it told it; or nothing of them. And which act of the table of permissions it is: none for
 * those of the lock screen.
 */
export interface ProcedureMeta {
  readonly shows?: ReadPage | 'list' | 'atCounty' | 'nothing';
  readonly act?: Permission;
}

const t = initTRPC.context<HostContext>().meta<ProcedureMeta>().create({ isDev: false, defaultMeta: { shows: 'nothing' } });
export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const newPc = initTRPC.context<EnrolmentContext>().meta<ProcedureMeta>().create({ isDev: false, defaultMeta: { shows: 'nothing' } });
/** Also before this PC is a clinic's. */
export const enrolmentProcedure = newPc.procedure;

/** Before anyone has unlocked: the lock screen's procedures only. */
export const lockedProcedure = t.procedure;

/** Needs a person; gives them and the open clinic. What they may do, `procedureFor` asks. */
const procedure = t.procedure.use(({ ctx, next }) => {
  const clinic = ctx.clinic();
  const person = ctx.signedIn();
  if (!clinic || !person) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'locked' });
  return next({ ctx: { ...ctx, ...clinic, person, actor: { personId: person.personId, orgId: person.orgId } } });
});

/**
 * Needs a person one of whose roles may do this act: every procedure that is open to none before an unlock names its own. A
 * refusal goes to the county's audit.
 */
export const procedureFor = (act: Permission) =>
  procedure.meta({ act }).use(({ ctx, next }) => {
    if (mayAny(ctx.person.roles, act)) return next();
    ctx.door.refused({ byId: ctx.person.personId, personId: null, permission: act });
    throw new TRPCError({ code: 'FORBIDDEN', message: act });
  });

/**
 * Shows one patient's record: whose is on the disk, for the county's audit, before it is shown.
 * @param patientIn the patient whom an answer shows; undefined where it shows nobody
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what a procedure answers is known where it is written
export const showing = <Answer, Input = unknown>(page: ReadPage, patientIn: (answer: NonNullable<Answer>, read: Reader, input: Input) => string | null | undefined) =>
  procedureFor('record.read').meta({ shows: page }).use(async ({ ctx, next, getRawInput }) => {
    const answered = await next();
    const answer = answered.ok ? (answered.data as Answer) : null;
    const patientId = answer == null ? null : (patientIn(answer, ctx.replica, (await getRawInput()) as Input) as PatientId | null | undefined);
    if (patientId != null) ctx.replica.noteRead({ personId: ctx.person.personId, patientId, page });
    return answered;
  });

/** Shows rows of the clinic's own work: whose turn it is, what waits. */
export const listProcedure = procedureFor('record.read').meta({ shows: 'list' });
