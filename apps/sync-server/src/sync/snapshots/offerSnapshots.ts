import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { Manifest, SnapshotOffer, SnapshotsRequest, SnapshotsResponse } from '@lianyi/schema/wire/snapshot';
import { alone, newestSnapshots, scopeSizes } from '../../store/snapshots.ts';
import type { ScopeSize } from '../../store/snapshots.ts';
import { within } from '../../store/reach.ts';
import type { County } from '../county.ts';
import type { Refusal } from '../exchange.ts';
import type { AskedBy } from '../repair.ts';
import { refusalOf } from '../repair.ts';
import { buildSnapshot } from './buildSnapshot.ts';

/** Below so many documents a scope's log is as quick. */
export const leastDocuments = 500;
/** A snapshot that the log has left so far behind, of what it holds, is made anew; meanwhile it still serves. */
const mostBehind = 0.1;

/** Builds in the background whatever snapshot was asked for and is missing or old: one after the other, since each holds two connections to the database. */
export interface Snapshots {
  offer(asked: AskedBy, request: SnapshotsRequest): Promise<SnapshotsResponse | Refusal>;
  /** Begins no other; ends when nothing is being built. */
  close(): Promise<void>;
}

export function snapshotsOf(county: County): Snapshots {
  const wanted = new Set<ScopeId>();
  let isClosed = false;
  let building: Promise<void> = Promise.resolve();
  const buildNow = async (scope: ScopeId): Promise<void> => {
    try {
      if (!isClosed) await alone(county.db, scope, async () => buildSnapshot(county, scope));
    } catch (error) {
      county.hears.bug(error, { scope });
    } finally {
      wanted.delete(scope);
    }
  };
  const build = (scope: ScopeId): void => {
    if (wanted.has(scope)) return;
    wanted.add(scope);
    building = building.then(async () => buildNow(scope));
  };

  const offerOf = (scope: ScopeId, size: ScopeSize | undefined, newest: Manifest | undefined): SnapshotOffer => {
    if (size === undefined || size.documents < leastDocuments) return { state: 'log' };
    const isServed = newest !== undefined && isOfTheseKinds(county, newest);
    if (!isServed || size.number - newest.number > mostBehind * size.documents) build(scope);
    return isServed ? { state: 'ready', manifest: newest } : { state: 'building' };
  };

  return {
    offer: async ({ permission }, request) => {
      const refusal = refusalOf(county, permission, request);
      if (refusal) return refusal;
      const scopes = request.scopes.filter((scope) => permission.pullScopes.has(scope));
      // What an older app would have to have lowered comes to it by the log.
      const isOfThisVersion = readsTheseKinds(county, request.kinds);
      const [sizes, newest] = isOfThisVersion
        ? await within(county.db, { scopes }, async (read) => [await scopeSizes(read, scopes), await newestSnapshots(read, scopes, county.epoch)] as const)
        : [new Map<ScopeId, ScopeSize>(), new Map<ScopeId, Manifest>()] as const;
      return { epoch: county.epoch, scopes: Object.fromEntries(scopes.map((scope) => [scope, offerOf(scope, sizes.get(scope), newest.get(scope))])) };
    },
    close: async () => {
      isClosed = true;
      await building;
    },
  };
}

/** Whether a snapshot is of the versions that this county writes. */
export const isOfTheseKinds = (county: Pick<County, 'kinds'>, manifest: Manifest): boolean => Object.entries(county.kinds.rules).every(([kind, { version }]) => manifest.kinds[kind] === version);

/** Whether an app reads all kinds in the versions that this county writes: nothing in a snapshot is lowered. */
export const readsTheseKinds = ({ kinds }: Pick<County, 'kinds'>, read: SnapshotsRequest['kinds']): boolean => Object.entries(kinds.rules).every(([kind, { version }]) => (read?.[kind] ?? 1) === version);
