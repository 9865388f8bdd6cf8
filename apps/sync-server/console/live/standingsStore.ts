import { filter, map, share, type Observable } from 'rxjs';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useReach } from '../client/reach.ts';
import { countyEvents, type CountyEvent } from './countyEvents.ts';
import { fetchPageFrom } from './fetchPage.ts';
import type { Standing } from './standing.ts';
import type { StandingNews } from './standingsDatabase.ts';

interface StandingsState {
  /** Null until this PC's copy is read, and until a new one has been filled once. */
  readonly rows: readonly Standing[] | null;
  /** Changes come by themselves at the moment. */
  readonly isLive: boolean;
  /** Until when the copy is complete, by this PC's clock; kept with it. */
  readonly completeAt: string | null;
}

/** The institutions as this browser has them, with or without a line. */
export const useStandings = create<StandingsState>()(
  persist((): StandingsState => ({ rows: null, isLive: false, completeAt: null }), { name: 'lianyi.console.standings', partialize: ({ completeAt }) => ({ completeAt }) }),
);

const databaseName = (personId: string): string => `lianyi-console-${personId}`;

export interface FollowEvents {
  /** Something changed at the county. */
  readonly onChange: () => void;
  /** The county answers, but no longer to this session. */
  readonly onRefused: () => void;
}

/** Opens the copy of this person and follows the county, until the returned function is called. */
export function followStandings(personId: string, { onChange, onRefused }: FollowEvents): () => void {
  const events$ = countyEvents().pipe(share());
  const listening = events$.subscribe((event) => {
    note(event);
    if (event.kind === 'open' || event.kind === 'changed') onChange();
    if (event.kind === 'lost' && event.isRefused) onRefused();
  });
  const opening = open(personId, events$.pipe(map(newsOf), filter((news) => news !== null)));
  const stop = async (): Promise<void> => {
    if (following === stop) following = null;
    listening.unsubscribe();
    useStandings.setState({ rows: null, isLive: false });
    await (await opening).close();
  };
  following = stop;
  return () => { void stop(); };
}

/** Ends what is followed now. */
let following: (() => Promise<void>) | null = null;

/** Nothing of the county stays on this PC: after a logout. */
export async function forgetStandings(personId: string): Promise<void> {
  await following?.();
  useStandings.setState({ rows: null, isLive: false, completeAt: null });
  const { Dexie, removeRxDatabase, getRxStorageDexie } = await import('./rxdb.ts');
  await removeRxDatabase(databaseName(personId), getRxStorageDexie());
  // RxDB empties its databases; the empty ones would still tell who was here.
  const left = (await Dexie.getDatabaseNames()).filter((name) => name.includes(databaseName(personId)));
  await Promise.all(left.map(async (name) => Dexie.delete(name)));
}

async function open(personId: string, news$: Observable<StandingNews>) {
  // RxDB is a third of the console's code: the page stands before it is here.
  const { openStandings, getRxStorageDexie, getRxStorageMemory, removeRxDatabase } = await import('./rxdb.ts');
  const parts = {
    name: databaseName(personId), fetchPage: fetchPageFrom(), news$,
    onPulled: () => { useReach.getState().heard(); useStandings.setState({ completeAt: new Date().toISOString() }); },
    onFailed: (error: unknown) => { if (!isRefusal(error)) useReach.getState().missed(); },
  };
  const kept = async () => openStandings({ ...parts, storage: getRxStorageDexie(), isShared: true });
  const standings = await kept()
    // Written by another version of the console: a copy can be pulled again.
    .catch(async () => { await removeRxDatabase(parts.name, getRxStorageDexie()); return kept(); })
    // No place to keep it, as in a private window: then it lasts as long as the page.
    .catch(async () => openStandings({ ...parts, storage: getRxStorageMemory(), isShared: false }));
  standings.rows$.subscribe((rows) => { useStandings.setState({ rows }); });
  return standings;
}

function note(event: CountyEvent): void {
  if (event.kind === 'lost') {
    useStandings.setState({ isLive: false });
    if (!event.isRefused) useReach.getState().missed();
    return;
  }
  useReach.getState().heard();
  useStandings.setState({ isLive: true, ...(event.kind !== 'open' && { completeAt: new Date().toISOString() }) });
}

function newsOf(event: CountyEvent): StandingNews | null {
  switch (event.kind) {
    case 'open': return 'RESYNC';
    case 'changed': return event.page.checkpoint === null ? null : { documents: event.page.documents.map((row) => ({ ...row, _deleted: false })), checkpoint: event.page.checkpoint };
    case 'beat':
    case 'lost': return null;
  }
}

/** A county that answers is not out of reach. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'RefusedError';
}
