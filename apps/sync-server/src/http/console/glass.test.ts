import { addDays, localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Review } from '@lianyi/schema/documents/review';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import type { TestConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { withoutAudit } from '@lianyi/tests/builders/withoutAudit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endPosts, givePost } from '../../directory/changePeople.ts';

const password = '晨雾-远山-2026';
let now = new Date();
let county: TestCountyServer;
const logins = [
  { login: 'tian', role: 'countyOffice', postOrgId: null }, { login: 'office', role: 'countyOffice', postOrgId: places.county }, { login: 'head', role: 'countyOffice', postOrgId: places.township },
  { login: 'shen', role: 'auditor', postOrgId: null },
] as const;
beforeAll(async () => {
  county = await aCounty({ now: () => now, demoAccounts: [{ login: 'shen', password, role: 'auditor' }, { login: 'both', password, role: 'auditor' }] });
  for (const user of logins) await anAccount(county.county, { ...user, password });
});
afterAll(async () => { await county.close(); });

async function loggedIn(login: string): Promise<TestConsole> {
  const console = aConsole(county.url);
  expect(await console.ask.session.login.mutate({ login, password })).toMatchObject({ ok: true });
  return console;
}

const accessOf = async ({ ask }: TestConsole, patientId: string): Promise<string | undefined> => (await ask.patients.get.query({ patientId }))?.access;

test('GLASS-1 opens one chart, to one person, for thirty minutes, and only with a reason and a text', async () => {
  const village = await county.enrol(places.village);
  const [patient, other] = [aPatient({ homeId: places.village, name: '龙正芬' }), aPatient({ homeId: places.village })];
  await village.push([create(patient), create(other)]);
  const [tian, office] = [await loggedIn('tian'), await loggedIn('office')];
  expect(await accessOf(tian, patient.id)).toBe('closed');
  for (const text of ['', '     ', '短', '......', '123456789', 'aaaaaaaa', '急救急救急救', 'x'.repeat(301)]) await expect(tian.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text })).rejects.toThrow('text');
  await expect(tian.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'curious' as 'other', text: '想看一看这份档案' })).rejects.toThrow('reason');
  const { until } = await tian.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text: '县医院急诊来电' });
  expect(Date.parse(until) - now.getTime()).toBe(30 * 60_000);
  expect(await tian.ask.patients.get.query({ patientId: patient.id })).toMatchObject({ access: 'open', until, chart: { patient: { identity: { name: '龙正芬' } } } });
  expect(await accessOf(tian, other.id)).toBe('closed');
  expect(await accessOf(office, patient.id)).toBe('closed');
  // Asked for again while it is open: no second notice.
  await tian.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'other', text: '不小心又按了一次' });
  expect(await county.county.db.selectFrom('glassOpening').select('id').execute()).toHaveLength(1);
  now = new Date(now.getTime() + 29 * 60_000);
  expect(await accessOf(tian, patient.id)).toBe('open');
  now = new Date(now.getTime() + 61_000);
  // By the clock, whatever is still on the screen: the chart and what is attached to it alike.
  expect(await accessOf(tian, patient.id)).toBe('closed');
  expect(await tian.ask.patients.attachments.query({ patientId: patient.id })).toBeNull();
});

test('GLASS-1 a chart opened many times at once, in two tabs and with other words, is opened once: one row, one entry, one notice', async () => {
  const village = await county.enrol(places.village);
  const patient = aPatient({ homeId: places.village });
  await village.push([create(patient)]);
  const tabs = [await loggedIn('tian'), await loggedIn('tian')];
  const opened = await Promise.all([0, 1, 2, 3].map(async (at) => tabs[at % 2]?.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text: at < 2 ? '县医院急诊来电' : '家属在县医院等' })));
  const count = async () => ({
    rows: (await county.county.db.selectFrom('glassOpening').select('id').where('patientId', '=', patient.id).execute()).length,
    entries: (await county.county.db.selectFrom('auditEntry').select(['action', 'patientIds']).where('action', '=', 'glass.open').execute()).filter(({ patientIds }) => patientIds.includes(patient.id)).length,
    notices: (await county.county.db.selectFrom('document').select('id').where('kind', '=', 'review').where('patientId', '=', patient.id).execute()).length,
  });
  expect([new Set(opened.map((answer) => answer?.until)).size, await count()]).toEqual([1, { rows: 1, entries: 1, notices: 1 }]);
  // Somebody else's is another one; so is one's own once the first is over.
  await (await loggedIn('office')).ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text: '县医院急诊来电' });
  expect(await count()).toEqual({ rows: 2, entries: 2, notices: 2 });
  now = new Date(now.getTime() + 30 * 60_000 + 1000);
  await (await loggedIn('tian')).ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text: '县医院急诊来电' });
  expect(await count()).toEqual({ rows: 3, entries: 3, notices: 3 });
});

test('GLASS-2 without its entry in the audit no chart is opened, and nobody is told that it was', async () => {
  const village = await county.enrol(places.village);
  const patient = aPatient({ homeId: places.village });
  await village.push([create(patient)]);
  const tian = await loggedIn('tian');
  await withoutAudit(county.owner, async () => { await expect(tian.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'emergency', text: '县医院急诊来电' })).rejects.toThrow('the county failed'); });
  expect(await county.county.db.selectFrom('glassOpening').select('id').where('patientId', '=', patient.id).execute()).toEqual([]);
  expect([...(await village.pull()).values()].filter((document) => document.kind === 'review' && document.patientId === patient.id)).toEqual([]);
});

test('GLASS-1 a post at an institution covers its charts and those below it; one at the county covers none', async () => {
  const [village, far] = [await county.enrol(places.village), await county.enrol(places.farVillage)];
  const [near, away] = [aPatient({ homeId: places.village }), aPatient({ homeId: places.farVillage })];
  await village.push([create(near)]);
  await far.push([create(away)]);
  const [head, office] = [await loggedIn('head'), await loggedIn('office')];
  expect(await head.ask.patients.get.query({ patientId: near.id })).toMatchObject({ access: 'open', until: null });
  expect(await accessOf(head, away.id)).toBe('closed');
  expect(await accessOf(office, near.id)).toBe('closed');
});

test('LOGIN-10 who sees who looked opens no chart, whatever other posts they hold', async () => {
  const village = await county.enrol(places.village);
  const patient = aPatient({ homeId: places.village });
  await village.push([create(patient)]);
  const { personId } = await anAccount(county.county, { login: 'both', role: 'auditor', postOrgId: places.township });
  await givePost(county.county, personId, { orgId: places.county, role: 'countyOffice', from: null, until: null });
  const both = await loggedIn('both');
  expect(await accessOf(both, patient.id)).toBe('closed');
  await expect(both.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'other', text: '想看一看这份档案' })).rejects.toThrow('opens no chart');
  expect(await both.ask.patients.attachments.query({ patientId: patient.id })).toBeNull();
  // Without the auditor's post the other one opens it.
  await endPosts(county.county, personId, places.county, addDays(localDay(now), -1), 'auditor');
  expect(await accessOf(await loggedIn('both'), patient.id)).toBe('open');
});

test('GLASS-2 the patient\'s own clinic is told who, where, why and until when, no other is; its question reaches the auditor', async () => {
  const [village, other] = [await county.enrol(places.village, people.villageDoctor), await county.enrol(places.otherVillage)];
  const patient = aPatient({ homeId: places.village });
  await village.push([create(patient)]);
  await (await loggedIn('tian')).ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'complaint', text: '家属投诉收费' });
  const [entry] = await county.county.db.selectFrom('auditEntry').selectAll().where('action', '=', 'glass.open').orderBy('number', 'desc').limit(1).execute();
  expect(entry).toMatchObject({ actorName: 'tian', patientIds: [patient.id], detail: { reason: 'complaint', minutes: 30 } });

  const isNotice = (document: { kind: string }): document is Review => document.kind === 'review' && (document as Review).reason === 'glassOpened' && (document as Review).patientId === patient.id;
  const notice = [...(await village.pull()).values()].find(isNotice);
  expect(notice?.losing.value).toMatchObject({ who: 'tian', place: '安和县医共体', reason: 'complaint', text: '家属投诉收费' });
  expect([...(await other.pull()).values()].some(isNotice)).toBe(false);

  const resolution = { choice: 'seen' as const, saw: notice?.losing.value, reason: '为什么不先打电话？', signature: { by: people.villageDoctor, orgId: places.village, at: localClockTime(now) } };
  expect(await village.push([change('review', notice?.id ?? '', { unit: 'resolution', before: null, after: resolution })], { action: 'reviews.resolve' })).toMatchObject({ outcome: 'accepted' });
  const { rows } = await (await loggedIn('shen')).ask.audit.page.query({ patientId: patient.id, personId: null, deviceId: null, from: null, until: null, what: 'glass' });
  expect(rows).toMatchObject([{ action: 'glass.open', who: { name: 'tian' }, glass: { reason: 'complaint', text: '家属投诉收费', answer: { question: '为什么不先打电话？' } } }]);
});
