import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { SnapshotOffer, SnapshotsRequest, SnapshotsResponse } from '@lianyi/schema/wire/snapshot';
import { alone } from '../../store/snapshots.ts';
import type { County } from '../county.ts';
import type { Refusal } from '../exchange.ts';
import type { AskedBy } from '../repair.ts';
import { refusalOf } from '../repair.ts';
import { buildSnapshot } from './buildSnapshot.ts';
import type { SnapshotStanding } from './standings.ts';
import { standingsOf } from './standings.ts';

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

  const offerOf = (scope: ScopeId, standing: SnapshotStanding | undefined): SnapshotOffer => {
    if (standing === undefined) return { state: 'log' };
    if (standing.isOld) build(scope);
    return standing.newest === null ? { state: 'building' } : { state: 'ready', manifest: standing.newest };
  };

  return {
    offer: async ({ permission }, request) => {
      const refusal = refusalOf(county, permission, request);
      if (refusal) return refusal;
      const scopes = request.scopes.filter((scope) => permission.pullScopes.has(scope));
      // What an older app would have to have lowered comes to it by the log.
      const standings = readsTheseKinds(county, request.kinds) ? await standingsOf(county, scopes) : new Map<ScopeId, SnapshotStanding>();
      return { epoch: county.epoch, scopes: Object.fromEntries(scopes.map((scope) => [scope, offerOf(scope, standings.get(scope))])) };
    },
    close: async () => {
      isClosed = true;
      await building;
    },
  };
}

/** Whether an app reads all kinds in the versions that this county writes: nothing in a snapshot is lowered. */
export const readsTheseKinds = ({ kinds }: Pick<County, 'kinds'>, read: SnapshotsRequest['kinds']): boolean => Object.entries(kinds.rules).every(([kind, { version }]) => (read?.[kind] ?? 1) === version);
