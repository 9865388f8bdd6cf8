import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { BundleId } from '@lianyi/schema/basics/ids';
import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { ChainLink, Lane, Submission } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';
import { digestHex } from './deviceKey.ts';
import type { Actor, Followed } from './replica.ts';
import type { Tables } from './tables.ts';

/** A bundle that has its place in the chain, ready to be written. */
export interface SealedBundle {
  readonly body: string;
  readonly bodyHash: string;
  readonly link: ChainLink;
  readonly linkHash: string;
  readonly signature: string;
}

export interface BundleHead {
  readonly id: BundleId;
  readonly action: string;
  readonly savedAt: string;
  readonly saveNumber: number;
}

/** The number of the next save, counted over both lanes. */
export const nextSaveNumber = (tables: Tables): number =>
  (tables.get<{ last: number | null }>('SELECT max(save_number) AS last FROM bundle')?.last ?? 0) + 1;

/** The body of a bundle over `writes`: what it was saved on top of, and which own bundles it needs. */
export function bundleBodyOf(core: Core, head: BundleHead, actor: Actor, writes: readonly Write[], follows: readonly Followed[] = []): BundleBody {
  return {
    id: head.id,
    deviceId: core.identity.deviceId,
    orgId: actor.orgId,
    personId: actor.personId,
    savedAt: head.savedAt,
    action: head.action,
    saveNumber: head.saveNumber,
    epoch: core.tables.meta<string>('epoch') ?? null,
    cursors: cursorsOf(core.tables),
    needs: [...needsOf(core.tables, writes, follows)],
    writes: [...writes],
  };
}

/** Hashes the body, links it to the lane's last bundle and signs the link. */
export function seal(core: Core, lane: Lane, bodyText: string): SealedBundle {
  const last = core.tables.get<{ link_number: number; link_hash: string }>(
    'SELECT link_number, link_hash FROM bundle WHERE lane = ? ORDER BY link_number DESC LIMIT 1', lane,
  );
  const link: ChainLink = { lane, number: (last?.link_number ?? 0) + 1, previous: last?.link_hash ?? null };
  const bodyHash = digestHex(bodyText);
  const hash = linkHash(link, bodyHash);
  return { body: bodyText, bodyHash, link, linkHash: hash, signature: core.sign(hash) };
}

export function insertBundle(tables: Tables, head: BundleHead, sealed: SealedBundle): void {
  tables.run(
    `INSERT INTO bundle (save_number, id, lane, link_number, link_previous, link_hash, body, body_hash, signature, action, saved_at)
     VALUES (?,?,?,?,?,?,?,?,?,?,?)`,
    head.saveNumber, head.id, sealed.link.lane, sealed.link.number, sealed.link.previous, sealed.linkHash, sealed.body, sealed.bodyHash,
    sealed.signature, head.action, head.savedAt,
  );
}

/** `{scope: number}`: what this PC has applied. */
export function cursorsOf(tables: Tables): Record<string, number> {
  const rows = tables.all<{ scope: string; number: number }>('SELECT scope, number FROM cursor ORDER BY scope');
  return Object.fromEntries(rows.map((row) => [row.scope, row.number]));
}

/** The cursors, lowered to before the first put of each scope whose content has to come again. */
export function cursorsBeforeDamage(tables: Tables): Record<string, number> {
  const rows = tables.all<{ scope: string; number: number }>('SELECT scope, min(number) AS number FROM refetch GROUP BY scope');
  return { ...cursorsOf(tables), ...Object.fromEntries(rows.map((row) => [row.scope, row.number - 1])) };
}

/** The text that is hashed and stored. */
export const bodyTextOf = (body: BundleBody): string => canonicalJson(body);

/** With an urgent bundle a request stays small, so that even a bad line carries it soon: the most bytes of bodies, and the most urgent bundles. */
const urgentBytes = 64_000;
const urgentCount = 50;

/**
 * The next bundles to send: the urgent ones first, then the routine ones in order, at most `count` of them and about
 * `bytes` of bodies; at least one if any waits. While an urgent one waits, few routine ones travel with it: those that
 * it needs, where that few lie before them. If more do, the county holds the urgent one until they have come.
 */
export function waitingSubmissions(tables: Tables, count: number, bytes: number): readonly Submission[] {
  const urgent = waitingIn(tables, 'urgent', Math.min(count, urgentCount), Math.min(bytes, urgentBytes));
  if (urgent.submissions.length === 0) return waitingIn(tables, 'routine', count, bytes).submissions;
  const room = Math.min(bytes, urgentBytes) - urgent.bytes;
  const beside = room > 0 ? waitingIn(tables, 'routine', count - urgent.submissions.length, room) : null;
  return [...urgent.submissions, ...(beside !== null && beside.bytes <= room ? beside.submissions : [])];
}

/**
 * What waits, as one file takes it that nobody waits for on a line: the urgent ones, then the routine ones, each in order, about
 * `bytes` of bodies; at least one if any waits.
 */
export function waitingForStick(tables: Tables, bytes: number): readonly Submission[] {
  const urgent = waitingIn(tables, 'urgent', Number.MAX_SAFE_INTEGER, bytes);
  const room = bytes - urgent.bytes;
  return room > 0 ? [...urgent.submissions, ...waitingIn(tables, 'routine', Number.MAX_SAFE_INTEGER, room).submissions] : urgent.submissions;
}

interface WaitingPart {
  readonly submissions: readonly Submission[];
  readonly bytes: number;
}

/** The next of one lane, in order: at least one if any waits. */
function waitingIn(tables: Tables, lane: Lane, count: number, most: number): WaitingPart {
  const submissions: Submission[] = [];
  let bytes = 0;
  for (const row of tables.iterate<WaitingRow>(
    "SELECT link_number, link_previous, body, signature FROM bundle INDEXED BY bundle_sending WHERE state = 'waiting' AND lane = ? ORDER BY link_number LIMIT ?", lane, count,
  )) {
    if (submissions.length > 0 && bytes + row.body.length > most) break;
    bytes += row.body.length;
    const link: ChainLink = { lane, number: row.link_number, previous: row.link_previous };
    submissions.push({ body: JSON.parse(row.body) as unknown, link, signature: row.signature });
  }
  return { submissions, bytes };
}

interface WaitingRow {
  readonly link_number: number;
  readonly link_previous: string | null;
  readonly body: string;
  readonly signature: string;
}

const maxNeeds = 500;

/**
 * Earlier own bundles, of either lane, that made what these writes name, or last changed the units they change, or did
 * anything to what they follow; as far as the county's acceptance is not known here: what it has accepted
 * nobody needs to wait for.
 */
function needsOf(tables: Tables, writes: readonly Write[], follows: readonly Followed[]): readonly BundleId[] {
  const makers = new Map<number, BundleId>();
  const look = (documentId: string, unit: string): void => {
    const row = tables.get<{ save_number: number; id: BundleId }>(
      'SELECT b.save_number, b.id FROM maker m JOIN bundle b ON b.save_number = m.save_number WHERE m.document_id = ? AND m.unit = ?',
      documentId, unit,
    );
    if (row) makers.set(row.save_number, row.id);
  };
  for (const write of writes) {
    // A look stands whatever becomes of what was looked at, and so does what happened at the door.
    if (write.op === 'create' && (write.document['kind'] === 'chartReads' || write.document['kind'] === 'doorEvents')) continue;
    if (write.op === 'change') {
      look(write.id, '');
      for (const change of write.changes) look(write.id, change.unit);
    }
    for (const id of idsIn(write.op === 'create' ? write.document : write.changes)) look(id, '');
  }
  for (const { id, units = '' } of follows) {
    const made = tables.all<{ unit: string }>('SELECT unit FROM maker WHERE document_id = ?', id);
    for (const { unit } of made) if (unit === '' || unit.startsWith(units)) look(id, unit);
  }
  const ordered = [...makers].toSorted(([a], [b]) => a - b).map(([, id]) => id);
  return ordered.slice(-maxNeeds);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Every text in a JSON value that could name a document. */
function idsIn(value: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  const walk = (part: unknown): void => {
    if (typeof part === 'string') {
      if (part.length === 36 && UUID.test(part)) ids.add(part);
    } else if (Array.isArray(part)) part.forEach(walk);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(walk);
  };
  walk(value);
  return ids;
}
