import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { Manifest } from '@lianyi/schema/wire/snapshot';
import { changedSince, newestSnapshots, scopeSizes } from '../../store/snapshots.ts';
import { within } from '../../store/reach.ts';
import type { County } from '../county.ts';

/** Below so many documents a scope's log is as quick. */
const leastDocuments = 500;
/** A snapshot is made anew once so much of what the scope holds has changed since; meanwhile it still serves. */
const mostChanged = 0.1;

/** `newest`: of this history, in the versions that this county writes. */
export interface SnapshotStanding {
  readonly newest: Manifest | null;
  readonly isOld: boolean;
}

/** How it stands with the snapshots of those of the scopes that are worth one. */
export async function standingsOf({ db, epoch, kinds }: Pick<County, 'db' | 'epoch' | 'kinds'>, scopes: readonly ScopeId[]): Promise<ReadonlyMap<ScopeId, SnapshotStanding>> {
  return within(db, { scopes }, async (read) => {
    const sizes = await scopeSizes(read, scopes);
    const newest = await newestSnapshots(read, scopes, epoch);
    const changed = await changedSince(read, newest.values());
    return new Map([...sizes].filter(([, documents]) => documents >= leastDocuments).map(([scope, documents]) => {
      const manifest = newest.get(scope);
      const isServed = manifest !== undefined && isOfTheseKinds(kinds, manifest);
      return [scope, { newest: isServed ? manifest : null, isOld: !isServed || (changed.get(scope) ?? 0) > mostChanged * documents }];
    }));
  });
}

const isOfTheseKinds = ({ rules }: County['kinds'], manifest: Manifest): boolean => Object.entries(rules).every(([kind, { version }]) => manifest.kinds[kind] === version);
