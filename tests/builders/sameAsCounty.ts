import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import type { TestCountyServer } from './aCounty.ts';

/** Where a replica does not show exactly what the county holds in the scopes that it follows, by document. */
export async function differencesFrom(county: TestCountyServer, replica: ReplicaForExchange): Promise<readonly string[]> {
  const held = await county.county.db.selectFrom('document').innerJoin('documentScope', 'documentScope.documentId', 'document.id')
    .select(['document.id', 'document.revision', 'document.body']).where('documentScope.scope', 'in', [...replica.scopes()]).distinctOn('document.id').execute();
  const shown = replica.dump('', 1_000_000);
  const ours = new Map(shown.map(({ id, revision, body, waiting }) => [id, canonicalJson([revision, body, waiting])]));
  const theirs = new Map(held.map(({ id, revision, body }) => [id, canonicalJson([revision, body, false])]));
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((id) => ours.get(id) !== theirs.get(id));
}
