import { isWorded } from '@lianyi/schema/basics/visibleText';
import { newId } from '@lianyi/schema/basics/ids';
import type { Database, DeviceAct, DeviceStatus, Tx } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';

/** Who decides about a device, and why; kept. */
export interface Ordered {
  readonly by: string;
  readonly reason: string;
}

export const maxReason = 300;

/** What county IT can do about a device that is there: retire it (with what is on it, or keeping that), report it stolen or lost, take that back. */
export type StatusAct = Extract<DeviceAct, 'retire' | 'keep' | 'stolen' | 'found'>;

export type Acted =
  | { readonly ok: true; /** False: it was so already. */ readonly isChanged: boolean; readonly orgId: string }
  /** `purged`: what it held is deleted, and its key with it. `stolen`: say first that it was found. */
  | { readonly ok: false; readonly why: 'noSuchDevice' | 'noReason' | 'purged' | 'stolen' };

const statusAfter: Readonly<Record<StatusAct, DeviceStatus>> = { retire: 'purge', keep: 'retired', stolen: 'stolen', found: 'active' };

/** What all that was decided about a device makes of it, the first first. */
export const statusAfterActs = (acts: readonly DeviceAct[]): DeviceStatus => acts.reduce<DeviceStatus>((status, act) => {
  if (act === 'replace') return status;
  if (act !== 'replaced') return statusAfter[act];
  return status === 'stolen' ? status : 'purge';
}, 'active');

/** Writes a decision into the audit, as the last step of the transaction in which it is made. @param more what came of it, by field */
export type RecordDecision = (tx: Tx, more?: Readonly<Record<string, string | number>>) => Promise<void>;

/** Where nobody decided, as in a demo that is being made. */
export const unrecorded: RecordDecision = async () => undefined;

/** Does it once: the same again changes nothing. An order to purge that was given before counts for nothing then. */
export async function actOnDevice(db: Database, deviceId: string, act: StatusAct, { by, reason }: Ordered, now: Date, record: RecordDecision = unrecorded): Promise<Acted> {
  const why = reason.trim();
  if (!isWorded(why) || why.length > maxReason) return { ok: false, why: 'noReason' };
  return inTransaction(db, async (tx): Promise<Acted> => {
    const device = await tx.selectFrom('device').select(['orgId', 'status', 'purgedAt']).where('id', '=', deviceId).forUpdate().executeTakeFirst();
    if (device === undefined) return { ok: false, why: 'noSuchDevice' };
    const { orgId, status, purgedAt } = device;
    const next = statusAfter[act];
    if (status === next) return { ok: true, isChanged: false, orgId };
    if (purgedAt !== null) return { ok: false, why: 'purged' };
    if (status === 'stolen' && act !== 'found') return { ok: false, why: 'stolen' };
    await tx.updateTable('device').set({ status: next, purgeNonce: null }).where('id', '=', deviceId).execute();
    await writeAct(tx, { deviceId, act, reason: why, doneBy: by, doneAt: now });
    await record(tx);
    return { ok: true, isChanged: true, orgId };
  });
}

/** That a code was made for a PC in this one's place; the clinic goes on with it until that one is there. */
export async function recordReplacement(tx: Tx, deviceId: string, { by, reason }: Ordered, now: Date): Promise<void> {
  await writeAct(tx, { deviceId, act: 'replace', reason: reason.trim(), doneBy: by, doneAt: now });
}

/** Another PC has taken its place: it delivers what it has, if ever it comes back, and then deletes it. */
export async function retireReplaced(tx: Tx, deviceId: string, byName: string, now: Date): Promise<void> {
  await tx.updateTable('device').set({ status: 'purge', purgeNonce: null }).where('id', '=', deviceId).where('status', 'in', ['active', 'retired']).execute();
  await writeAct(tx, { deviceId, act: 'replaced', reason: '', doneBy: byName, doneAt: now });
}

interface ActRow {
  readonly deviceId: string;
  readonly act: DeviceAct;
  readonly reason: string;
  readonly doneBy: string;
  readonly doneAt: Date;
}

async function writeAct(tx: Tx, row: ActRow): Promise<void> {
  await tx.insertInto('deviceAct').values({ id: newId(row.doneAt.getTime()), ...row }).execute();
}
