import { sql } from 'kysely';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Database, DeviceStatus, Tx } from './database.ts';

export interface Device {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  /** Ed25519, raw 32 bytes, base64. */
  readonly publicKey: string;
  readonly status: DeviceStatus;
  /** County IT has not confirmed it since a backup was restored, or since it was enrolled in place of a forked one. */
  readonly awaitsConfirmation: boolean;
  /** The devices that it took the place of: it sends what was saved under them. */
  readonly formerIds: readonly string[];
}

/** What the audit has of a device that comes to be known: whoever changes its key, its institution or whose place it took in the database alone is found. */
export const deviceMark = ({ id, orgId, publicKey, formerIds }: Pick<Device, 'id' | 'orgId' | 'publicKey' | 'formerIds'>): string => jsonHash(['device', id, orgId, publicKey, formerIds]);

/** A device as it asks: also when the newest nonce was made that it has used. */
export interface AskingDevice extends Device {
  readonly nonceAt: Date | null;
}

export async function deviceById(db: Database, id: string): Promise<AskingDevice | undefined> {
  return db.selectFrom('device').select(['id', 'orgId', 'name', 'publicKey', 'status', 'awaitsConfirmation', 'formerIds', 'nonceAt']).where('id', '=', id).executeTakeFirst();
}

/**
 * Enrolled, and not heard of since. While its code lives it may be on its way, and the same code goes on with it; after that
 * county IT is told, since whoever has its key may still come.
 * @param device what the table is called in the query
 */
export const hasNotCome = (device: string) => sql<boolean>`(${sql.ref(`${device}.status`)} = 'active' and ${sql.ref(`${device}.nonce_at`)} is null and ${sql.ref(`${device}.app_version`)} = ''
  and not ${sql.ref(`${device}.awaits_confirmation`)} and ${sql.ref(`${device}.enrolled_at`)} < now() - interval '10 minutes'
  and not exists (select from chain_head where chain_head.device_id = ${sql.ref(`${device}.id`)}))`;

/** @param heardAt when it spoke to the county, which is how it comes to be known; null where a stick spoke for it */
export async function addDevice(tx: Tx, device: Device, heardAt: Date | null): Promise<void> {
  const { id, orgId, name, publicKey, status, awaitsConfirmation, formerIds } = device;
  await tx.insertInto('device').values({ id, orgId, name, publicKey, status, awaitsConfirmation, formerIds: [...formerIds], lastHeardAt: heardAt }).execute();
}

export interface ChainHead {
  readonly number: number;
  readonly linkHash: string;
}
export type ChainHeads = ReadonlyMap<Lane, ChainHead>;

/** The heads of the device's lanes. Locks the device first: its requests are taken one after the other. */
export async function lockChain(tx: Tx, deviceId: string): Promise<ChainHeads> {
  await sql`select from device where id = ${deviceId} for update`.execute(tx);
  return chainHeads(tx, deviceId);
}

/** As it is at this moment: with the chain locked nobody reports it before the transaction ends. */
export async function isStolen(tx: Tx, deviceId: string): Promise<boolean> {
  return (await tx.selectFrom('device').select('status').where('id', '=', deviceId).executeTakeFirst())?.status === 'stolen';
}

/** The heads of the device's lanes, unlocked. */
export async function chainHeads(db: Database, deviceId: string): Promise<ChainHeads> {
  const rows = await db.selectFrom('chainHead').select(['lane', 'number', 'linkHash']).where('deviceId', '=', deviceId).execute();
  return new Map(rows.map(({ lane, ...head }) => [lane, head]));
}

export async function writeChainHeads(tx: Tx, deviceId: string, heads: ChainHeads): Promise<void> {
  for (const [lane, head] of heads) {
    await tx.insertInto('chainHead').values({ deviceId, lane, ...head })
      .onConflict((conflict) => conflict.columns(['deviceId', 'lane']).doUpdateSet({ number: head.number, linkHash: head.linkHash }))
      .execute();
  }
}

export interface Heard {
  /** Bundles that the device still has to send, if it said so. */
  readonly waiting: number | undefined;
  readonly appVersion: string | undefined;
  /** How it fares, if it said so. */
  readonly condition: DeviceCondition | undefined;
  /** When the nonce was made that it asked with; null where it had none that is good. */
  readonly nonceAt: Date | null;
  readonly at: Date;
}

/** How a PC fares; times are the county's. */
export interface DeviceCondition {
  readonly diskFreeMb: number | null;
  readonly outboxOldestAt: Date | null;
  readonly pcTrouble: string | null;
  /** Measured: how far its clock is ahead, in seconds. */
  readonly clockAheadS: number;
}

/** An exchange takes place: what was wrong with the last one is over. */
export async function recordHeard(db: Database, deviceId: string, { waiting, appVersion, condition, nonceAt, at }: Heard): Promise<void> {
  await db.updateTable('device')
    .set({
      lastHeardAt: at, trouble: null, troubleAt: null,
      ...(waiting === undefined ? {} : { waitingCount: waiting }),
      ...(appVersion === undefined ? {} : { appVersion }),
      ...(condition === undefined ? {} : { ...condition, conditionAt: at }),
      ...(nonceAt === null ? {} : { nonceAt: sql<Date>`case when nonce_at > ${nonceAt} and nonce_at <= ${at}::timestamptz + interval '1 minute' then nonce_at else ${nonceAt}::timestamptz end` }),
    })
    .where('id', '=', deviceId)
    .execute();
}

/** What a PC said when it made a stick. */
export interface StickSaid extends Pick<Heard, 'waiting' | 'appVersion'> {
  /** By the PC's clock. */
  readonly at: Date;
}

/** A stick that was made after the PC was last heard says how it was then; an older one nothing, but that it has come at all. */
export async function recordStick(db: Database, deviceId: string, { waiting, appVersion, at }: StickSaid): Promise<void> {
  await db.updateTable('device')
    .set({
      lastHeardAt: sql<Date>`greatest(last_heard_at, ${at}::timestamptz)`,
      trouble: sql<string | null>`case when trouble_at <= ${at}::timestamptz then null else trouble end`, troubleAt: sql<Date | null>`case when trouble_at <= ${at}::timestamptz then null else trouble_at end`,
      ...(waiting === undefined ? {} : { waitingCount: waiting }),
      ...(appVersion === undefined ? {} : { appVersion }),
    })
    .where('id', '=', deviceId)
    .where(sql<boolean>`(last_heard_at is null or last_heard_at <= ${at}::timestamptz or app_version = '')`)
    .execute();
}

/** An exchange did not take place, or the county failed in it: why, as a code. */
export async function recordTrouble(db: Database, deviceId: string, trouble: string, at: Date): Promise<void> {
  await db.updateTable('device').set({ trouble, troubleAt: at }).where('id', '=', deviceId).execute();
}

export async function recordSaveNumber(tx: Tx, deviceId: string, saveNumber: number): Promise<void> {
  await sql`update device set last_save_number = greatest(last_save_number, ${saveNumber}) where id = ${deviceId}`.execute(tx);
}

/**
 * A second history under one key was seen: shown to county IT until one of the two goes on under a new key, or county IT says
 * that it is settled. That the other goes on says nothing of the saves of the one that was refused. For as long as a nonce
 * lives, a last request of the one that goes on may still be on its way: what is seen then is the fork that was settled.
 */
export async function recordFork(db: Database, deviceId: string): Promise<void> {
  await sql`
    update device set forked_at = coalesce(forked_at, now()) where id = ${deviceId}
    and not exists (select from device successor where successor.former_ids @> array[device.id] and successor.enrolled_at > now() - interval '10 minutes')`.execute(db);
}

/** The PC that was refused goes on under a new key. Another copy that is still there is refused again, and shown again. */
export async function settleFork(tx: Tx, deviceId: string): Promise<void> {
  await sql`update device set forked_at = null where id = ${deviceId}`.execute(tx);
}

/** The order that the device is given now; an earlier one counts for nothing. */
export async function recordPurgeOrder(db: Database, deviceId: string, nonce: string): Promise<void> {
  await sql`update device set purge_nonce = ${nonce} where id = ${deviceId} and status = 'purge'`.execute(db);
}

/** The device has obeyed the order with this nonce. @returns false if it was given no such order */
export async function recordPurged(db: Database | Tx, deviceId: string, nonce: string, now: Date): Promise<'first' | 'again' | 'unknown'> {
  const { numAffectedRows } = await sql`update device set purged_at = ${now} where id = ${deviceId} and status = 'purge' and purge_nonce = ${nonce} and purged_at is null`.execute(db);
  if (numAffectedRows === 1n) return 'first';
  const { rows } = await sql`select 1 from device where id = ${deviceId} and status = 'purge' and purge_nonce = ${nonce}`.execute(db);
  return rows.length === 1 ? 'again' : 'unknown';
}

/** Why what a stolen device sends is kept aside: by this it is found again, should the device have been in good hands. */
export const blockedDevice = 'the device is blocked';

/** The ids in the bodies of what was kept aside only because the device is reported stolen, in the order of saving. */
export async function blockedBundles(db: Database, deviceId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ claimedId: string }>`
    select claimed_id from bundle where device_id = ${deviceId} and outcome = 'quarantined' and corrected_by is null and receipt ->> 'detail' = ${blockedDevice} order by save_number`.execute(db);
  return rows.map((row) => row.claimedId);
}
