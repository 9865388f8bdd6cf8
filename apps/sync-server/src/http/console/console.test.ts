import { newId } from '@lianyi/schema/basics/ids';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { codeToGrant } from '@lianyi/schema/wire/lease';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrganisationPage } from '../../reports/views.ts';

let county: TestCountyServer;
const demoAccounts = [{ login: 'long', password: '晨雾-远山-2026', role: 'countyIt' }] as const;
beforeAll(async () => {
  // Of county IT one-time codes are asked, but of a demo's accounts.
  county = await aCounty({ demoAccounts });
  await anAccount(county.county, { login: 'tian', name: '田玉梅', role: 'countyOffice', password: '晨雾-远山-2026' });
  await anAccount(county.county, { login: 'long', name: '龙建军', role: 'countyIt', password: '晨雾-远山-2026' });
});
afterAll(async () => { await county.close(); });

describe('the console', () => {
  test('answers nothing but the login before somebody has logged in', async () => {
    const stranger = aConsole(county.url);
    expect(await stranger.ask.session.me.query()).toBeNull();
    // Only a demo shows accounts to everybody.
    expect(await stranger.ask.session.demoAccounts.query()).toEqual(demoAccounts);
    await expect(stranger.ask.today.query()).rejects.toThrow('not logged in');
    expect((await fetch(`${county.url}/console/streams/organisations/pull`)).status).toBe(401);
    expect(await stranger.ask.session.login.mutate({ login: 'tian', password: 'wrong' })).toEqual({ ok: false, code: 'wrong' });
  });

  test('LINE-20 a stick is taken only from who has logged in, and what is none is told and changes nothing', async () => {
    const hand = async (body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      fetch(`${county.url}/console/parcels`, { method: 'POST', headers: { 'content-type': 'application/octet-stream', origin: county.url, ...headers }, body });
    expect((await hand('rubbish')).status).toBe(401);
    const cookie = (await loggedIn()).cookie();
    expect(await (await hand('rubbish', { cookie })).json()).toEqual({ ok: false, reason: 'noParcel' });
    expect(await (await hand('', { cookie })).json()).toEqual({ ok: false, reason: 'cutShort' });
    expect((await hand('{}', { cookie, 'content-type': 'application/json' })).status).toBe(200);
    expect((await hand('rubbish', { cookie, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect(await county.county.db.selectFrom('bundle').select('id').where('deviceId', 'is not', null).execute()).toEqual([]);
    expect(await county.county.db.selectFrom('auditEntry').select('number').where('action', 'like', 'parcel.%').execute()).toEqual([]);
  });

  test('keeps the session in a cookie that scripts and other sites cannot use, until the logout', async () => {
    const office = await loggedIn();
    expect(office.cookie()).toMatch(/^lianyi_county=[\w-]{43}$/);
    expect(office.attributes()).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await office.ask.session.me.query()).toMatchObject({ login: 'tian', name: '田玉梅', countyName: '安和县医共体' });
    const stolen = office.cookie();
    await office.ask.session.logout.mutate();
    expect(await aConsole(county.url, stolen).ask.session.me.query()).toBeNull();
    const elsewhere = await fetch(`${county.url}/console/trpc/session.me`, { headers: { origin: 'https://elsewhere.example', cookie: stolen } });
    expect(elsewhere.status).toBe(403);
  });

  test('shows a patient with the origin of each entry, and what is in review', async () => {
    const village = await county.enrol(places.village, people.villageDoctor, '青石坪一号');
    const township = await county.enrol(places.township, people.nurse, '云岭护士站');
    const patient = aPatient({ name: '龙𬱖芬', homeId: places.village, phone: '13800000000' });
    const allergyId = newId();
    await village.push([create(patient)], { action: 'patients.register' });
    await village.push([change('patient', patient.id, { unit: 'phone', before: '13800000000', after: '13811111111' })]);
    await township.push([
      change('patient', patient.id, { unit: 'phone', before: '13800000000', after: '13822222222' }, { unit: `allergies/${allergyId}`, before: null, after: anAllergy() }),
    ], { action: 'patients.change' });

    const { ask } = await loggedIn();
    expect(await ask.patients.search.query({ query: '𬱖' })).toMatchObject([{ id: patient.id, matched: 'name', home: { id: places.village } }]);
    expect(await ask.patients.search.query({ query: '138 1111 1111' })).toHaveLength(1);
    expect(await ask.patients.search.query({ query: '13811111' })).toHaveLength(0);
    expect(await ask.patients.search.query({ query: '%' })).toHaveLength(0);
    expect(await ask.patients.get.query({ patientId: patient.id })).toMatchObject({ access: 'closed', patient: { name: '龙𬱖芬' }, home: { id: places.village } });
    await ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'complaint', text: '患者来电投诉电话被改' });
    const answer = await ask.patients.get.query({ patientId: patient.id });
    const chart = answer?.access === 'open' ? answer.chart : null;
    const unit = (name: string) => chart?.record.units.find((one) => one.unit === name);
    expect(chart?.record.created).toMatchObject({ action: 'patients.register', organisation: { id: places.village }, device: { name: '青石坪一号' }, person: { name: '龙正明' } });
    expect(unit('phone')).toMatchObject({ value: '13811111111', origin: { device: { name: '青石坪一号' } } });
    expect(unit('phone')?.reviewIds).toEqual(chart?.reviews.filter(({ about }) => about.unit === 'phone').map(({ id }) => id));
    expect(unit(`allergies/${allergyId}`)?.origin).toMatchObject({ device: { id: township.id, name: '云岭护士站' }, person: { name: '田晓霞' } });
    const aboutPhone = async () => (await ask.reviews.list.query({ state: 'open' })).filter(({ review }) => review.about.unit === 'phone');
    expect(await aboutPhone()).toMatchObject([{ patient: { name: '龙𬱖芬' }, present: { value: '13811111111' } }]);
    await village.push([change('patient', patient.id, { unit: 'phone', before: '13811111111', after: '13833333333' })]);
    expect(await aboutPhone()).toMatchObject([{ review: { kept: { value: '13811111111' } }, present: { value: '13833333333' } }]);
    expect(await ask.patients.get.query({ patientId: newId() })).toBeNull();
  });

  test('counts today: visits by township, open reviews, quarantine, and who was not heard', async () => {
    const far = await county.enrol(places.farVillage);
    const patient = aPatient({ homeId: places.farVillage });
    const visit = { patientId: patient.id, homeId: places.farVillage, orgId: places.farVillage, startedAt: localClockTime(new Date()) };
    // Of two visits one was opened by mistake: nobody has been seen in it.
    await far.push([create(patient), create(anEncounter({ ...visit, complaint: '咳嗽' })), create(anEncounter(visit))]);
    await far.push([create({ ...aPatient({ homeId: places.village }) })]);
    await county.county.db.updateTable('device').set({ lastHeardAt: new Date(Date.now() - 48 * 3_600_000), waitingCount: 7 }).where('id', '=', far.id).execute();
    const { ask } = await loggedIn();
    const today = await ask.today.query();
    expect(today.visits.today).toBe(1);
    expect(today.quarantined).toEqual({ bundles: 1, devices: 1 });
    expect(today.silent).toEqual({ devices: 1, organisations: 1 });
    expect(today.townships.find((row) => row.id === places.farTownship)).toMatchObject({ heard: 0, total: 1, visitsToday: 1 });
    expect(today.todo.map((row) => row.kind)).toEqual(expect.arrayContaining(['review', 'quarantined', 'silentDevice']));
    expect(await ask.quarantine.list.query()).toMatchObject([{ reason: 'outOfScope', kinds: ['patient'], organisation: { id: places.farVillage } }]);
    const rows = await ask.organisations.list.query();
    expect(rows.map((row) => row.type)).toEqual(['county', 'township', 'village', 'township', 'village', 'village']);
    expect(rows.find((row) => row.id === places.farVillage)).toMatchObject({ waiting: 7, patients: 1, quarantined: 1 });
    expect((await ask.devices.list.query()).find((row) => row.id === far.id)).toMatchObject({ waiting: 7, bundles: 2, quarantined: 1, status: 'active' });
  });

  test('streams organisations: pages after a checkpoint, then each change as an event', async () => {
    const office = await loggedIn();
    const first = await pullPage(office.cookie(), null, 4);
    const rest = await pullPage(office.cookie(), first.checkpoint, 100);
    expect(new Set([...first.documents, ...rest.documents].map((row) => row.id)).size).toBe(6);
    expect((await pullPage(office.cookie(), rest.checkpoint, 100)).documents).toEqual([]);
    for (const checkpoint of ['nonsense', JSON.stringify({ updatedAt: '0000-01-01T00:00:00Z', id: '00000000-0000-4000-8000-000000000000' })]) {
      expect((await fetch(`${county.url}/console/streams/organisations/pull?${new URLSearchParams({ checkpoint }).toString()}`, { headers: { cookie: office.cookie() } })).status).toBe(400);
    }

    const gone = new AbortController();
    const events = await fetch(`${county.url}/console/streams/organisations/events`, { headers: { cookie: office.cookie() }, signal: gone.signal });
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    const village = await county.enrol(places.otherVillage);
    await village.exchange({ waiting: 3 });
    let heard = '';
    for await (const chunk of events.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('"waiting":3')) break;
    }
    expect(heard).toContain(places.otherVillage);
    gone.abort();
  });

  test('DEV-10 whoever is of the office sees the PCs and what was done about them; only county IT decides', async () => {
    const device = await county.enrol(places.village, undefined, '要停用的');
    const [office, it] = [await loggedIn(), await loggedIn('long')];
    const decisions = (by: typeof office) => [
      async () => by.ask.devices.code.mutate({ orgId: places.village, name: '' }),
      async () => by.ask.devices.act.mutate({ deviceId: device.id, act: 'retire', reason: '旧了', takesBlocked: false }),
      async () => by.ask.devices.replace.mutate({ deviceId: device.id, name: '', reason: '旧了' }),
      async () => by.ask.devices.extend.mutate({ deviceId: device.id, days: 14, reason: '村里断网' }),
    ];
    for (const decide of decisions(office)) await expect(decide()).rejects.toThrow('device.manage');
    for (const decide of decisions(aConsole(county.url))) await expect(decide()).rejects.toThrow('not logged in');
    expect(await office.ask.devices.acts.query({ deviceId: device.id })).toEqual([]);

    expect(await it.ask.devices.code.mutate({ orgId: newId(), name: '' })).toBeNull();
    expect(await it.ask.devices.code.mutate({ orgId: places.village, name: '' })).toMatchObject({ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/) as string, lifeS: 600 });
    // As on the command line: a code for this PC and these days, told among the acts; the code itself is nowhere.
    const extended = await it.ask.devices.extend.mutate({ deviceId: device.id, days: 14, reason: '村里断网' });
    expect(codeToGrant(extended.ok ? extended.code : '')).toMatchObject({ days: 14 });
    const [given] = await office.ask.devices.acts.query({ deviceId: device.id });
    expect(given).toMatchObject({ act: 'extend', days: 14, reason: '村里断网' });
    expect(JSON.stringify(await county.county.db.selectFrom('auditEntry').select('detail').execute())).not.toContain(extended.ok ? extended.code : '');
    await expect(it.ask.devices.extend.mutate({ deviceId: device.id, days: 367, reason: '村里断网' })).rejects.toThrow('days');
    await expect(it.ask.devices.extend.mutate({ deviceId: device.id, days: 14, reason: 'x' })).rejects.toThrow('reason');
    expect(await it.ask.devices.extend.mutate({ deviceId: newId(), days: 14, reason: '村里断网' })).toEqual({ ok: false, reason: 'unknownDevice' });
    await expect(it.ask.devices.act.mutate({ deviceId: device.id, act: 'stolen', reason: ' ', takesBlocked: false })).rejects.toThrow('reason');
    expect(await it.ask.devices.act.mutate({ deviceId: device.id, act: 'retire', reason: '旧了', takesBlocked: false })).toEqual({ ok: true, isChanged: true, released: null });
    expect(await it.ask.devices.act.mutate({ deviceId: newId(), act: 'retire', reason: '旧了', takesBlocked: false })).toEqual({ ok: false, why: 'noSuchDevice' });
    expect(await office.ask.devices.acts.query({ deviceId: device.id })).toMatchObject([{ act: 'retire', reason: '旧了', by: '龙建军 (long)' }, { act: 'extend' }]);
    expect(await it.ask.devices.extend.mutate({ deviceId: device.id, days: 14, reason: '村里断网' })).toEqual({ ok: false, reason: 'endedDevice' });
  });
});

async function loggedIn(login = 'tian') {
  const office = aConsole(county.url);
  expect(await office.ask.session.login.mutate({ login, password: '晨雾-远山-2026' })).toMatchObject({ ok: true });
  return office;
}

async function pullPage(cookie: string, checkpoint: OrganisationPage['checkpoint'], limit: number): Promise<OrganisationPage> {
  const query = new URLSearchParams({ checkpoint: JSON.stringify(checkpoint), limit: String(limit) });
  const response = await fetch(`${county.url}/console/streams/organisations/pull?${query.toString()}`, { headers: { cookie } });
  expect(response.status).toBe(200);
  return (await response.json()) as OrganisationPage;
}
