import type { ColumnType, Generated, Transaction } from 'kysely';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Lane, OutcomeName, OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import type { CountyRole, Role } from '@lianyi/schema/codes/roles';
import type { PrescribingGrant } from '@lianyi/schema/documents/county';
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';

/** The county's tables, as `migrations/` makes them; names are camelCase here and snake_case there. */
export interface Tables {
  county: { onlyRow: Generated<boolean>; epoch: string; publicKey: string; createdAt: Generated<Date> };
  document: {
    id: string; kind: Kind; version: number; revision: number; hash: string; createdHash: string; createdBy: string;
    patientId: string | null; body: ColumnType<AnyDocument, string, string>; changedAt: Generated<Date>;
  };
  documentScope: { scope: string; documentId: string };
  scopeCounter: { scope: string; number: number };
  scopeLog: { scope: string; number: number; position: number; bundleId: string; putIds: string[]; putRevisions: number[]; evictIds: Generated<string[]> };
  device: {
    id: string; orgId: string; name: string; publicKey: string; status: Generated<DeviceStatus>; enrolledAt: Generated<Date>;
    lastHeardAt: Date | null; waitingCount: Generated<number>; appVersion: Generated<string>; lastSaveNumber: Generated<number>; forkedAt: Generated<Date | null>; purgeNonce: Generated<string | null>; purgedAt: Generated<Date | null>; awaitsConfirmation: Generated<boolean>; formerIds: Generated<string[]>;
    nonceAt: Generated<Date | null>; diskFreeMb: Generated<number | null>; outboxOldestAt: Generated<Date | null>; pcTrouble: Generated<string | null>; conditionAt: Generated<Date | null>; clockAheadS: Generated<number | null>; trouble: Generated<string | null>; troubleAt: Generated<Date | null>;
  };
  countyAncestry: { epoch: string; forkNumbers: Record<string, number>; generation: number; restoredAt: Generated<Date> };
  chainHead: { deviceId: string; lane: Lane; number: number; linkHash: string };
  lostLink: { deviceId: string; lane: Lane; firstNumber: number; lastNumber: number; linkHash: string; reason: string; declaredAt: Date };
  deviceAct: { id: string; deviceId: string; act: DeviceAct; reason: string; doneBy: string; doneAt: Date };
  enrolmentCode: { hash: string; name: string; salt: string; orgId: string; deviceName: Generated<string>; createdAt: Generated<Date>; expiresAt: Date; usedAt: Date | null; deviceId: string | null; replacesId: string | null };
  enrolmentTry: { name: string; triedAt: Date };
  devicePolicy: { onlyRow: Generated<boolean>; leaseDays: Generated<number>; pinsAllowed: Generated<boolean> };
  deviceRecoveryCode: { codeId: string; proofKey: string; deviceId: string; personId: string; reason: string; madeBy: string; madeAt: Date; expiresAt: Date; usedAt: Date | null; usedFor: string | null };
  bundle: {
    id: string; claimedId: string; deviceId: string | null; orgId: string | null; personId: string | null; savedAt: string | null; action: Generated<string>;
    saveNumber: number | null; lane: Lane | null; linkNumber: number | null; linkHash: string | null; previous: string | null; signature: string | null;
    bodyHash: string; body: string | null; needs: string[]; outcome: OutcomeName; reason: OutcomeReason | null;
    receipt: ColumnType<Receipt | null, string | null, string | null>; receiptDue: Generated<boolean>; toldWith: string | null;
    receivedAt: Generated<Date>; settledAt: Date | null; position: number | null; correctedBy: string | null;
  };
  release: { id: string; bundleId: string; releasedBy: string; reason: string; outcome: OutcomeName; releasedAt: string };
  unitOrigin: { documentId: string; unit: string; bundleId: string };
  stockBalance: { ownerId: string; productId: string; lotNumber: string; expiry: string; quantity: number; negativeReviewId: string | null };
  dispensed: { prescriptionId: string; itemNo: number; quantity: number };
  organisation: { id: string; parentId: string | null; path: string[]; name: string; shortName: string; type: OrganisationType; closedOn: string | null; changedAt: Generated<Date> };
  person: { id: string; name: string; grants: ColumnType<readonly PrescribingGrant[], string, string>; active: boolean };
  post: { personId: string; place: number; orgId: string; role: Role; begins: string | null; ends: string | null };
  countyUser: {
    id: string; login: string; personId: string | null; isFirst: Generated<boolean>; passwordSalt: string; passwordHash: string; active: Generated<boolean>;
    formerName: string | null; formerRole: CountyRole | null; formerPostOrgId: string | null;
    totpSealed: string | null; totpConfirmedAt: Date | null; totpStep: number | null; passwordChangedAt: Generated<Date>;
  };
  countySession: { tokenHash: string; userId: string; createdAt: Generated<Date>; expiresAt: Date; id: Generated<string>; lastSeenAt: Generated<Date>; browser: Generated<string>; awaitsTotp: Generated<boolean>; roles: Generated<string[]> };
  recoveryCode: { userId: string; hash: string; usedAt: Date | null };
  loginFailure: { nameHash: string; loginHash: string | null; count: number; lastAt: Date; lockedUntil: Date | null };
  auditEntry: {
    number: number; at: Date; actor: 'user' | 'commandLine' | 'device'; userId: string | null; actorName: string; sessionId: string | null; action: string; patientIds: string[];
    about: string | null; detail: ColumnType<Record<string, string | number>, string, string>; previous: string; hash: string; signature: string;
  };
  glassOpening: { id: string; userId: string; patientId: string; homeId: string; reason: GlassReason; explanation: string; openedAt: Date; endsAt: Date; reviewId: string };
}
/** `purge`: retired, and to delete what it holds of patients once its outbox is empty. */
export type DeviceStatus = 'active' | 'retired' | 'stolen' | 'purge';
/** What county IT does about a device. `keep`: retired, and what is on it stays; `replaced`: another has taken its place. */
export type DeviceAct = 'retire' | 'keep' | 'stolen' | 'found' | 'replace' | 'replaced';
export type OrganisationType = 'county' | 'hospital' | 'township' | 'village';

export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** Counts and scope numbers stay far below 2^53. */
const int8 = 20;

/**
 * What the exchange relies on, whatever the database is set to: a receipt is told only of what is on the disk, and what
 * is read after a lock was waited for is what is there now.
 */
const promised = `
  set_config('default_transaction_isolation', 'read committed', false),
  case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false) end`;

/** The engine of this database, and the reader that it narrows itself to, as the policies of its tables name them (`0026-rows`). */
const asEngine = `
  select ${promised}, set_config('lianyi.reader', reader, false), set_config('role', engine, false)
  from (
    select max(r.rolname) filter (where p.polname = 'engine') as engine, max(r.rolname) filter (where p.polname = 'reader') as reader
    from pg_policy p join pg_roles r on r.oid = any (p.polroles) where p.polrelid = to_regclass('public.document')
  ) named where engine is not null and reader is not null`;

/** There is no county in the database, or it is of a version before it had an engine. */
export class NoCountyYet extends Error {
  override readonly name = 'NoCountyYet';
}

interface PoolOptions {
  readonly maxConnections?: number;
  readonly onIdleError?: (error: Error) => void;
}

/**
 * A pool of connections to PostgreSQL 15 or later, each as the county's engine: it owns no table, and no row is hidden from
 * it. What is read for somebody who asks is read `within` their reach. `destroy` lets the running statements end.
 * @throws NoCountyYet with the first statement
 */
export function openDatabase(databaseUrl: string, options: PoolOptions = {}): Database {
  return openPool(databaseUrl, options, async (client) => {
    const { rowCount } = await client.query(asEngine);
    if (rowCount !== 1) throw new NoCountyYet('the database holds no county, or one of an older version');
  });
}

/** As whoever the address names: for what makes and changes tables, and for nothing that anybody asks. */
export function openAsOwner(databaseUrl: string, options: PoolOptions = {}): Database {
  return openPool(databaseUrl, options, async (client) => { await client.query(`select ${promised}`); });
}

function openPool(databaseUrl: string, options: PoolOptions, onConnect: (client: pg.ClientBase) => Promise<void>): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 12,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    types,
    // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it; its typings are behind
    onConnect,
  });
  // A connection that breaks while nobody uses it: the pool opens another, the process must not end.
  pool.on('error', (error) => options.onIdleError?.(error));
  // And one that breaks while it is used: whoever used it hears of it from the failed statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

export { sql } from 'kysely';
