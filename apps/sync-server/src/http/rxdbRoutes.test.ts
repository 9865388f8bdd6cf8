import { addDays, localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Organisation } from '@lianyi/schema/documents/county';
import { parseDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { problem } from '@lianyi/schema/wire/exchange';
import type { RxdbStreamName, StreamCheckpoint, StreamPage } from '@lianyi/schema/wire/rxdbStreams';
import { rxdbStreamNames, rxdbStreams, streamEventsPath, streamPullPath, streamSchema } from '@lianyi/schema/wire/rxdbStreams';
import { aCounty, change, create, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPatientLink } from '@lianyi/tests/builders/aPatientLink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actOnAccount } from '../access/accountActs.ts';
import { endSession } from '../access/sessions.ts';
import { endPosts } from '../directory/changePeople.ts';
import { takeNumbers } from '../store/scopeLog.ts';
import { movePatient } from '../sync/movePatient.ts';
import { sessionCookie } from './console/cookie.ts';

let county: TestCountyServer;
let village: TestDevice;
let office: Session;
let countyIt: Session;
beforeAll(async () => {
  county = await aCounty();
  village = await county.enrol(places.village);
  office = await aSession('countyOffice');
  countyIt = await aSession('countyIt');
});
afterAll(async () => { await county.close(); });

interface Session {
  readonly personId: string;
  readonly token: string;
}

async function aSession(role: 'countyOffice' | 'countyIt'): Promise<Session> {
  const { userId, personId } = await anAccount(county.county, { login: newId(), name: '田玉梅', role });
  return { personId, token: await aSessionOf(county.county, userId) };
}

interface Asked {
  readonly checkpoint?: StreamCheckpoint | null;
  readonly limit?: number;
  readonly under?: string;
  readonly session?: Pick<Session, 'token'>;
}

async function ask(path: string, { checkpoint = null, limit, under, session = office }: Asked = {}): Promise<Response> {
  const query = new URLSearchParams({
    ...(checkpoint && { checkpoint: JSON.stringify(checkpoint) }), ...(limit !== undefined && { limit: String(limit) }), ...(under !== undefined && { under }),
  });
  return get(`${path}?${query.toString()}`, session);
}

const get = async (path: string, { token }: Pick<Session, 'token'> = office): Promise<Response> => fetch(`${county.url}${path}`, { headers: { cookie: `${sessionCookie}=${token}` } });

async function pull(stream: RxdbStreamName, asked: Asked = {}): Promise<StreamPage> {
  const response = await ask(streamPullPath(stream), asked);
  expect(response.status).toBe(200);
  return (await response.json()) as StreamPage;
}

/** As RxDB pulls: until a page is shorter than what was asked for. */
async function pullAll(stream: RxdbStreamName, { checkpoint = null, limit = 1000, ...asked }: Asked = {}) {
  const pages: StreamPage[] = [];
  let place = checkpoint;
  for (;;) {
    const page = await pull(stream, { ...asked, checkpoint: place, limit });
    pages.push(page);
    place = page.checkpoint;
    if (page.documents.length < limit) break;
  }
  return { pages, checkpoint: place, documents: pages.flatMap((page) => page.documents) };
}

async function refusalOf(response: Response) {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const { status, code, detail = '' } = problem.parse(await response.json());
  expect(status).toBe(response.status);
  expect(detail).toMatch(/[一-鿿].* · [\x20-\x7e]+$/);
  return [status, code];
}

async function moveTo(patientId: string, toId: OrganisationId): Promise<void> {
  const moved = await movePatient(county.county.store, { patientId, toId, reason: '搬家' }, new Date());
  expect(moved).toMatchObject({ ok: true });
}

const here = <T extends object>(document: T) => ({ ...document, _deleted: false });
const gone = (stream: RxdbStreamName, id: string) => ({ ...rxdbStreams[stream].blank, id, _deleted: true });

describe('what a page holds', () => {
  test('STREAM-2 pages are full to the last, whatever lies between and however bundles are cut; each document comes once', async () => {
    const patients = Array.from({ length: 23 }, () => aPatient({ homeId: places.otherVillage }));
    const other = await county.enrol(places.otherVillage);
    for (const part of [patients.slice(0, 1), patients.slice(1, 15), patients.slice(15)]) {
      await other.push(part.flatMap((patient) => [create(patient), create(anEncounter({ patientId: patient.id, homeId: places.otherVillage, orgId: places.otherVillage }))]));
      await village.push([create(aPatient({ homeId: places.village }))]);
    }
    for (const limit of [1, 4, 23, 1000]) {
      const { pages, documents } = await pullAll('patients', { under: places.otherVillage, limit });
      expect(pages.slice(0, -1).every((page) => page.documents.length === limit)).toBe(true);
      expect(documents.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(patients.toSorted((a, b) => a.id.localeCompare(b.id)).map(here));
    }
    expect((await pullAll('encounters', { under: places.otherVillage })).documents).toHaveLength(23);
  });

  test('STREAM-2 a page is full although thousands of documents of other kinds lie between', async () => {
    const farTownship = { orgId: places.farTownship, homeId: places.farTownship };
    const visits = [anEncounter(farTownship), anEncounter(farTownship), anEncounter(farTownship)];
    for (const visit of visits) await county.write([visit, ...Array.from({ length: 2200 }, () => aPatient({ homeId: places.farTownship }))]);
    const { pages, documents } = await pullAll('encounters', { under: places.farTownship, limit: 2 });
    expect(pages.map((page) => page.documents.length)).toEqual([2, 1]);
    expect(documents).toEqual(visits.map(here));
  });

  test('STREAM-2 a document that was changed comes as it is now, where it was changed last', async () => {
    const patient = aPatient({ homeId: places.village, phone: '1' });
    await village.push([create(patient)]);
    const before = await pullAll('patients', { under: places.village });
    for (const [from, to] of [['1', '2'], ['2', '3']]) await village.push([change('patient', patient.id, { unit: 'phone', before: from, after: to })]);
    const after = await pullAll('patients', { under: places.village, checkpoint: before.checkpoint });
    expect(after.documents).toEqual([here({ ...patient, phone: '3' })]);
    expect((await pullAll('patients', { under: places.village, limit: 2 })).documents.filter(({ id }) => id === patient.id)).toHaveLength(1);
  });

  test('STREAM-1 an empty page gives back the checkpoint that it was asked with, and the beginning without one', async () => {
    const { checkpoint } = await pullAll('patients');
    expect(await pull('patients', { checkpoint })).toEqual({ documents: [], checkpoint });
    const { checkpoint: beginning, documents } = await pull('reviews', { under: places.farVillage });
    expect(documents).toEqual([]);
    expect(await pull('reviews', { under: places.farVillage, checkpoint: beginning })).toEqual({ documents: [], checkpoint: beginning });
  });

  test('STREAM-1 what was numbered earlier and commits later is not passed by', async () => {
    const { db } = county.county;
    const { checkpoint } = await pullAll('patients');
    const slow = await db.startTransaction().execute();
    await takeNumbers(slow, new Map([['org:slow', 1]]), 1);
    const patient = aPatient({ homeId: places.village });
    await village.push([create(patient)]);
    const meanwhile = await pull('patients', { checkpoint });
    await slow.rollback().execute();
    expect(meanwhile.documents).toEqual([]);
    expect((await pull('patients', { checkpoint })).documents).toEqual([here(patient)]);
  });
});

describe('what leaves', () => {
  async function aRecord(homeId: OrganisationId) {
    const device = homeId === places.village ? village : await county.enrol(homeId);
    const patient = aPatient({ homeId });
    const visit = anEncounter({ patientId: patient.id, homeId, orgId: homeId });
    await device.push([create(patient), create(visit)]);
    return { patient, visit };
  }

  test('STREAM-3 a patient who moves away becomes a tombstone without content, and comes back', async () => {
    const { patient } = await aRecord(places.village);
    const before = await pullAll('patients', { under: places.village });
    await moveTo(patient.id, places.farVillage);
    const away = await pullAll('patients', { under: places.village, checkpoint: before.checkpoint });
    expect(away.documents).toEqual([gone('patients', patient.id)]);
    expect((await pullAll('patients', { under: places.farVillage })).documents).toContainEqual(here({ ...patient, homeId: places.farVillage }));
    await moveTo(patient.id, places.village);
    expect((await pullAll('patients', { under: places.village, checkpoint: away.checkpoint })).documents).toEqual([here(patient)]);
    expect((await pullAll('patients', { under: places.village, checkpoint: before.checkpoint })).documents).toEqual([here(patient)]);
  });

  test('STREAM-3 a document goes only where none of its scopes is seen', async () => {
    const { patient, visit } = await aRecord(places.village);
    const seen = { village: { under: places.village }, township: { under: places.township }, county: {} };
    const before = Object.fromEntries(await Promise.all(Object.entries(seen).map(async ([name, asked]) => [name, (await pullAll('encounters', asked)).checkpoint] as const)));
    const patientsBefore = (await pullAll('patients', seen.township)).checkpoint;
    await moveTo(patient.id, places.otherVillage);
    const after = async (name: keyof typeof seen) => (await pullAll('encounters', { ...seen[name], checkpoint: before[name] ?? null })).documents;
    // The village made the visit, which stays in its scope; the township sees both villages, the county all.
    for (const name of ['village', 'township', 'county'] as const) expect((await after(name)).filter(({ id, _deleted }) => id === visit.id && _deleted)).toEqual([]);
    expect((await pullAll('patients', { ...seen.township, checkpoint: patientsBefore })).documents).toEqual([here({ ...patient, homeId: places.otherVillage })]);
  });

  test('STREAM-3 what a link brings to another institution comes there, and goes with it', async () => {
    const { patient } = await aRecord(places.village);
    const { patient: twin } = await aRecord(places.otherVillage);
    const township = await county.enrol(places.township);
    const under = places.otherVillage;
    const before = (await pullAll('patients', { under })).checkpoint;
    const link = aPatientLink(patient, twin);
    expect((await township.push([create(link)])).outcome).toBe('accepted');
    const linked = await pullAll('patients', { under, checkpoint: before });
    expect(linked.documents.filter(({ _deleted }) => !_deleted).map(({ id }) => id)).toContain(patient.id);
    await township.push([change('patientLink', link.id, { unit: 'state', before: link.state, after: { ...link.state, name: 'unlinked' } })]);
    const parted = await pullAll('patients', { under, checkpoint: linked.checkpoint });
    expect(parted.documents).toEqual([gone('patients', patient.id)]);
  });

  test('STREAM-3 a tombstone of each stream is valid by its schema, and its schema is that of the kind', () => {
    for (const name of rxdbStreamNames) {
      const { kind, blank } = rxdbStreams[name];
      expect(parseDocument({ ...blank, id: newId() })).toMatchObject({ success: true });
      const { properties, required } = streamSchema(name);
      expect(properties['kind']).toMatchObject({ const: kind });
      expect(required.toSorted()).toEqual(Object.keys({ ...blank, id: '' }).toSorted());
    }
  });
});

describe('who may ask, and what', () => {
  test('STREAM-4 nobody without a session, no post that the stream is not for, in words of both languages', async () => {
    for (const path of [streamPullPath('patients'), streamEventsPath('patients')]) {
      expect(await refusalOf(await ask(path, { session: { token: '' } }))).toEqual([401, 'notAllowed']);
      expect(await refusalOf(await ask(path, { session: { token: 'nonsense' } }))).toEqual([401, 'notAllowed']);
      // Whatever else is amiss.
      expect(await refusalOf(await get(`${path}?other=1`, { token: '' }))).toEqual([401, 'notAllowed']);
      expect(await refusalOf(await ask(path, { session: countyIt }))).toEqual([403, 'notAllowed']);
      expect(await refusalOf(await ask(path, { under: newId() }))).toEqual([404, 'notFound']);
    }
    expect((await pull('organisations', { session: countyIt })).documents).toHaveLength(6);
    expect(await refusalOf(await ask(streamPullPath('organisations'), { under: places.village }))).toEqual([404, 'notFound']);
    expect(await refusalOf(await ask(streamPullPath('secrets')))).toEqual([404, 'notFound']);
    const elsewhere = await fetch(`${county.url}${streamPullPath('patients')}`, { headers: { origin: 'https://elsewhere.example', cookie: `${sessionCookie}=${office.token}` } });
    expect(elsewhere.status).toBe(403);
  });

  test('STREAM-4 a limit or checkpoint that cannot be read is refused at the edge', async () => {
    for (const query of ['limit=0', 'limit=1001', 'limit=-1', 'limit=1e2', 'limit=', 'limit=5&limit=6', 'checkpoint=nonsense', 'checkpoint={}', 'checkpoint={"history":1}', 'under=here', 'other=1',
      `checkpoint=${'9'.repeat(400)}`, `checkpoint=${encodeURIComponent(JSON.stringify({ history: '0123456789abcdef', position: -1, id: newId() }))}`]) {
      expect(await refusalOf(await get(`${streamPullPath('patients')}?${query}`))).toEqual([400, 'badRequest']);
    }
  });

  test('STREAM-5 a checkpoint of another history, stream or view is told apart', async () => {
    const { checkpoint } = await pullAll('patients', { under: places.village });
    for (const stale of [{ ...checkpoint, history: '0123456789abcdef' }, { ...checkpoint, position: checkpoint.position + 1_000_000 }]) {
      expect(await refusalOf(await ask(streamPullPath('patients'), { under: places.village, checkpoint: stale }))).toEqual([409, 'epochMismatch']);
    }
    const told = async (asked: Promise<Response>): Promise<unknown> => {
      const response = await asked;
      expect(await refusalOf(response.clone())).toEqual([409, 'epochMismatch']);
      return problem.parse(await response.json()).detail;
    };
    expect(await told(ask(streamPullPath('encounters'), { under: places.village, checkpoint }))).toContain('This checkpoint is of another stream');
    expect(await told(ask(streamPullPath('patients'), { under: places.village, checkpoint: (await pullAll('organisations')).checkpoint }))).toContain('This checkpoint is of another stream');
    expect(await told(ask(streamPullPath('patients'), { checkpoint }))).toContain('was pulled with another "under"');
  });

  test('STREAM-5 an institution that is new joins a copy; one that had records and is put elsewhere ends it', async () => {
    const { documents } = await pullAll('organisations');
    const farVillage = documents.find(({ id }) => id === places.farVillage) as unknown as Organisation & { _deleted?: boolean };
    const { _deleted, ...organisation } = farVillage;
    const { checkpoint } = await pullAll('patients', { under: places.township });
    const added: Organisation = { ...organisation, id: newId() as OrganisationId, parentId: places.township, name: '新村卫生室', shortName: '新村' };
    await county.write([added]);
    const patient: Patient = aPatient({ homeId: added.id });
    await county.write([patient]);
    const joined = await pullAll('patients', { under: places.township, checkpoint });
    expect(joined.documents).toEqual([here(patient)]);
    await county.write([{ ...added, parentId: places.farTownship }]);
    expect(await refusalOf(await ask(streamPullPath('patients'), { under: places.township, checkpoint: joined.checkpoint }))).toEqual([409, 'epochMismatch']);
    // Nothing of it was in the copy at that place.
    expect((await pull('patients', { under: places.township, checkpoint })).documents).toEqual([]);
  });
});

describe('events', () => {
  async function listen(asked: Asked = {}) {
    const response = await ask(streamEventsPath('patients'), asked);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    return {
      /** Resolves when it has said RESYNC so many times since it was opened, and at its end. */
      resyncs: async (count: number): Promise<number> => {
        for (;;) {
          const said = heard.split('data: RESYNC\n\n').length - 1;
          if (said >= count) return said;
          const next = await reader?.read();
          if (next?.done !== false) return said;
          heard += next.value;
        }
      },
      close: async () => { await reader?.cancel(); },
    };
  }
  const untilItEnds = Infinity;

  test('STREAM-6 says RESYNC at once, and when the stream has changed', async () => {
    const events = await listen({ under: places.farVillage });
    expect(await events.resyncs(1)).toBe(1);
    const { checkpoint } = await pullAll('patients', { under: places.farVillage });
    const far = await county.enrol(places.farVillage);
    const patient = aPatient({ homeId: places.farVillage });
    await far.push([create(patient)]);
    expect(await events.resyncs(2)).toBe(2);
    expect((await pull('patients', { under: places.farVillage, checkpoint })).documents).toEqual([here(patient)]);
    await events.close();
  });

  test('STREAM-6 ENEMY-10 ends with the session, with the post, and when the account is blocked', async () => {
    const [leaving, demoted, blocked] = [await aSession('countyOffice'), await aSession('countyOffice'), await aSession('countyOffice')];
    const [left, moved, out] = [await listen({ session: leaving }), await listen({ session: demoted }), await listen({ session: blocked })];
    const { db } = county.county;
    const by = { act: 'block', byUserId: newId(), now: new Date() } as const;
    expect(await actOnAccount(db, { ...by, personId: blocked.personId }, async () => undefined)).toMatchObject({ ok: true });
    await endSession(db, leaving.token);
    await endPosts(county.county, demoted.personId, places.county, addDays(localDay(new Date()), -1));
    await village.push([create(aPatient({ homeId: places.village }))]);
    expect(await left.resyncs(untilItEnds)).toBe(1);
    expect(await moved.resyncs(untilItEnds)).toBe(1);
    expect(await out.resyncs(untilItEnds)).toBe(1);
    expect(await refusalOf(await ask(streamEventsPath('patients'), { session: demoted }))).toEqual([401, 'notAllowed']);
  });

  test('STREAM-5 STREAM-6 ends with the server, having said nothing of what its viewer does not see; a restored county has another history', async () => {
    const { checkpoint } = await pullAll('patients');
    const [far, near] = [await listen({ under: places.farVillage }), await listen({ under: places.village })];
    await village.push([create(aPatient({ homeId: places.village }))]);
    expect(await near.resyncs(2)).toBe(2);
    await county.county.db.updateTable('county').set({ epoch: newId() }).execute();
    const restarting = county.restart();
    expect(await far.resyncs(untilItEnds)).toBe(1);
    county = await restarting;
    const refused = await ask(streamPullPath('patients'), { checkpoint });
    expect(await refused.clone().json()).toMatchObject({ epoch: county.county.epoch });
    expect(await refusalOf(refused)).toEqual([409, 'epochMismatch']);
  });
});
