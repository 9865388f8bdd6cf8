import { isSameJson } from '../basics/canonicalJson.ts';
import type { AnyDocument, Kind } from './kinds.ts';
import { kindRules } from './kinds.ts';

/** A unit's name: a member (`phone`), or an entry of a set (`allergies/0195...`). */
export type UnitName = string;

export function isUnitOf(kind: Kind, unit: UnitName): boolean {
  const rules = kindRules[kind];
  const [set, entry, ...rest] = unit.split('/');
  if (entry === undefined) return rules.units.includes(unit);
  return rest.length === 0 && entry !== '' && entry !== '__proto__' && set !== undefined && rules.sets.includes(set);
}

/** The value of a unit; null where an entry is absent. */
export function unitValue(document: AnyDocument, unit: UnitName): unknown {
  const members: Record<string, unknown> = { ...document };
  const [member = '', entry] = unit.split('/');
  if (entry === undefined) return members[member] ?? null;
  const set = members[member];
  return isRecord(set) && Object.hasOwn(set, entry) ? (set[entry] ?? null) : null;
}

/** The document with a unit's value replaced (an entry of a set added, replaced, or with null removed). Not parsed. */
export function withUnit(document: AnyDocument, unit: UnitName, value: unknown): unknown {
  const members: Record<string, unknown> = { ...document };
  const [member = '', entry] = unit.split('/');
  if (entry === undefined) return { ...members, [member]: value };
  const set: Record<string, unknown> = { ...(isRecord(members[member]) ? members[member] : {}) };
  if (value === null) delete set[entry];
  else set[entry] = value;
  return { ...members, [member]: set };
}

/** Every unit that a document of its kind has, entries of sets included. */
export function unitsOf(document: AnyDocument): readonly UnitName[] {
  const rules = kindRules[document.kind];
  const members: Record<string, unknown> = { ...document };
  const entries = rules.sets.flatMap((set) => (isRecord(members[set]) ? Object.keys(members[set]).map((entry) => `${set}/${entry}`) : []));
  return [...rules.units, ...entries];
}

/** The units in which two versions of a document differ. */
export function changedUnits(before: AnyDocument, after: AnyDocument): readonly UnitName[] {
  const names = new Set([...unitsOf(before), ...unitsOf(after)]);
  return [...names].filter((unit) => !isSameJson(unitValue(before, unit), unitValue(after, unit)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
