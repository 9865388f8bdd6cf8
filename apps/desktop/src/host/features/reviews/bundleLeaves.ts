import type { Write } from '@lianyi/schema/documents/bundle';
import type { BundleLeaf } from './views.ts';

/** Members that say which document it is and whose: no correction changes them. */
const fixed = new Set(['id', 'kind', 'op', 'version', 'unit', 'before', 'recorded', 'signature', 'registered', 'arrived', 'source']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Json = null | string | number | boolean | readonly Json[] | { readonly [member: string]: Json };

/**
 * The single values in a bundle's writes that a person may put right, with those at the place that the county named
 * (`writes.0: patient.bloodGroup: invalid_value`) marked.
 */
export function leavesOf(writes: readonly Write[], detail: string): readonly BundleLeaf[] {
  const failing = /^writes\.(\d+): (?:\w+\.)?([\w./-]*)/.exec(detail);
  return writes.flatMap((write, at) => {
    const isHere = failing !== null && Number(failing[1]) === at;
    const start = write.op === 'create' ? ['document'] : ['changes'];
    return leavesUnder((write.op === 'create' ? write.document : write.changes) as Json, [String(at), ...start]).map((leaf) => ({
      ...leaf, isFailing: isHere && failing[2] !== '' && namesOf(leaf.path).startsWith(failing[2] ?? ''),
    }));
  });
}

/** The writes with values put right; a path that leads to no such value is left out. */
export function withLeaves(writes: readonly Write[], edits: readonly Pick<BundleLeaf, 'path' | 'value'>[]): readonly Write[] {
  const known = new Set(leavesOf(writes, '').map((leaf) => leaf.path.join('/')));
  const copy = structuredClone(writes) as unknown as Json;
  for (const { path, value } of edits) {
    if (!known.has(path.join('/'))) continue;
    const holder = path.slice(0, -1).reduce<unknown>((part, member) => (part as Record<string, unknown>)[member], copy);
    (holder as Record<string, unknown>)[path.at(-1) ?? ''] = value;
  }
  return copy as unknown as readonly Write[];
}

function leavesUnder(value: Json, path: readonly string[]): readonly Omit<BundleLeaf, 'isFailing'>[] {
  const member = path.at(-1) ?? '';
  if (fixed.has(member) || (typeof value === 'string' && UUID.test(value))) return [];
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, part]) => leavesUnder(part, [...path, key]));
}

/** `identity.name` of `0/document/identity/name`. */
const namesOf = (path: readonly string[]): string => path.slice(2).join('.');
