/**
 * JSON values by column: what many documents have in common is written once, and what is alike lies together, where a
 * packer finds it. Of any values, not only of documents that it knows.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { uuidPattern } from '../basics/ids.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * `all`: the values as they are. `one`: so many times the same. `ids`: UUIDs, the first bytes of all of them, then the
 * second bytes ..., hexadecimal: those made one after the other begin alike. `members`: objects, member by member; `has` says
 * which of the objects have a member, absent when all do.
 */
export type Column =
  | { readonly all: readonly Json[] }
  | { readonly one: Json; readonly count: number }
  | { readonly ids: string }
  | { readonly count: number; readonly members: { readonly [name: string]: { readonly has?: string; readonly values: Column } } };

/** Objects with more different members than this are tables of their own, such as allergies by their ids. */
const maxMembers = 40;
const idBytes = 16;

export function toColumn(values: readonly Json[]): Column {
  const [first] = values;
  if (values.length > 1 && first !== undefined && isScalar(first) && values.every((value) => value === first)) return { one: first, count: values.length };
  if (values.length > 1 && values.every(isUuidText)) {
    const ids = values as readonly string[];
    if (new Set(ids).size > ids.length / 2) return { ids: planesOf(ids) };
  }
  if (values.length > 1 && values.every(isPlain)) {
    const objects = values;
    const names = new Set(objects.flatMap((object) => Object.keys(object)));
    if (names.size > 0 && names.size <= maxMembers && !names.has('__proto__')) {
      return { count: objects.length, members: Object.fromEntries([...names].map((name) => [name, memberOf(objects, name)])) };
    }
  }
  return { all: values };
}

function memberOf(objects: readonly { readonly [key: string]: Json }[], name: string): { readonly has?: string; readonly values: Column } {
  const having = objects.map((object) => Object.hasOwn(object, name));
  const values = toColumn(objects.flatMap((object, at) => (having[at] === true ? [object[name] ?? null] : [])));
  return having.every(Boolean) ? { values } : { has: having.map((has) => (has ? '1' : '0')).join(''), values };
}

/** @throws Error for what `toColumn` never makes */
export function fromColumn(column: Column): readonly Json[] {
  if ('all' in column) return column.all;
  if ('one' in column) return Array.from({ length: column.count }, () => column.one);
  if ('ids' in column) return idsOf(column.ids);
  const objects = Array.from({ length: column.count }, (): { [key: string]: Json } => ({}));
  for (const [name, { has, values }] of Object.entries(column.members)) {
    if (name === '__proto__') throw new Error('no member has that name');
    const member = fromColumn(values);
    let next = 0;
    for (const [at, object] of objects.entries()) {
      if (has !== undefined && has[at] !== '1') continue;
      const value = member[next];
      if (value === undefined) throw new Error(`the column of ${name} is too short`);
      object[name] = value;
      next += 1;
    }
    if (next !== member.length) throw new Error(`the column of ${name} is too long`);
  }
  return objects;
}

const isScalar = (value: Json): boolean => value === null || typeof value !== 'object';
const isPlain = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);
const isUuidText = (value: Json): boolean => typeof value === 'string' && uuidPattern.test(value);

function planesOf(ids: readonly string[]): string {
  const planes = new Uint8Array(ids.length * idBytes);
  for (const [at, id] of ids.entries()) {
    const bytes = hexToBytes(id.replaceAll('-', ''));
    for (let plane = 0; plane < idBytes; plane += 1) planes[plane * ids.length + at] = bytes[plane] ?? 0;
  }
  return bytesToHex(planes);
}

function idsOf(hex: string): readonly string[] {
  const planes = hexToBytes(hex);
  const count = planes.length / idBytes;
  if (!Number.isInteger(count)) throw new Error('ids of half a length');
  const bytes = new Uint8Array(idBytes);
  return Array.from({ length: count }, (_, at) => {
    for (let plane = 0; plane < idBytes; plane += 1) bytes[plane] = planes[plane * count + at] ?? 0;
    return dashed(bytesToHex(bytes));
  });
}

const dashed = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
