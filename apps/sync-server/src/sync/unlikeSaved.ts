import { sql } from 'kysely';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { Write } from '@lianyi/schema/documents/bundle';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument, Kind, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind, parseDocument } from '@lianyi/schema/documents/kinds';
import type { Body } from '@lianyi/schema/documents/lens';
import { liftWrite, loweredBody } from '@lianyi/schema/documents/lifting';
import { unitValue, unitsOf, withUnit } from '@lianyi/schema/documents/units';
import type { Tx } from '../store/database.ts';

/** A bundle that was accepted or merged, by the id in its body. */
export interface TakenBundle {
  readonly id: string;
  readonly writes: readonly Write[];
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly hash: string;
  readonly createdHash: string;
  readonly createdBy: string;
  /** Null at the first revision, whose hash tells all. */
  readonly body: AnyDocument | null;
  /** Which bundle set a unit's present value. */
  readonly origins: Readonly<Record<string, string>>;
  readonly isWitnessed: boolean;
}

/**
 * The documents that are not what these bundles saved: what was created and never changed, as a whole; of what was changed
 * the units that one of these was the last to set, and all that nobody has set since it was created. Reviews, which merging
 * makes and amends, what a merge has put together, and what a witness brought after a restore have no bundle that says
 * them whole.
 */
export async function unlikeSaved(tx: Tx, bundles: readonly TakenBundle[], kinds: KindTable): Promise<ReadonlySet<string>> {
  const ids = new Set(bundles.flatMap(({ writes }) => writes.map(idOf)));
  const rows = await rowsOf(tx, [...ids]);
  const unlike = new Set<string>();
  for (const bundle of bundles) {
    for (const write of bundle.writes) {
      const row = rows.get(idOf(write));
      if (row === undefined || (write.op === 'create' ? !isAsCreated(row, write, bundle, kinds) : !isAsChanged(row, write, bundle, kinds))) unlike.add(idOf(write));
    }
  }
  return unlike;
}

/** Documents that say that a bundle made them which is not there, or which says nothing of them: neither it nor the reviews that its receipt names. */
export async function madeByNobody(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from document d where not exists (
      select from bundle b where b.claimed_id = d.created_by and (b.device_id is null or strpos(b.body, d.id::text) > 0 or b.receipt -> 'reviewIds' ? d.id::text)
    ) order by d.id`.execute(tx);
  return rows.map(({ id }) => id);
}

type Create = Extract<Write, { op: 'create' }>;
type Change = Extract<Write, { op: 'change' }>;
const idOf = (write: Write): string => (write.op === 'create' ? write.document.id : write.id);

async function rowsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Row>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select d.id, d.kind, d.version, d.revision, d.hash, d.created_hash, d.created_by, case when d.revision > 1 then d.body end as body,
      coalesce((select jsonb_object_agg(o.unit, o.bundle_id) from unit_origin o where o.document_id = d.id), '{}') as origins,
      exists (select from witnessed w where w.document_id = d.id) as is_witnessed
    from document d where d.id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

function isAsCreated(row: Row, write: Create, bundle: TakenBundle, kinds: KindTable): boolean {
  // The same made twice, by another bundle first; or it came by a witness.
  if (row.createdBy !== bundle.id || !isKind(write.kind)) return true;
  const created = createdWith(write, write.kind, kinds);
  if (!created.hashes.includes(row.createdHash)) return false;
  if (row.isWitnessed || !isSetBy(bundle, write)) return true;
  if (row.body === null) return row.hash === row.createdHash;
  // Who set a unit before a version gave it another name is noted under the former.
  return row.version !== write.version || row.version !== kinds.rules[write.kind].version || created.document === null || isLeftAlone(row, row.body, created.document, kinds);
}

/** Whether a creation says the whole: another write of the same bundle, a move of it, or the place that a link finds may say more. */
function isSetBy({ writes }: TakenBundle, { document, kind }: Create): boolean {
  return kind !== 'patientLink' && writes.filter((write) => idOf(write) === document.id).length === 1 && !writes.some((write) => write.op === 'create' && write.kind === 'patientMove');
}

/** What it was taken in as, and its hash in this version, in those before, and as it came. */
function createdWith(write: Create, kind: Kind, kinds: KindTable): { readonly document: AnyDocument | null; readonly hashes: readonly string[] } {
  const asItCame = contentHash(write.document);
  const lifted = liftWrite(write, kind, null, kinds);
  const parsed = lifted.ok && lifted.write.op === 'create' ? parseDocument(lifted.write.document, kinds) : null;
  if (parsed?.success !== true) return { document: null, hashes: [asItCame] };
  const { version } = kinds.rules[kind];
  const bodies = Array.from({ length: version }, (_, at) => loweredBody(parsed.data, kind, version, at + 1, kinds));
  return { document: parsed.data, hashes: [asItCame, ...bodies.flatMap((body) => (body === null ? [] : [contentHash(body)]))] };
}

/** Moves change the home, and losing texts of a draft stay beside it. */
const setOtherwise: readonly string[] = ['homeId', 'variants'];

/** What nobody has set since, and what nobody can set, is as it was created. */
function isLeftAlone(row: Row, body: AnyDocument, created: AnyDocument, kinds: KindTable): boolean {
  const { units, sets } = kinds.rules[created.kind];
  const open = [...new Set([...unitsOf(created, kinds), ...unitsOf(body, kinds)])].filter((unit) => row.origins[unit] === undefined);
  const members = [...new Set([...Object.keys(created), ...Object.keys(body)])].filter((member) => !units.includes(member) && !sets.includes(member) && !setOtherwise.includes(member));
  return [...open, ...members].every((unit) => isSameJson(unitValue(body, unit), unitValue(created, unit)));
}

function isAsChanged(row: Row, { kind, version, changes }: Change, bundle: TakenBundle, kinds: KindTable): boolean {
  const { body } = row;
  if (body === null || row.isWitnessed || kind === 'review' || kind === 'patientLink' || version !== row.version || !isKind(kind) || kinds.rules[kind].version !== version) return true;
  const own = changes.filter(({ unit }) => row.origins[unit] === bundle.id);
  return own.every(({ unit }) => {
    const value = unitValue(body, unit);
    return saidOf(bundle, row.id, unit).some((after) => isSameJson(value, after) || isTakenAs(body, unit, after, kinds));
  });
}

/** Where one bundle sets a unit twice, either may have lost. */
const saidOf = ({ writes }: TakenBundle, id: string, unit: string): readonly unknown[] =>
  writes.flatMap((write) => (write.op === 'change' && write.id === id ? write.changes.flatMap((change) => (change.unit === unit ? [change.after ?? null] : [])) : []));

/** A text is kept without the blanks around it. */
function isTakenAs(body: Body, unit: string, after: unknown, kinds: KindTable): boolean {
  const parsed = parseDocument(withUnit(body, unit, after), kinds);
  return parsed.success && isSameJson(unitValue(parsed.data, unit), unitValue(body, unit));
}
