import { sha256Hex } from '@lianyi/schema/basics/digest';
import { addRxPlugin, createRxDatabase, type RxCollection, type RxDocument, type RxJsonSchema, type RxReplicationPullStreamItem, type RxStorage } from 'rxdb';
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { BehaviorSubject, combineLatest, filter, map, type Observable } from 'rxjs';
import type { StreamCheckpoint } from '../../src/reports/views.ts';
import type { FetchPage } from './fetchPage.ts';
import type { Standing } from './standing.ts';

addRxPlugin(RxDBLeaderElectionPlugin);

const schema: RxJsonSchema<Standing> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    name: { type: 'string' },
    shortName: { type: 'string' },
    type: { type: 'string' },
    parentId: { type: ['string', 'null'] },
    devices: { type: 'integer' },
    lastHeardAt: { type: ['string', 'null'] },
    waiting: { type: 'integer' },
    visitsToday: { type: 'integer' },
    updatedAt: { type: 'string' },
  },
  required: ['id', 'name', 'shortName', 'type', 'parentId', 'devices', 'lastHeardAt', 'waiting', 'visitsToday', 'updatedAt'],
};

/** A page that is not full is the last. */
const institutionsPerPage = 200;
const againMs = 5000;

/** What may come without being asked for: changed institutions, or that something was missed. */
export type StandingNews = RxReplicationPullStreamItem<Standing, StreamCheckpoint>;

export interface StandingsParts {
  /** One per person: another's copy is never shown. */
  readonly name: string;
  /** Dexie, over the browser's IndexedDB. */
  readonly storage: RxStorage<unknown, unknown>;
  readonly fetchPage: FetchPage;
  readonly news$: Observable<StandingNews>;
  /** Several tabs of one browser share the copy; one of them pulls. */
  readonly isShared: boolean;
  readonly perPage?: number;
  /** Between a pull that failed and the next. */
  readonly retryMs?: number;
  readonly onPulled?: () => void;
  /** A pull failed; it is tried again by itself. */
  readonly onFailed?: (error: unknown) => void;
}

export interface Standings {
  /** What this PC has: at once, and after every change. Nothing of a new copy before its first pull is done. */
  readonly rows$: Observable<readonly Standing[]>;
  /** Resolves when everything up to now is here; not while the county cannot be reached. */
  readonly caughtUp: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
  /** Forgets everything, the checkpoint too. */
  readonly forget: () => Promise<unknown>;
}

/** The institutions in this browser, kept up to date from the county. Pull only: nothing here is ever written back. */
export async function openStandings(parts: StandingsParts): Promise<Standings> {
  const { name, storage, fetchPage, news$, isShared, perPage = institutionsPerPage, retryMs = againMs, onPulled, onFailed } = parts;
  const database = await createRxDatabase({
    name, storage, multiInstance: isShared, closeDuplicates: true,
    // Over plain HTTP in a county's own network a browser has no crypto.subtle.
    hashFunction: async (input) => Promise.resolve(sha256Hex(typeof input === 'string' ? input : '')),
  });
  const { standings } = await database.addCollections<{ standings: RxCollection<Standing> }>({ standings: { schema } });
  const all = standings.find();
  const isFilled$ = new BehaviorSubject((await all.exec()).length > 0);
  let isFilling = false;
  const replication = replicateRxCollection<Standing, StreamCheckpoint>({
    collection: standings,
    replicationIdentifier: 'county',
    live: true,
    retryTime: retryMs,
    waitForLeadership: isShared,
    pull: {
      batchSize: perPage,
      handler: async (checkpoint, limit) => {
        if (checkpoint === undefined) isFilling = true;
        const page = await fetchPage(checkpoint ?? null, limit);
        onPulled?.();
        return { documents: page.documents.map((row) => ({ ...row, _deleted: false })), checkpoint: page.checkpoint ?? checkpoint };
      },
      stream$: news$,
    },
  });
  replication.error$.subscribe((error) => { onFailed?.(causeOf(error)); });
  // The rows are asked for once more, so that the copy does not pass for an empty one while its query looks for them.
  void replication.awaitInitialReplication().then(() => all.exec()).then(() => { isFilled$.next(true); }).catch(() => undefined);
  return {
    rows$: combineLatest([all.$, isFilled$]).pipe(
      // A part would pass for the whole county, as nothing would for an empty one. Another tab's copy fills without being pulled here.
      filter(([rows, isFilled]) => isFilled || (rows.length > 0 && !isFilling)),
      map(([rows]: readonly [readonly RxDocument<Standing>[], boolean]) => rows.map((row): Standing => row.toMutableJSON())),
    ),
    caughtUp: () => replication.awaitInSync(),
    close: () => database.close(),
    forget: () => database.remove(),
  };
}

/** RxDB wraps what the handler threw as plain JSON. */
function causeOf(error: { readonly parameters: { readonly errors?: readonly unknown[] } }): unknown {
  return error.parameters.errors?.[0] ?? error;
}
