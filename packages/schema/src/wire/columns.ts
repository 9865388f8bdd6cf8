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

/** Gives a column's values one after the other, `count` of them. */
export interface ColumnReader {
  readonly count: number;
  next(): Json;
}

/**
 * Reads a column value by value, so that not all objects of it are held at once. Members come sorted by name.
 * @throws Error for what `toColumn` never makes
 */
export function readerOf(column: Column): ColumnReader {
  if ('all' in column) return oneByOne(column.all.length, (at) => column.all[at] ?? null);
  if ('one' in column) return { count: column.count, next: () => column.one };
  if ('ids' in column) return idsIn(column.ids);
  const members = Object.entries(column.members).map(([name, { has, values }]) => {
    if (name === '__proto__') throw new Error('no member has that name');
    const [reader, having] = [readerOf(values), has === undefined ? column.count : onesIn(has)];
    if (reader.count !== having) throw new Error(`the column of ${name} is too ${reader.count < having ? 'short' : 'long'}`);
    return { name, has, reader };
  }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return oneByOne(column.count, (at) => {
    const object: { [key: string]: Json } = {};
    for (const { name, has, reader } of members) if (has === undefined || has[at] === '1') object[name] = reader.next();
    return object;
  });
}

/** @throws Error for what `toColumn` never makes */
export function fromColumn(column: Column): readonly Json[] {
  const reader = readerOf(column);
  return Array.from({ length: reader.count }, () => reader.next());
}

function oneByOne(count: number, valueAt: (at: number) => Json): ColumnReader {
  let at = 0;
  return {
    count,
    next: () => {
      at += 1;
      return valueAt(at - 1);
    },
  };
}

const onesIn = (has: string): number => has.split('1').length - 1;

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

function idsIn(hex: string): ColumnReader {
  const planes = hexToBytes(hex);
  const count = planes.length / idBytes;
  if (!Number.isInteger(count)) throw new Error('ids of half a length');
  const bytes = new Uint8Array(idBytes);
  return oneByOne(count, (at) => {
    for (let plane = 0; plane < idBytes; plane += 1) bytes[plane] = planes[plane * count + at] ?? 0;
    return dashed(bytesToHex(bytes));
  });
}

const dashed = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
