import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { UnitChange, Write } from '@lianyi/schema/documents/bundle';
import type { AnyDocument, Kind, KindTable } from '@lianyi/schema/documents/kinds';
import { parseDocument, patientOf } from '@lianyi/schema/documents/kinds';
import type { UnitName } from '@lianyi/schema/documents/units';
import { isUnitOf, unitValue, withUnit } from '@lianyi/schema/documents/units';
import { mergeChanges } from '@lianyi/schema/merge/mergeChanges';
import type { Author } from '@lianyi/schema/merge/policy';
import type { NewWrite, SaveFailure } from './replica.ts';

/** What a save would make of one document. */
export interface DraftedDocument {
  /** What was shown before; null for a new document. */
  readonly before: AnyDocument | null;
  readonly after: AnyDocument;
  readonly write: Write;
}

/** What a draft asks about what is there. */
export interface Present {
  readonly kinds: KindTable;
  readonly shown: (id: string) => AnyDocument | undefined;
  /** Why a document may not be written to now, or null. */
  readonly readOnly: (id: string) => string | null;
  readonly exists: (id: string) => boolean;
  /** Whether the county knows more of this unit than this version of the app could keep. */
  readonly isUnitReadOnly: (kind: Kind, unit: UnitName) => boolean;
  /** The document has left for another institution, and is here only until what lies on it is settled. */
  readonly hasMoved: (id: string) => boolean;
}

/**
 * Turns an action's writes into documents as they will be shown, one write each: a document that is written twice in
 * one action counts once, from what was shown to what it ends as. Every `before` must be what is there, every result
 * a document of its kind. Pure but for what it asks.
 */
export function draftWrites(writes: readonly NewWrite[], author: Author, present: Present): readonly DraftedDocument[] | SaveFailure {
  const drafts = new Map<string, DraftedDocument>();
  for (const write of writes) {
    const id = write.op === 'create' ? write.document.id : write.id;
    const drafted = write.op === 'create' ? draftCreate(write.document, drafts, present) : draftChange(write, author, drafts.get(id), present);
    if ('code' in drafted) return drafted;
    drafts.set(id, drafted);
  }
  const changed = [...drafts.values()].filter(({ write }) => write.op === 'create' || write.changes.length > 0);
  return changed.length > 0 ? changed : { code: 'invalid', id: '', path: '', message: 'nothingToSave' };
}

function draftCreate(document: AnyDocument, drafts: ReadonlyMap<string, DraftedDocument>, present: Present): DraftedDocument | SaveFailure {
  const { id, kind } = document;
  const { kinds } = present;
  const parsed = parsedOrFailure(id, document, kinds);
  if (!parsed.ok) return parsed.failure;
  if (kinds.rules[kind].nature === 'county') return { code: 'invalid', id, path: 'kind', message: 'countyOnly' };
  if (drafts.has(id) || present.exists(id)) return { code: 'invalid', id, path: 'id', message: 'exists' };
  // A new visit of a patient who has moved is not a change of their record, and is refused like one.
  if (present.hasMoved(patientOf(parsed.document) ?? '')) return { code: 'readOnly', message: 'moved' };
  return { before: null, after: parsed.document, write: { op: 'create', kind, version: kinds.rules[kind].version, document: { ...parsed.document } } };
}

type Change = Extract<NewWrite, { op: 'change' }>;

function draftChange(change: Change, author: Author, drafted: DraftedDocument | undefined, present: Present): DraftedDocument | SaveFailure {
  const { id, kind } = change;
  const { kinds } = present;
  const start = drafted?.after ?? present.shown(id);
  if (start === undefined || start.kind !== kind) return { code: 'invalid', id, path: 'id', message: 'missing' };
  const reason = present.readOnly(id);
  if (reason !== null) return { code: 'readOnly', message: reason };
  if (kinds.rules[kind].nature !== 'mutable') return { code: 'invalid', id, path: 'kind', message: 'unchangeable' };

  let raw: unknown = start;
  for (const { unit, before, after } of change.changes) {
    if (!isUnitOf(kind, unit, kinds)) return { code: 'invalid', id, path: unit, message: 'notAUnit' };
    if (present.isUnitReadOnly(kind, unit)) return { code: 'readOnly', message: 'newerVersion' };
    const now = unitValue(raw as AnyDocument, unit);
    if (!isSameJson(now, before)) return { code: 'stale', id, unit, now };
    raw = withUnit(raw as AnyDocument, unit, after);
  }
  const parsed = parsedOrFailure(id, raw, kinds);
  if (!parsed.ok) return parsed.failure;
  // Parsing tidies (trims): what travels is what is shown.
  const changes = change.changes.map(({ unit, before, after }, at, all) => {
    const isLast = !all.slice(at + 1).some((later) => later.unit === unit);
    return { unit, before, after: isLast ? unitValue(parsed.document, unit) : after };
  });
  const merged = mergeChanges({ theirs: start, changes, author, openReviews: [], originOf: () => null }, kinds);
  if (!merged.ok) return { code: 'invalid', id, path: merged.unit, message: merged.reason };
  if (merged.merged) return { code: 'invalid', id, path: changes[0]?.unit ?? '', message: 'closed' };
  return join(drafted, start, merged.document, { op: 'change', kind, version: kinds.rules[kind].version, id, changes });
}

/** Joins a later change of a document to what the same action did to it before. */
function join(drafted: DraftedDocument | undefined, start: AnyDocument, after: AnyDocument, change: Extract<Write, { op: 'change' }>): DraftedDocument {
  if (drafted?.write.op === 'create') return { ...drafted, after, write: { ...drafted.write, document: { ...after } } };
  const byUnit = new Map<string, UnitChange>();
  for (const next of [...(drafted?.write.changes ?? []), ...change.changes]) {
    byUnit.set(next.unit, { ...next, before: byUnit.has(next.unit) ? byUnit.get(next.unit)?.before : next.before });
  }
  const changes = [...byUnit.values()].filter((next) => !isSameJson(next.before, next.after));
  return { before: drafted?.before ?? start, after, write: { ...change, changes } };
}

type Parsed = { readonly ok: true; readonly document: AnyDocument } | { readonly ok: false; readonly failure: SaveFailure };

function parsedOrFailure(id: string, value: unknown, kinds: KindTable): Parsed {
  const parsed = parseDocument(value, kinds);
  if (parsed.success) return { ok: true, document: parsed.data };
  const issue = parsed.error.issues[0];
  const failure: SaveFailure = { code: 'invalid', id, path: issue?.path.map(String).join('.') ?? '', message: issue?.message ?? 'invalid' };
  return { ok: false, failure };
}
