import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { BundleId } from '@lianyi/schema/basics/ids';
import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { ChainLink, Submission } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';
import { digestHex } from './deviceKey.ts';
import type { Actor } from './replica.ts';
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
export function bundleBodyOf(core: Core, head: BundleHead, actor: Actor, writes: readonly Write[]): BundleBody {
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
    needs: [...needsOf(core.tables, writes)],
    writes: [...writes],
  };
}

/** Hashes the body, links it to the routine lane's last bundle and signs the link. */
export function seal(core: Core, bodyText: string): SealedBundle {
  const last = core.tables.get<{ link_number: number; link_hash: string }>(
    "SELECT link_number, link_hash FROM bundle WHERE lane = 'routine' ORDER BY link_number DESC LIMIT 1",
  );
  const link: ChainLink = { lane: 'routine', number: (last?.link_number ?? 0) + 1, previous: last?.link_hash ?? null };
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

/** The next bundles to send, in order, at most `count` of them and about `bytes` of bodies; at least one if any waits. */
export function waitingSubmissions(tables: Tables, count: number, bytes: number): readonly Submission[] {
  const submissions: Submission[] = [];
  let size = 0;
  for (const row of tables.iterate<WaitingRow>(
    `SELECT lane, link_number, link_previous, body, signature FROM bundle WHERE state = 'waiting' ORDER BY save_number LIMIT ?`, count,
  )) {
    size += row.body.length;
    if (submissions.length > 0 && size > bytes) break;
    const link: ChainLink = { lane: row.lane, number: row.link_number, previous: row.link_previous };
    submissions.push({ body: JSON.parse(row.body) as unknown, link, signature: row.signature });
  }
  return submissions;
}

interface WaitingRow {
  readonly lane: ChainLink['lane'];
  readonly link_number: number;
  readonly link_previous: string | null;
  readonly body: string;
  readonly signature: string;
}

const maxNeeds = 500;

/**
 * Earlier own bundles that made what these writes name, or last changed the units they change, as far as the county's
 * acceptance is not known here: what it has accepted nobody needs to wait for.
 */
function needsOf(tables: Tables, writes: readonly Write[]): readonly BundleId[] {
  const makers = new Map<number, BundleId>();
  const look = (documentId: string, unit: string): void => {
    const row = tables.get<{ save_number: number; id: BundleId }>(
      'SELECT b.save_number, b.id FROM maker m JOIN bundle b ON b.save_number = m.save_number WHERE m.document_id = ? AND m.unit = ?',
      documentId, unit,
    );
    if (row) makers.set(row.save_number, row.id);
  };
  for (const write of writes) {
    if (write.op === 'change') {
      look(write.id, '');
      for (const change of write.changes) look(write.id, change.unit);
    }
    for (const id of idsIn(write.op === 'create' ? write.document : write.changes)) look(id, '');
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
