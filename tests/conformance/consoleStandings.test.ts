import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { Subject, firstValueFrom, filter } from 'rxjs';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import type { OrganisationPage, StreamCheckpoint } from '@lianyi/sync-server/reports/views';
import { fetchPageFrom, RefusedError, type FetchPage } from '../../apps/sync-server/console/live/fetchPage.ts';
import { openStandings, type StandingNews, type Standings } from '../../apps/sync-server/console/live/standingsDatabase.ts';
import { aCounty, places, type TestCountyServer } from '../builders/aCounty.ts';

/** The console's copy of the institutions: RxDB on Dexie, pulled from the county's real stream. IndexedDB is a double. */
let county: TestCountyServer;
let cookie = '';
beforeAll(async () => {
  county = await aCounty();
  await anAccount(county.county, { login: 'tian', name: '田玉梅', role: 'countyOffice', password: 'morning-fog-2026' });
  const login = await fetch(`${county.url}/console/trpc/session.login`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: county.url }, body: JSON.stringify({ login: 'tian', password: 'morning-fog-2026' }),
  });
  cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(async () => { await county.close(); });

interface Pull { readonly checkpoint: StreamCheckpoint | null; readonly limit: number; readonly page: OrganisationPage | null }
let pulls: Pull[] = [];
/** The line to the county, which a test may cut. */
let isCut = false;
const opened: Standings[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (standings) => standings.close()));
  pulls = [];
  isCut = false;
});

/** A tab of the browser that `indexedDB` belongs to. Six institutions are one full page of four, and a part of the next. */
async function aTab(indexedDB: IDBFactory, { news$ = new Subject<StandingNews>(), onFailed }: { news$?: Subject<StandingNews>; onFailed?: (error: unknown) => void } = {}) {
  const overHttp = fetchPageFrom(county.url, async (url, options) => {
    if (isCut) throw new TypeError('no line');
    return fetch(url, { ...options, headers: { cookie } });
  });
  const fetchPage: FetchPage = async (checkpoint, limit) => {
    try {
      const page = await overHttp(checkpoint, limit);
      pulls.push({ checkpoint, limit, page });
      return page;
    } catch (error) {
      pulls.push({ checkpoint, limit, page: null });
      throw error;
    }
  };
  const standings = await openStandings({
    name: 'lianyi-console-tian', storage: getRxStorageDexie({ indexedDB, IDBKeyRange }), fetchPage, news$, isShared: false, perPage: 4, retryMs: 50, ...(onFailed && { onFailed }),
  });
  opened.push(standings);
  const rowsWhen = async (isReached: (rows: readonly { readonly id: string; readonly waiting: number }[]) => boolean) => firstValueFrom(standings.rows$.pipe(filter(isReached)));
  return { standings, news$, rowsWhen };
}

describe("the console's copy of the institutions", () => {
  test('asks again after a full page, from where that page ended, and stops at one that is not full', async () => {
    const { standings, rowsWhen } = await aTab(new IDBFactory());
    await standings.caughtUp();
    expect(await rowsWhen((rows) => rows.length === 6)).toHaveLength(6);
    expect(pulls.map(({ limit, page }) => [limit, page?.documents.length])).toEqual([[4, 4], [4, 2]]);
    expect(pulls.map(({ checkpoint }) => checkpoint)).toEqual([null, pulls[0]?.page?.checkpoint]);
  });

  test('shows nothing before its first pull is done: neither an empty county nor a part of one', async () => {
    const { standings } = await aTab(new IDBFactory());
    const shown: number[] = [];
    standings.rows$.subscribe((rows) => shown.push(rows.length));
    await standings.caughtUp();
    await expect.poll(() => shown).not.toEqual([]);
    expect(new Set(shown)).toEqual(new Set([6]));
  });

  test('keeps its checkpoint: after a restart nothing that is unchanged comes again, and what is here is shown at once', async () => {
    const browser = new IDBFactory();
    const before = await aTab(browser);
    await before.standings.caughtUp();
    await before.standings.close();
    const last = pulls.at(-1)?.page?.checkpoint;
    pulls = [];

    const after = await aTab(browser);
    expect(await after.rowsWhen((rows) => rows.length > 0)).toHaveLength(6);
    await after.standings.caughtUp();
    expect(pulls).toEqual([{ checkpoint: last, limit: 4, page: { documents: [], checkpoint: last } }]);
  });

  test('fetches only what changed when the county says that something did', async () => {
    const { standings, news$, rowsWhen } = await aTab(new IDBFactory());
    await standings.caughtUp();
    const village = await county.enrol(places.village);
    await village.exchange({ waiting: 3 });
    pulls = [];
    news$.next('RESYNC');
    const rows = await rowsWhen((all) => all.some(({ id, waiting }) => id === places.village && waiting === 3));
    expect(rows).toHaveLength(6);
    expect(pulls.flatMap(({ page }) => page?.documents.map(({ id }) => id))).toEqual([places.village]);
  });

  test('takes an event as it comes, without asking, and goes on from its checkpoint', async () => {
    const browser = new IDBFactory();
    const { standings, news$, rowsWhen } = await aTab(browser);
    await standings.caughtUp();
    const last = pulls.at(-1)?.page;
    const row = last?.documents.at(-1);
    if (row === undefined) throw new Error('no institution');
    pulls = [];
    const updatedAt = new Date(Date.parse(row.updatedAt) + 1000).toISOString();
    news$.next({ documents: [{ ...row, waiting: 9, updatedAt, _deleted: false }], checkpoint: { updatedAt, id: row.id } });
    await rowsWhen((rows) => rows.some(({ id, waiting }) => id === row.id && waiting === 9));
    await standings.caughtUp();
    expect(pulls).toEqual([]);
    await standings.close();
    await (await aTab(browser)).standings.caughtUp();
    expect(pulls[0]?.checkpoint).toEqual({ updatedAt, id: row.id });
  });

  test('shows what it has without a line, says so, and catches up by itself once there is one', async () => {
    const browser = new IDBFactory();
    const before = await aTab(browser);
    await before.standings.caughtUp();
    await before.standings.close();
    pulls = [];
    isCut = true;
    const failures: unknown[] = [];
    const { standings, rowsWhen } = await aTab(browser, { onFailed: (error) => failures.push(error) });
    expect(await rowsWhen((rows) => rows.length > 0)).toHaveLength(6);
    await expect.poll(() => failures.length).toBeGreaterThan(0);
    isCut = false;
    await standings.caughtUp();
    expect(pulls.at(-1)?.page).not.toBeNull();
  });

  test('tells a county that refuses from one that is not there', async () => {
    await expect(fetchPageFrom(county.url)(null, 4)).rejects.toEqual(new RefusedError(401));
  });
});
