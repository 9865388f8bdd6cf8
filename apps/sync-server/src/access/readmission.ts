import { sql } from 'kysely';
import type { DeviceCertificate } from '@lianyi/schema/wire/certificate';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from '../store/database.ts';
import type { ChainHead, Device } from '../store/devices.ts';
import { addDevice, deviceById, writeChainHeads } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';

export type Readmitted = { readonly ok: true; readonly admitted: number } | { readonly ok: false; readonly reason: 'notOfBefore' | 'keyTaken' | 'unknownInstitution' };

export interface RestoredCounty {
  readonly db: Database;
  /** The histories that the county has left behind; empty unless a backup was restored. */
  readonly formerEpochs: ReadonlySet<string>;
  /** When they spoke to the county; null where a stick spoke for them. */
  readonly heardAt: Date | null;
  /** In the same transaction. */
  readonly record: (tx: Tx, device: Pick<Device, 'id' | 'name' | 'orgId' | 'publicKey' | 'formerIds'>) => Promise<void>;
}

/**
 * Takes in again the devices that were enrolled after the backup from which this county was restored, on its own word:
 * what they hold could reach it by no other way. They deliver, and pull nothing before county IT confirms them. All of
 * the certificates or none; those of devices that the county knows change nothing, whatever has become of them.
 * @param certificates the oldest first; whoever calls has checked the county's signatures
 */
export async function readmitDevices({ db, formerEpochs, heardAt, record }: RestoredCounty, certificates: readonly DeviceCertificate[]): Promise<Readmitted> {
  return inTransaction(db, async (tx): Promise<Readmitted> => {
    const unknown: DeviceCertificate[] = [];
    for (const one of certificates) if ((await deviceById(tx, one.deviceId)) === undefined) unknown.push(one);
    // Whoever was enrolled in this history is known to it.
    if (!unknown.every((one) => formerEpochs.has(one.epoch))) return { ok: false, reason: 'notOfBefore' };
    if (await isAnyKeyTaken(tx, unknown)) return { ok: false, reason: 'keyTaken' };
    if (!(await areInstitutionsKnown(tx, unknown))) return { ok: false, reason: 'unknownInstitution' };
    for (const one of unknown) await readmit(tx, one, heardAt);
    for (const { deviceId: id, name, orgId, publicKey, formerIds } of unknown) await record(tx, { id, name, orgId, publicKey, formerIds });
    return { ok: true, admitted: unknown.length };
  });
}

async function readmit(tx: Tx, { deviceId, orgId, name, publicKey, formerIds, continues }: DeviceCertificate, heardAt: Date | null): Promise<void> {
  await addDevice(tx, { id: deviceId, orgId, name, publicKey, status: 'active', awaitsConfirmation: true, formerIds }, heardAt);
  const heads = new Map<Lane, ChainHead>();
  for (const lane of ['routine', 'urgent'] as const) {
    const head = await headWithin(tx, formerIds, lane, continues[lane]);
    if (head !== null) heads.set(lane, head);
  }
  await writeChainHeads(tx, deviceId, heads);
}

/**
 * How far the county has the chain that a device took over: to where it took it over, or less where the end was lost
 * with the backup; up to there there was one chain.
 */
async function headWithin(tx: Tx, formerIds: readonly string[], lane: Lane, from: ChainHead | null): Promise<ChainHead | null> {
  if (from === null || formerIds.length === 0) return null;
  const { rows: [held] } = await sql`
    select 1 from bundle where device_id = any(${[...formerIds]}::uuid[]) and lane = ${lane} and link_number = ${from.number} and link_hash = ${from.linkHash}`.execute(tx);
  if (held !== undefined) return from;
  const { rows: [before] } = await sql<ChainHead>`
    select number, link_hash as "linkHash" from chain_head where device_id = any(${[...formerIds]}::uuid[]) and lane = ${lane} and number < ${from.number}
     order by number desc limit 1`.execute(tx);
  return before ?? null;
}

async function isAnyKeyTaken(tx: Tx, certificates: readonly DeviceCertificate[]): Promise<boolean> {
  if (certificates.length === 0) return false;
  const taken = await tx.selectFrom('device').select('id').where('publicKey', 'in', certificates.map((one) => one.publicKey)).executeTakeFirst();
  return taken !== undefined;
}

async function areInstitutionsKnown(tx: Tx, certificates: readonly DeviceCertificate[]): Promise<boolean> {
  const asked = new Set(certificates.map((one) => one.orgId));
  if (asked.size === 0) return true;
  const known = await tx.selectFrom('organisation').select('id').where('id', 'in', [...asked]).execute();
  return known.length === asked.size;
}
