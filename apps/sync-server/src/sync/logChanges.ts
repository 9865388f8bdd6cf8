import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { Passage } from '../store/patientHomes.ts';
import type { LogChanges } from './draftChanges.ts';

/** What a bundle does to one scope's log, under one number. */
interface ScopeChanges {
  readonly puts: { id: string; revision: number }[];
  readonly evicts: string[];
}

export function changesByScope({ puts, evicts }: LogChanges): ReadonlyMap<ScopeId, ScopeChanges> {
  const byScope = new Map<ScopeId, ScopeChanges>();
  const of = (scope: ScopeId): ScopeChanges => {
    const known = byScope.get(scope) ?? { puts: [], evicts: [] };
    byScope.set(scope, known);
    return known;
  };
  for (const { document, revision, scopes } of puts) for (const scope of scopes) of(scope).puts.push({ id: document.id, revision });
  for (const { document, scope } of evicts) of(scope).evicts.push(document.id);
  return byScope;
}

/** Where patients' records left, and where they came, as numbers of the scopes' logs. */
export function passagesOf({ puts, evicts, movedIds }: LogChanges, numbers: Readonly<Record<ScopeId, number>>): readonly Passage[] {
  const left = evicts.filter(({ document }) => movedIds.includes(document.id));
  const passage = (direction: Passage['direction'], patientId: string, scope: ScopeId): Passage => ({ patientId, scope, number: numbers[scope] ?? 0, direction });
  return [
    ...left.map(({ document, scope }) => passage('left', document.id, scope)),
    ...puts.filter(({ document }) => movedIds.includes(document.id)).flatMap(({ document, scopes }) => scopes.map((scope) => passage('came', document.id, scope))),
  ];
}
