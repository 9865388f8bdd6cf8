import { join } from 'node:path';
import type { Kysely, RawBuilder } from 'kysely';
import { pino } from 'pino';
import { newId } from '@lianyi/schema/basics/ids';
import type { ChartReads } from '@lianyi/schema/documents/chartReads';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { wireTable } from '@lianyi/schema/wire/steps';
import { aConsole } from '@lianyi/tests/builders/aConsole';
import type { TestConsole } from '@lianyi/tests/builders/aConsole';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actOnDevice } from '../../access/deviceActs.ts';
import { makeRecoveryCode } from '../../access/deviceRecoveryCodes.ts';
import { makeEnrolmentCode } from '../../access/enrolmentCodes.ts';
import { addPerson } from '../../directory/changePeople.ts';
import { askedIn } from '../../reports/auditAsked.ts';
import { csvCell } from '../../reports/auditCsv.ts';
import { auditExport } from '../../reports/auditExport.ts';
import type { Tables } from '../../store/database.ts';
import { sql } from '../../store/database.ts';
import { postgresStore } from '../../store/postgresStore.ts';
import { auditHead } from '../../store/auditLog.ts';
import { examineAudit } from '../../sync/examineAudit.ts';
import { examineReads } from '../../sync/examineReads.ts';
import { snapshotsOf } from '../../sync/snapshots/offerSnapshots.ts';
import { openAttachmentFiles } from '../../store/attachmentFiles.ts';
import { attachmentsOf } from '../../sync/attachments.ts';
import { makeMetrics } from '../metrics.ts';
import { makeServer } from '../server.ts';
import { consoleRouter } from './router.ts';

const password = '晨雾-远山-2026';
const logins = [{ login: 'tian', role: 'countyOffice' }, { login: 'long', role: 'countyIt' }, { login: 'shen', role: 'auditor' }] as const;
const patient = aPatient({ name: '龙𬱖芬', homeId: places.village, phone: '13800000000' });

let county: TestCountyServer;
let village: TestDevice;
beforeAll(async () => {
  // A demo's accounts come in with the password alone.
  county = await aCounty({ demoAccounts: logins.map((account) => ({ ...account, password })) });
  for (const { login, role } of logins) await anAccount(county.county, { login, role, password });
  village = await county.enrol(places.village, people.villageDoctor, '青石坪一号');
  await village.push([create(patient)], { action: 'patients.register' });
});
afterAll(async () => { await county.close(); });

async function loggedIn(login: string): Promise<TestConsole> {
  const console = aConsole(county.url);
  expect(await console.ask.session.login.mutate({ login, password })).toMatchObject({ ok: true });
  return console;
}

const entries = async (action: string) => county.county.db.selectFrom('auditEntry').selectAll().where('action', '=', action).orderBy('number').execute();
const everything = { patientId: null, personId: null, deviceId: null, from: null, until: null, what: 'all' } as const;
const examine = async () => (await examineAudit(county.county.db, county.county.key.publicKey)).faults.map(({ fault }) => fault);

const readsOf = (ids: readonly string[]): ChartReads => ({
  id: newId(), kind: 'chartReads', orgId: places.village, by: people.villageDoctor,
  reads: ids.map((patientId) => ({ patientId: patientId as ChartReads['reads'][number]['patientId'], page: 'chart', at: localClockTime(new Date()) })),
});

/**
 * Every question of the console, and under which name it writes down whom it shows. Written by hand: one that is not
 * here, or says another thing of itself, fails.
 */
const shown: Readonly<Record<string, string>> = {
  'today': 'today.read', 'patients.search': 'patients.search', 'patients.get': 'chart.read', 'patients.attachments': 'chart.read', 'reviews.list': 'reviews.read', 'audit.page': 'audit.read', 'audit.find': 'audit.find', 'audit.export': 'audit.export',
  'session.me': 'nobody', 'session.demoAccounts': 'nobody', 'session.login': 'nobody', 'session.logout': 'nobody', 'session.mine': 'nobody', 'session.end': 'nobody', 'session.changePassword': 'nobody',
  'session.offerTotp': 'nobody', 'session.confirmTotp': 'nobody', 'patients.breakGlass': 'nobody', 'organisations.list': 'nobody', 'quarantine.list': 'nobody', 'devices.list': 'nobody',
  'devices.acts': 'nobody', 'devices.code': 'nobody', 'devices.act': 'nobody', 'devices.replace': 'nobody', 'devices.recover': 'nobody', 'devices.extend': 'nobody',
  'accounts.of': 'nobody', 'accounts.block': 'nobody', 'accounts.unblock': 'nobody', 'accounts.endWait': 'nobody', 'accounts.resetTotp': 'nobody', 'accounts.newPassword': 'nobody',
  'directory.organisations': 'nobody', 'directory.people': 'nobody', 'directory.addOrganisation': 'nobody', 'directory.moveOrganisation': 'nobody', 'directory.closeOrganisation': 'nobody', 'directory.setOrganisation': 'nobody', 'directory.addPerson': 'nobody', 'directory.givePost': 'nobody', 'directory.endPosts': 'nobody', 'directory.giveRights': 'nobody',
};

/** Every route of the running server: `patients` are shown to people by those alone whose reads are written down. */
const routes: Readonly<Record<string, 'patients' | 'devices' | 'nobody'>> = {
  '/sync/exchange': 'devices', '/sync/lookups': 'devices', '/sync/checksums': 'devices', '/sync/chunks/:sha256': 'devices', '/sync/repair': 'devices', '/sync/readmissions': 'devices', '/sync/witness': 'devices', '/sync/snapshots': 'devices',
  '/sync/attachments/ask': 'devices', '/sync/attachments/:id/:part': 'devices', '/sync/uploads/:sha256': 'devices',
  // Below `/sync/snapshots`.
  '/ask': 'devices', '/devices/purged': 'devices', '/devices/enrol': 'devices', '/devices/recover': 'devices',
  '/console/trpc/:path': 'patients', '/rxdb/:stream/pull': 'patients', '/rxdb/:stream/events': 'nobody', '/console/streams/organisations/pull': 'nobody', '/console/streams/organisations/events': 'nobody',
  '/console/parcels': 'nobody', '/health': 'nobody', '/metrics': 'nobody',
};

describe('what shows patients', () => {
  test('AUDIT-1 every procedure of the console says whom it shows, and none is missing from this list', () => {
    const procedures = Object.entries(consoleRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly meta?: { readonly shows?: string } } }>>);
    expect(Object.fromEntries(procedures.map(([name, { _def }]) => [name, _def.meta?.shows]))).toEqual(shown);
  });

  test('AUDIT-1 every route of the running server is in the list: what shows patients to people, what devices carry, and the rest', async () => {
    const files = await openAttachmentFiles(join(county.keyDir, 'attachments'), county.keyDir);
    const app = await makeServer({
      county: county.county, attachments: attachmentsOf(county.county, files, 1), metrics: makeMetrics(), log: pino({ level: 'silent' }), consoleDir: undefined, demoAccounts: [], totpFor: [], silenceMs: 120_000, trustProxy: [], wire: wireTable, snapshots: snapshotsOf(county.county),
    });
    await app.ready();
    const paths = [...app.printRoutes({ commonPrefix: false }).matchAll(/(\/[^\s(]*) \(/g)].map(([, path = '']) => path);
    await app.close();
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !Object.hasOwn(routes, path))).toEqual([]);
  });

  test('AUDIT-1 who was shown whom is written down with the session, before it is answered, and once for a page that asks again', async () => {
    const office = await loggedIn('tian');
    await office.ask.patients.search.query({ query: '𬱖' });
    await office.ask.patients.search.query({ query: '𬱖' });
    expect(await entries('patients.search')).toMatchObject([{ actorName: 'tian', patientIds: [patient.id] }]);
    await office.ask.patients.get.query({ patientId: patient.id });
    expect(await entries('chart.refused')).toHaveLength(1);
    expect(await entries('chart.read')).toEqual([]);
    await office.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'referral', text: '转县医院，要看过敏史' });
    await office.ask.patients.get.query({ patientId: patient.id });
    expect(await entries('chart.read')).toMatchObject([{ patientIds: [patient.id] }]);
    const page = await (await fetch(`${county.url}/rxdb/patients/pull?limit=50`, { headers: { cookie: office.cookie() } })).json() as { documents: readonly unknown[] };
    expect(page.documents).toHaveLength(1);
    expect(await entries('stream.read')).toMatchObject([{ patientIds: [patient.id], detail: { stream: 'patients' } }]);
    const { rows } = await sql<{ row: string }>`select to_json(e)::text as row from audit_entry e`.execute(county.county.db);
    for (const { row } of rows) for (const word of ['龙𬱖芬', '13800000000', '过敏']) expect(row).not.toContain(word);
  });
});

test('PERM-6 a change that is asked for in many rare characters is in the audit, cut between two of them', async () => {
  const it = await loggedIn('long');
  const spare = await county.enrol(places.village, people.villageDoctor, '青石坪二号');
  for (const reason of ['𬱖'.repeat(290), `a${'𬱖'.repeat(290)}`]) expect(await it.ask.devices.replace.mutate({ deviceId: spare.id, name: '', reason })).toMatchObject({ lifeS: 600 });
  const asked = (await entries('device.manage')).map(({ detail }) => String((detail as { readonly asked?: string }).asked));
  expect(asked.slice(-2).map((text) => text.isWellFormed())).toEqual([true, true]);
  expect(asked.at(-1)).toContain('a𬱖𬱖');
});

test('AUDIT-8 what the console refuses is in the audit: an act that the post does not allow once for a page that asks again, and what cannot be decided about a PC each time, with why', async () => {
  const [it, office] = [await loggedIn('long'), await loggedIn('tian')];
  const refused = async () => (await entries('act.refused')).filter(({ actorName }) => actorName === 'tian').map(({ detail }) => detail);
  const before = (await refused()).length;
  for (let at = 0; at < 3; at += 1) await expect(office.ask.devices.act.mutate({ deviceId: newId(), act: 'stolen', reason: '不见了', takesBlocked: false })).rejects.toThrow('device.manage');
  expect((await refused()).slice(before)).toEqual([{ procedure: 'devices.act' }]);
  const [done, wrong] = [(await entries('device.manage')).length, (await entries('device.refused')).length];
  const nowhere = newId();
  expect(await it.ask.devices.code.mutate({ orgId: nowhere, name: '' })).toBeNull();
  expect(await it.ask.devices.replace.mutate({ deviceId: nowhere, name: '', reason: '换新的' })).toBeNull();
  expect(await it.ask.devices.act.mutate({ deviceId: nowhere, act: 'stolen', reason: '不见了', takesBlocked: false })).toMatchObject({ ok: false });
  expect((await entries('device.refused')).slice(wrong)).toMatchObject([
    { actorName: 'long', about: nowhere, detail: { procedure: 'devices.code', refused: 'notPossible' } }, { about: nowhere, detail: { procedure: 'devices.replace', refused: 'notPossible' } }, { about: nowhere, detail: { procedure: 'devices.act', refused: 'noSuchDevice' } },
  ]);
  expect(await entries('device.manage')).toHaveLength(done);
  // One that is so already is written down as asked for, as what changed nothing.
  const spare = await county.enrol(places.village, people.villageDoctor, '青石坪三号');
  for (const isChanged of [true, false]) expect(await it.ask.devices.act.mutate({ deviceId: spare.id, act: 'stolen', reason: '不见了', takesBlocked: false })).toEqual({ ok: true, isChanged, released: null });
  expect((await entries('device.manage')).slice(done).map(({ about, detail }) => [about, detail['changed']])).toEqual([[spare.id, undefined], [spare.id, 'nothing']]);
});

test('PERM-6 a change of the directory whose entry cannot be written is not made', async () => {
  const asked = { name: '没有记下的人', qualification: 'unknown', title: 'unknown', orgId: places.county, role: 'countyOffice', from: null, until: null, isAnother: false } as const;
  const store = postgresStore(county.county.db, async () => { throw new Error('the disk is full'); });
  await expect(addPerson({ ...county.county, store }, asked)).rejects.toThrow('the disk is full');
  expect(await county.county.db.selectFrom('person').select('id').where('name', '=', asked.name).execute()).toEqual([]);
});

test('DEV-10 a decision about a PC whose entry cannot be written is not made', async () => {
  const spare = await county.enrol(places.village, people.villageDoctor, '青石坪四号');
  const fails = async (): Promise<void> => { throw new Error('the disk is full'); };
  const ordered = { by: '县信息科', reason: '不见了' };
  await expect(actOnDevice(county.county.db, spare.id, 'stolen', ordered, new Date(), fails)).rejects.toThrow('the disk is full');
  await expect(makeEnrolmentCode(county.county.db, { orgId: places.village, deviceName: '没有记下', replacesId: spare.id }, new Date(), fails)).rejects.toThrow('the disk is full');
  await expect(makeRecoveryCode(county.county.db, { deviceId: spare.id, personId: people.villageDoctor, ...ordered }, new Date(), fails)).rejects.toThrow('the disk is full');
  expect(await county.county.db.selectFrom('device').select('status').where('id', '=', spare.id).execute()).toEqual([{ status: 'active' }]);
  expect(await county.county.db.selectFrom('enrolmentCode').select('name').where('replacesId', '=', spare.id).execute()).toEqual([]);
  expect(await county.county.db.selectFrom('deviceRecoveryCode').select('codeId').where('deviceId', '=', spare.id).execute()).toEqual([]);
});

describe('the auditor', () => {
  test('AUDIT-5 sees who looked, where and when, of the console and of PCs, and what was saved, by patient, person, PC and time; never the chart', async () => {
    await village.push([create(readsOf([patient.id]))], { action: 'chart.reads' });
    const auditor = await loggedIn('shen');
    const refusals = await Promise.allSettled([auditor.ask.patients.search.query({ query: '龙' }), auditor.ask.patients.get.query({ patientId: patient.id }), auditor.ask.reviews.list.query({ state: 'open' }),
      auditor.ask.patients.breakGlass.mutate({ patientId: patient.id, reason: 'other', text: '想看一看这份档案' })]);
    for (const refused of refusals) expect(refused).toMatchObject({ status: 'rejected', reason: { message: 'record.find' } });
    // Figures of the county, and nobody in them.
    expect((await auditor.ask.today.query()).todo.every((row) => row.patient === null)).toBe(true);
    expect((await fetch(`${county.url}/rxdb/patients/pull`, { headers: { cookie: auditor.cookie() } })).status).toBe(403);
    await expect((await loggedIn('tian')).ask.audit.page.query(everything)).rejects.toThrow('audit.read');

    const { rows } = await auditor.ask.audit.page.query({ ...everything, patientId: patient.id });
    expect(rows.find(({ source }) => source === 'pcRead')).toMatchObject({ action: 'read.chart', who: { name: '龙正明' }, device: { name: '青石坪一号' }, organisation: { id: places.village }, patients: [{ id: patient.id, name: '龙𬱖芬' }] });
    expect(rows.find(({ source }) => source === 'pcSave')).toMatchObject({ action: 'patients.register', who: { name: '龙正明' }, patients: [{ id: patient.id }] });
    expect(rows.find(({ action }) => action === 'glass.open')).toMatchObject({ who: { name: 'tian' }, glass: { reason: 'referral', text: '转县医院，要看过敏史', answer: null } });
    expect((await auditor.ask.audit.page.query({ ...everything, deviceId: village.id })).rows.every(({ device }) => device?.id === village.id)).toBe(true);
    expect((await auditor.ask.audit.page.query({ ...everything, personId: people.villageDoctor, what: 'reads' })).rows).toHaveLength(1);
    expect((await auditor.ask.audit.page.query({ ...everything, until: '2020-01-01T00:00:00Z' })).rows).toEqual([]);
    expect(await entries('audit.read')).not.toEqual([]);
    // Whoever begins with a cursor is written down as well; one that is none is refused.
    const another = await loggedIn('shen');
    const looked = (await entries('audit.read')).length;
    await another.ask.audit.page.query({ ...everything, cursor: '2030-01-01T00:00:00.000Z a' });
    expect(await entries('audit.read')).toHaveLength(looked + 1);
    for (const cursor of ['x', '2030-01-01', '2030-01-01T00:00:00.000Z', '2026-99-99T99:99:99.999Z a1']) await expect(another.ask.audit.page.query({ ...everything, cursor })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
    // What the database cannot take is refused, and what it can is taken however it is typed.
    for (const from of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59']) await expect(another.ask.audit.page.query({ ...everything, from })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
    await another.ask.audit.page.query({ ...everything, patientId: patient.id.toUpperCase(), from: '2026-01-01T00:00:00+23:00' });
    expect([(await entries('audit.read')).at(-1)?.patientIds, await examine()]).toEqual([[patient.id], []]);
  });

  test('AUDIT-8 the auditor looks for somebody by name, login or whole number, is shown enough to tell namesakes apart, and finds what a person did at PCs and in the console alike', async () => {
    const numbered = aPatient({ name: '龙正芬', homeId: places.village, identityNumber: anIdentityNumber('1961-05-08', 'female'), phone: '13911118642' });
    await village.push([create(numbered)]);
    const auditor = await loggedIn('shen');
    const find = async (query: string) => auditor.ask.audit.find.query({ query });
    const number = numbered.identity.document?.number ?? '';
    const asShown = { kind: 'patient', id: numbered.id, name: '龙正芬', sex: 'female', numberEnd: number.slice(-4), home: expect.any(String) as string };
    for (const query of ['龙正芬', number, number.toLowerCase(), '13911118642']) expect(await find(query)).toMatchObject([asShown]);
    expect(JSON.stringify(await find('龙正芬'))).not.toContain(number);
    for (const query of ['', '龙', number.slice(0, 14), '1391111864', '%%', '__', '\\']) expect([query, await find(query)]).toEqual([query, []]);
    expect((await entries('audit.find')).flatMap(({ patientIds }) => patientIds)).toContain(numbered.id);
    expect(await find('龙正明')).toMatchObject([{ kind: 'person', id: people.villageDoctor, places: [expect.any(String)] }]);
    await expect((await loggedIn('tian')).ask.audit.find.query({ query: '龙正芬' })).rejects.toThrow('audit.read');

    await aConsole(county.url).ask.session.login.mutate({ login: 'tian', password: 'not that one' });
    const [tian] = await find('tian');
    expect(tian).toMatchObject({ kind: 'person', login: 'tian', name: 'tian' });
    const { rows } = await auditor.ask.audit.page.query({ ...everything, personId: tian?.id ?? '' });
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['session.login', 'session.wrong']));
    expect(new Set(rows.filter(({ action }) => action !== 'session.wrong').map(({ who }) => who?.id))).toEqual(new Set([tian?.id]));
  });

  test('AUDIT-8 what was asked for is told field by field, ids as names; what was cut off, as it stands', async () => {
    await (await loggedIn('long')).ask.directory.givePost.mutate({ personId: people.nurse, orgId: places.farTownship, role: 'nurse', from: '2026-01-01', until: null });
    const [row] = (await (await loggedIn('shen')).ask.audit.page.query({ ...everything, what: 'access' })).rows.filter(({ action }) => action === 'directory.write');
    expect(row).toMatchObject({ about: '田晓霞', asked: { procedure: 'directory.givePost', fields: [{ field: 'personId', value: '田晓霞' }, { field: 'orgId' }, { field: 'role', value: 'nurse' }, { field: 'from', value: '2026-01-01' }] } });
    expect(row?.asked?.fields[1]?.value).not.toContain('-');
    expect(askedIn({ procedure: 'directory.addPerson', asked: '{"name":"王小' })).toEqual({ procedure: 'directory.addPerson', fields: [{ field: 'cutOff', value: '{"name":"王小' }] });
  });

  test('AUDIT-5 pages without a gap or a repeat, and exports what a spreadsheet does not run', async () => {
    await village.push([create(readsOf(Array.from({ length: 120 }, () => newId())))], { action: 'chart.reads' });
    const auditor = await loggedIn('shen');
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof auditor.ask.audit.page.query>> = await auditor.ask.audit.page.query({ ...everything, what: 'reads', cursor: after });
      ids.push(...page.rows.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('r'))).toHaveLength(121);
    const { csv } = await auditor.ask.audit.export.mutate(everything);
    expect(csv.startsWith('\ufeffat,received,source')).toBe(true);
    expect(csv.split('\r\n').length).toBeGreaterThan(122);
    for (const cell of ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', ' =1', '＝1', '|x', '%x']) expect(csvCell(cell)).toBe(`'${cell}`);
    expect(csvCell('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
    expect(csvCell('云岭')).toBe('云岭');
  });

  test('AUDIT-5 an export tells what was asked for, says where it stopped, and is written down with its times', async () => {
    const auditor = await loggedIn('shen');
    const from = '2026-01-01T00:00:00.000Z';
    const whole = await auditor.ask.audit.export.mutate({ ...everything, what: 'access', from });
    expect((await entries('audit.export')).at(-1)?.detail).toEqual({ what: 'access', from });
    expect(whole).toMatchObject({ stoppedAt: null });
    const lines = whole.csv.split('\r\n').map((line) => line.split(','));
    expect(lines[0]).toContain('asked');
    expect(whole.csv).toMatch(/,directory\.givePost personId=田晓霞 orgId=\S+ role=nurse from=2026-01-01,,/);
    expect(whole.csv).not.toContain('{');
    const cut = await auditExport(county.county.db, { ...everything, what: 'access', from }, 2);
    const rows = cut.csv.trimEnd().split('\r\n');
    expect([cut.rows, rows.length, /^"没有导完.* · Not all/.test(rows.at(-1) ?? '')]).toEqual([2, 4, true]);
    expect(cut.stoppedAt).toBe(rows[2]?.split(',')[0]);
    expect((await auditExport(county.county.db, { ...everything, what: 'access', from }, whole.rows + 10)).stoppedAt).toBeNull();
  });

  test('AUDIT-8 a change of the directory that was refused is there with the reason in words; an entry names whom it was about, somebody new as well', async () => {
    const it = await loggedIn('long');
    expect(await it.ask.directory.givePost.mutate({ personId: people.nurse, orgId: places.village, role: 'townshipHead', from: '2026-01-01', until: null })).toMatchObject({ ok: false, fault: { code: 'wrongPlaceForRole' } });
    expect(await it.ask.directory.addPerson.mutate({ name: '石晓芸', qualification: 'nurse', title: 'junior', orgId: places.township, role: 'nurse', from: '2026-01-01', until: null, isAnother: false })).toMatchObject({ ok: true });
    expect(await it.ask.devices.code.mutate({ orgId: places.village, name: '三号机' })).toMatchObject({ lifeS: 600 });
    const { rows } = await (await loggedIn('shen')).ask.audit.page.query({ ...everything, what: 'access' });
    expect(rows.find(({ action }) => action === 'directory.refused')).toMatchObject({
      about: '田晓霞', who: { name: 'long' }, asked: { procedure: 'directory.givePost', fields: expect.arrayContaining([{ field: 'role', value: 'townshipHead' }, { field: 'refused', value: expect.stringMatching(/卫生院院长不在这种机构.* · .*no post of such a place/) as string }]) as unknown },
    });
    expect(rows.find(({ asked }) => asked?.procedure === 'directory.addPerson')?.about).toBe('石晓芸');
    expect(rows.find(({ asked }) => asked?.procedure === 'devices.code')?.about).not.toMatch(/^$|-/);
  });
});

test('AUDIT-4 the check names the last entry and its hash, to be compared with what was noted elsewhere', async () => {
  const { last, entries: count } = await examineAudit(county.county.db, county.county.key.publicKey);
  expect(last).toEqual(await auditHead(county.county.db));
  expect(last?.number).toBe(count);
});

/** Each alters the real table as somebody with the database, and no key, could; afterwards it is as it was. */
describe('tampering', () => {
  const last = async (): Promise<number> => (await county.county.db.selectFrom('auditEntry').select((select) => select.fn.max('number').as('n')).executeTakeFirstOrThrow()).n;

  const tables = ['audit_entry', 'glass_opening', 'document', 'bundle'];

  async function tampered(change: RawBuilder<unknown>, look: () => Promise<readonly string[]> = examine): Promise<readonly string[]> {
    await pastTheRules(async (db) => {
      for (const table of tables) await sql`create table ${sql.table(`kept_${table}`)} as table ${sql.table(table)}`.execute(db);
      await change.execute(db);
    });
    const faults = await look();
    await pastTheRules(async (db) => {
      for (const table of tables) {
        await sql`delete from ${sql.table(table)}`.execute(db);
        await sql`insert into ${sql.table(table)} table ${sql.table(`kept_${table}`)}`.execute(db);
        await sql`drop table ${sql.table(`kept_${table}`)}`.execute(db);
      }
    });
    return faults;
  }

  /** An administrator of the database is not held up by its foreign keys. */
  async function pastTheRules(work: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
    await county.owner.connection().execute(async (db) => {
      await sql`set session_replication_role = 'replica'`.execute(db);
      await work(db);
      await sql`set session_replication_role = 'origin'`.execute(db);
    });
  }

  test('AUDIT-4 nothing is found in an audit that nobody has touched', async () => {
    expect(await examine()).toEqual([]);
    expect((await examineReads(county.county.db)).faults).toEqual([]);
  });

  test.each([
    ['an altered entry', sql`update audit_entry set actor_name = 'somebody else' where number = 3`, ['altered']],
    ['another patient', sql`update audit_entry set patient_ids = '{}' where action = 'chart.read'`, ['altered']],
    ['a removed entry', sql`delete from audit_entry where number = 3`, ['chain']],
    ['the first entry removed', sql`delete from audit_entry where number = 1`, ['chain']],
    ['two entries that changed places', sql`update audit_entry set number = case number when 2 then 3 when 3 then 2 end + 1000000 where number in (2, 3)`, ['altered', 'altered', 'chain']],
    ['other words of who broke the glass', sql`update glass_opening set explanation = 'something else'`, ['explanation', 'explanation']],
    ['a glass that was broken unseen', sql`insert into glass_opening select gen_random_uuid(), user_id, gen_random_uuid(), home_id, reason, explanation, opened_at, ends_at, review_id from glass_opening limit 1`, ['explanation']],
  ] as const)('AUDIT-4 %s is found', async (_title, change, faults) => {
    const found = await tampered(change);
    for (const fault of faults) expect(found).toContain(fault);
  });

  test('AUDIT-4 an inserted entry is found, whoever chained it, for want of the county\'s signature', async () => {
    const head = await last();
    const found = await tampered(sql`
      insert into audit_entry select ${head + 1}, now(), actor, user_id, actor_name, session_id, action, patient_ids, about, detail, hash, md5(hash), signature from audit_entry where number = ${head}`);
    expect(found).toContain('altered');
  });

  test('AUDIT-4 an end that was cut off is found by the receipts that name it', async () => {
    const receipt = await village.push([create(readsOf([patient.id]))], { action: 'chart.reads' });
    expect(receipt.audit).toMatchObject({ number: await last() });
    const head = await last();
    expect(await tampered(sql`delete from audit_entry where number = ${head}`)).toEqual(['end']);
    expect(await examine()).toEqual([]);
  });

  const readsFaults = async (): Promise<readonly string[]> => (await examineReads(county.county.db)).faults.map(({ fault }) => fault);
  test.each([
    ['a look at another patient', sql`update document set body = jsonb_set(body, '{reads,0,patientId}', to_jsonb(gen_random_uuid()::text)) where kind = 'chartReads'`, 'unlike'],
    ['a list taken out', sql`delete from document where id = (select id from document where kind = 'chartReads' limit 1)`, 'unlike'],
    ['a list taken out with its bundle', sql`with gone as (delete from document where kind = 'chartReads' returning created_by) delete from bundle where id in (select created_by from gone)`, 'missing'],
    ['a bundle with another body', sql`update bundle set body = replace(body, '"page":"chart"', '"page":"card"') where action = 'chart.reads'`, 'forged'],
  ] as const)('AUDIT-4 of what PCs say was read, %s is found', async (_title, change, fault) => {
    expect(await tampered(change, readsFaults)).toContain(fault);
    expect(await readsFaults()).toEqual([]);
  });
});
