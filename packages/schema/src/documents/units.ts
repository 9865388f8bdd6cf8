import { isSameJson } from '../basics/canonicalJson.ts';
import type { AnyDocument, Kind, KindTable } from './kinds.ts';
import { kindTable } from './kinds.ts';
import type { Body } from './lens.ts';

/** A unit's name: a member (`phone`), or an entry of a set (`allergies/0195...`). */
export type UnitName = string;

export function isUnitOf(kind: Kind, unit: UnitName, table: KindTable = kindTable): boolean {
  const rules = table.rules[kind];
  const [set, entry, ...rest] = unit.split('/');
  if (entry === undefined) return rules.units.includes(unit);
  return rest.length === 0 && entry !== '' && entry !== '__proto__' && set !== undefined && rules.sets.includes(set);
}

/** The value of a unit; null where an entry is absent. */
export function unitValue(document: Body, unit: UnitName): unknown {
  const [member = '', entry] = unit.split('/');
  if (entry === undefined) return document[member] ?? null;
  const set = document[member];
  return isRecord(set) && Object.hasOwn(set, entry) ? (set[entry] ?? null) : null;
}

/** The document with a unit's value replaced (an entry of a set added, replaced, or with null removed). Not parsed. */
export function withUnit(document: Body, unit: UnitName, value: unknown): Body {
  const [member = '', entry] = unit.split('/');
  if (entry === undefined) return { ...document, [member]: value };
  const present = document[member];
  const set: Record<string, unknown> = { ...(isRecord(present) ? present : {}) };
  if (value === null) delete set[entry];
  else set[entry] = value;
  return { ...document, [member]: set };
}

/** Every unit that a document of its kind has, entries of sets included. */
export function unitsOf(document: AnyDocument, table: KindTable = kindTable): readonly UnitName[] {
  const rules = table.rules[document.kind];
  const members: Record<string, unknown> = { ...document };
  const entries = rules.sets.flatMap((set) => (isRecord(members[set]) ? Object.keys(members[set]).map((entry) => `${set}/${entry}`) : []));
  return [...rules.units, ...entries];
}

/** The units in which two versions of a document differ. */
export function changedUnits(before: AnyDocument, after: AnyDocument, table: KindTable = kindTable): readonly UnitName[] {
  const names = new Set([...unitsOf(before, table), ...unitsOf(after, table)]);
  return [...names].filter((unit) => !isSameJson(unitValue(before, unit), unitValue(after, unit)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
