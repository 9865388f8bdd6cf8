import { isSameJson } from '../basics/canonicalJson.ts';
import type { UnitChange, Write } from './bundle.ts';
import type { AnyDocument, Kind, KindTable } from './kinds.ts';
import type { Body, Lens } from './lens.ts';
import type { UnitName } from './units.ts';
import { withUnit } from './units.ts';

/** The county speaks a version and so many before it. */
const versionsBack = 2;

/** Whether what an app writes of this kind in this version is understood. */
export function isSpoken(kind: Kind, version: number, { rules }: KindTable): boolean {
  return version <= rules[kind].version && version >= rules[kind].version - versionsBack;
}

/** A document of an older version as the table's version writes it. What it throws on is no document of that version. */
export function liftedBody(body: Body, kind: Kind, version: number, table: KindTable): Body {
  return lensesBetween(kind, version, table.rules[kind].version, table).reduce((older, lens) => lens.up(older), body);
}

/** What an app of version `to` sees of a document of version `from`; null: nothing, it parks the document as it is. */
export function loweredBody(body: Body, kind: Kind, from: number, to: number, table: KindTable): Body | null {
  let lowered: Body | null = body;
  for (const lens of lensesBetween(kind, to, from, table).toReversed()) {
    lowered = lowered === null || lens.down === null ? null : lens.down(lowered);
  }
  return lowered;
}

/** The units and sets that an app of an older version may look at and not change, by the names it knows; `*`: all. */
export function readOnlyUnits(kind: Kind, version: number, table: KindTable): readonly UnitName[] {
  const steps = lensesBetween(kind, version, table.rules[kind].version, table);
  if (!isSpoken(kind, version, table) || steps.some((lens) => lens.down === null)) return ['*'];
  const named = [...new Set(steps.flatMap((lens) => Object.keys(lens.units)))];
  return named.filter((unit) => namesAfter(steps, unit) === null);
}

/** What a unit was called in the versions before, latest first: who set it is noted under the name of that time. */
export function formerNames(kind: Kind, unit: UnitName, table: KindTable): readonly UnitName[] {
  const names: UnitName[] = [];
  const entryPart = unit.includes('/') ? unit.slice(unit.indexOf('/')) : '';
  let current: readonly string[] = [unit.split('/')[0] ?? ''];
  for (const { units } of (table.lenses[kind] ?? []).toReversed()) {
    current = current.flatMap((name) => {
      const older = Object.entries(units).flatMap(([from, lens]) => (lens?.to.includes(name) === true ? [from] : []));
      return older.length > 0 ? older : [name];
    });
    names.push(...current.map((name) => name + entryPart));
  }
  return [...new Set(names)].filter((name) => name !== unit);
}

export type Lifted =
  | { readonly ok: true; readonly write: Write }
  | { readonly ok: false; readonly reason: 'unknownVersion' | 'notAUnit' | 'invalid'; readonly detail: string };

/**
 * A write of an older version as the table's version would have made it. A creation is lifted whole. A change is put
 * through the lenses into what `theirs` holds, its `before` too: where theirs, as the older app sees it, is the value
 * that the change started from, the lifted `before` is theirs; and all that the older app does not see is kept. So one
 * merge, in the table's own words, serves old and new.
 * @param theirs the document that a change is about, of the table's version; null for a creation, or if there is none
 */
export function liftWrite(write: Write, kind: Kind, theirs: AnyDocument | null, table: KindTable): Lifted {
  const { version } = table.rules[kind];
  if (write.version === version) return { ok: true, write };
  if (!isSpoken(kind, write.version, table)) return { ok: false, reason: 'unknownVersion', detail: `${kind} ${write.version}` };
  try {
    if (write.op === 'create') {
      return { ok: true, write: { ...write, version, document: liftedBody(write.document, kind, write.version, table) as typeof write.document } };
    }
    return theirs === null ? { ok: true, write } : liftChanges(write, kind, theirs, table);
  } catch {
    return { ok: false, reason: 'invalid', detail: `${kind} ${write.version}: not a document of this version` };
  }
}

function liftChanges(write: Extract<Write, { op: 'change' }>, kind: Kind, theirs: AnyDocument, table: KindTable): Lifted {
  const { version } = table.rules[kind];
  let changes: readonly UnitChange[] = write.changes.map(({ unit, before, after }) => ({ unit, before: before ?? null, after: after ?? null }));
  for (let from = write.version; from < version; from += 1) {
    const [lens] = lensesBetween(kind, from, from + 1, table);
    const newer = loweredBody(theirs, kind, version, from + 1, table);
    if (newer === null || lens === undefined || lens.down === null) {
      return { ok: false, reason: 'unknownVersion', detail: `${kind} ${write.version}: what version ${version} holds cannot be shown to it` };
    }
    const lifted = liftStep(changes, lens, newer);
    if ('readOnly' in lifted) return { ok: false, reason: 'notAUnit', detail: `${kind}.${lifted.readOnly}: version ${write.version} may not change it` };
    changes = lifted.changes;
  }
  return { ok: true, write: { ...write, version, changes: [...changes] } };
}

/** One step. A change goes on from what the one before it in the same write leaves, also where both end in one unit. */
function liftStep(changes: readonly UnitChange[], lens: Lens, theirs: Body): { readonly changes: readonly UnitChange[] } | { readonly readOnly: UnitName } {
  let newer = theirs;
  const lifted: UnitChange[] = [];
  for (const change of changes) {
    const [name = '', entry] = change.unit.split('/');
    const unitLens = Object.hasOwn(lens.units, name) ? lens.units[name] : undefined;
    if (unitLens === null) return { readOnly: name };
    const named = unitLens?.to.map((to) => (entry === undefined ? to : `${to}/${entry}`)) ?? [change.unit];
    const before = unitLens?.put(change.before, newer, entry) ?? [change.before];
    const after = unitLens?.put(change.after, newer, entry) ?? [change.after];
    named.forEach((unit, at) => {
      // The part of a split unit that the change leaves alone is nobody's to change.
      if (unitLens !== undefined && isSameJson(before[at], after[at])) return;
      lifted.push({ unit, before: before[at] ?? null, after: after[at] ?? null });
    });
    newer = named.reduce((body, unit, at) => withUnit(body, unit, after[at] ?? null), newer);
  }
  return { changes: lifted };
}

/** The names that a unit of the oldest step has after the newest; null if one of the steps has no lens for it. */
function namesAfter(steps: readonly Lens[], unit: UnitName): readonly UnitName[] | null {
  let names: readonly UnitName[] = [unit];
  for (const { units } of steps) {
    const next = names.map((name) => (Object.hasOwn(units, name) ? (units[name]?.to ?? null) : [name]));
    if (next.includes(null)) return null;
    names = next.flatMap((to) => to ?? []);
  }
  return names;
}

const lensesBetween = (kind: Kind, older: number, newer: number, { lenses }: KindTable): readonly Lens[] =>
  (lenses[kind] ?? []).slice(Math.max(older, 1) - 1, Math.max(newer, 1) - 1);
