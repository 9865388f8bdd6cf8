import { sql } from 'kysely';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { isAllSeen } from '@lianyi/schema/basics/visibleText';
import type { ChainPoints } from '@lianyi/schema/wire/certificate';
import type { Succession } from '@lianyi/schema/wire/exchange';
import { successionToSign } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from '../store/database.ts';
import type { AskingDevice, ChainHeads, Device } from '../store/devices.ts';
import { addDevice, chainHeads, deviceById, settleFork } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { retireReplaced } from './deviceActs.ts';
import { readTypedCode, takeCode } from './enrolmentCodes.ts';

export type Enrolled = { readonly ok: true; readonly device: Device; readonly continues: ChainPoints } | { readonly ok: false };

/**
 * Turns a code and a public key into a device. The same code with the same key again, as when the answer was lost,
 * gives the same device; with another key it is refused like a wrong code.
 * @param record writes a new one down, in the same transaction
 */
export async function enrolDevice(db: Database, request: EnrolRequest, now: Date, isSignedBy: IsSignedBy, record: (tx: Tx, device: Device) => Promise<void>): Promise<Enrolled> {
  const typed = await readTypedCode(db, request.code, now);
  return inTransaction(db, async (tx): Promise<Enrolled> => {
    const code = await takeCode(tx, typed, now);
    if (code === null) return { ok: false };
    const existing = await tx.selectFrom('device').select(['id', 'orgId', 'name', 'publicKey', 'status', 'awaitsConfirmation', 'formerIds', 'nonceAt']).where('publicKey', '=', request.publicKey).executeTakeFirst();
    if (existing) return existing.id === code.deviceId && existing.status !== 'stolen' ? { ok: true, device: await namedAnew(tx, existing, typedName(request)), continues: chainPointsOf(await chainHeads(tx, existing.id)) } : { ok: false };
    if (code.usedAt || (await isClosed(tx, code.orgId))) return { ok: false };
    const former = request.replaces ? await formerDevice(tx, request.publicKey, request.replaces, code.orgId, isSignedBy) : null;
    if (request.replaces && !former) return { ok: false };
    const device: Device = { id: newId(), orgId: code.orgId, name: typedName(request) || code.deviceName || 'PC', publicKey: request.publicKey, status: 'active', awaitsConfirmation: former !== null, formerIds: former === null ? [] : [...former.formerIds, former.id] };
    await addDevice(tx, device, now);
    if (request.replaces) await continueChain(tx, device.id, request.replaces);
    if (former) await settleFork(tx, former.id);
    if (code.replacesId !== null) await retireReplaced(tx, code.replacesId, device.name, now);
    await tx.updateTable('enrolmentCode').set({ usedAt: now, deviceId: device.id }).where('hash', '=', code.hash).execute();
    const continues = chainPointsOf(await chainHeads(tx, device.id));
    await record(tx, device);
    return { ok: true, device, continues };
  });
}

const isClosed = async (tx: Tx, orgId: string): Promise<boolean> => (await tx.selectFrom('organisation').select('id').where('id', '=', orgId).where('closedOn', 'is not', null).executeTakeFirst()) !== undefined;

/** Nothing, where it has characters that nobody sees: the code's name is taken. */
const typedName = ({ name }: EnrolRequest): string => (isAllSeen(name) ? name.trim() : '');

/** Who asks again with the same code may have mended the name; once the PC has spoken it goes by the one that it has. */
async function namedAnew(tx: Tx, device: AskingDevice, name: string): Promise<Device> {
  if (name === '' || name === device.name || device.nonceAt !== null) return device;
  await tx.updateTable('device').set({ name }).where('id', '=', device.id).execute();
  return { ...device, name };
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

/** Who holds a post at an institution, or at the one above it, whose staff visit: they may unlock its PCs, its own and the doctors first. The county's office treats nobody. */
export async function staffOf(db: Database, orgId: string, today: CalendarDate): Promise<readonly StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select person_id, name, role, org_name from (
      select distinct on (p.id) p.id as person_id, p.name, post.role, o.name as org_name, post.org_id = ${orgId}::uuid as is_own
      from post join person p on p.id = post.person_id join organisation o on o.id = post.org_id
      where p.active and (post.begins is null or post.begins <= ${today}) and (post.ends is null or post.ends >= ${today})
        and (post.org_id = ${orgId}::uuid or (o.type <> 'county' and post.org_id = (select parent_id from organisation where id = ${orgId}::uuid)))
      order by p.id, post.org_id = ${orgId}::uuid desc, post.place desc
    ) as staff order by is_own desc, role in ('villageDoctor', 'physician') desc, name`.execute(db);
  return rows;
}
