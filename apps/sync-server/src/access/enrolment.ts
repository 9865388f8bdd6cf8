import { sql } from 'kysely';
import { newId } from '@lianyi/schema/basics/ids';
import type { ChainPoints } from '@lianyi/schema/wire/certificate';
import type { Succession } from '@lianyi/schema/wire/exchange';
import { successionToSign } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from '../store/database.ts';
import type { ChainHeads, Device } from '../store/devices.ts';
import { addDevice, chainHeads, deviceById, settleFork } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { retireReplaced } from './deviceActs.ts';
import { readTypedCode, takeCode } from './enrolmentCodes.ts';

export type Enrolled = { readonly ok: true; readonly device: Device; readonly continues: ChainPoints } | { readonly ok: false };

/**
 * Turns a code and a public key into a device. The same code with the same key again, as when the answer was lost,
 * gives the same device; with another key it is refused like a wrong code.
 */
export async function enrolDevice(db: Database, request: EnrolRequest, now: Date, isSignedBy: IsSignedBy): Promise<Enrolled> {
  const typed = await readTypedCode(db, request.code, now);
  return inTransaction(db, async (tx): Promise<Enrolled> => {
    const code = await takeCode(tx, typed, now);
    if (code === null) return { ok: false };
    const existing = await tx.selectFrom('device').select(['id', 'orgId', 'name', 'publicKey', 'status', 'awaitsConfirmation', 'formerIds']).where('publicKey', '=', request.publicKey).executeTakeFirst();
    if (existing) return existing.id === code.deviceId && existing.status !== 'stolen' ? { ok: true, device: existing, continues: chainPointsOf(await chainHeads(tx, existing.id)) } : { ok: false };
    if (code.usedAt) return { ok: false };
    const former = request.replaces ? await formerDevice(tx, request.publicKey, request.replaces, code.orgId, isSignedBy) : null;
    if (request.replaces && !former) return { ok: false };
    const device: Device = { id: newId(), orgId: code.orgId, name: request.name.trim() || code.deviceName || 'PC', publicKey: request.publicKey, status: 'active', awaitsConfirmation: former !== null, formerIds: former === null ? [] : [...former.formerIds, former.id] };
    await addDevice(tx, device, now);
    if (request.replaces) await continueChain(tx, device.id, request.replaces);
    if (former) await settleFork(tx, former.id);
    if (code.replacesId !== null) await retireReplaced(tx, code.replacesId, device.name, now);
    await tx.updateTable('enrolmentCode').set({ usedAt: now, deviceId: device.id }).where('hash', '=', code.hash).execute();
    return { ok: true, device, continues: chainPointsOf(await chainHeads(tx, device.id)) };
  });
}

/** Signed when a device is given its certificate: where its chain stands then. */
const chainPointsOf = (heads: ChainHeads): ChainPoints => ({ routine: heads.get('routine') ?? null, urgent: heads.get('urgent') ?? null });

type IsSignedBy = (publicKey: string, text: string, signature: string) => boolean;

interface EnrolRequest {
  readonly code: string;
  readonly publicKey: string;
  readonly name: string;
  readonly replaces?: Succession | undefined;
}

/** The device that is to be replaced, if its key asks for it and the county holds the links that the new chain begins at. */
async function formerDevice(tx: Tx, publicKey: string, replaces: Succession, orgId: string, isSignedBy: IsSignedBy): Promise<Device | null> {
  const former = await deviceById(tx, replaces.deviceId);
  if (former?.orgId !== orgId || former.status !== 'active' || !isSignedBy(former.publicKey, successionToSign(publicKey, replaces), replaces.signature)) return null;
  const chain = [former.id, ...former.formerIds];
  for (const [lane, link] of Object.entries(replaces.continues)) {
    if (link === null) continue;
    const { rows } = await sql`select 1 from bundle where device_id = any(${chain}::uuid[]) and lane = ${lane} and link_number = ${link.number} and link_hash = ${link.linkHash}`.execute(tx);
    if (rows.length === 0) return null;
  }
  return former;
}

async function continueChain(tx: Tx, deviceId: string, { continues }: Succession): Promise<void> {
  for (const lane of ['routine', 'urgent'] as const) {
    const link = continues[lane];
    if (link) await tx.insertInto('chainHead').values({ deviceId, lane, ...link }).execute();
  }
}

export interface StaffRow {
  readonly personId: string;
  readonly name: string;
  readonly role: string;
  readonly orgName: string;
}

/** The active staff of an institution and of the one above it, who visit: they may unlock its PCs, its own and the doctors first. The county's office treats nobody. */
export async function staffOf(db: Database, orgId: string): Promise<readonly StaffRow[]> {
  return db.selectFrom('person').innerJoin('organisation', 'organisation.id', 'person.orgId')
    .select(['person.id as personId', 'person.name', 'person.role', 'organisation.name as orgName'])
    .where((where) => where.or([
      where('person.orgId', '=', orgId),
      where.and([
        where('organisation.type', '!=', 'county'),
        where('person.orgId', '=', where.selectFrom('organisation as own').select('own.parentId').where('own.id', '=', orgId)),
      ]),
    ]))
    .where('person.active', '=', true)
    .orderBy((where) => where('person.orgId', '=', orgId), 'desc')
    .orderBy((where) => where('person.role', 'in', ['villageDoctor', 'physician']), 'desc')
    .orderBy('person.name').execute();
}
