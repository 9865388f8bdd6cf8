import type { Kind } from '@lianyi/schema/documents/kinds';
import type { Reader } from './replica.ts';

/** What of a kind the county knows more of than this version of the app could keep, as it last said; `*`: all of it. */
export function readOnlyUnitsHere(read: Reader, kind: Kind): readonly string[] {
  const row = read.get<{ value: string }>("SELECT value FROM meta WHERE name = 'readOnly'");
  const units = row === undefined ? null : (JSON.parse(row.value) as Readonly<Record<string, readonly string[]>> | null);
  return units?.[kind] ?? [];
}
