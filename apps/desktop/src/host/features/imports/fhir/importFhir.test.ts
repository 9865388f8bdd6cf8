import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import type { Patient } from '@lianyi/schema/documents/patient';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anAllergy, anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportProgress } from '../views.ts';

const now = new Date('2026-03-09T09:42:18+08:00');
const fixture = join(import.meta.dirname, '../../../../../../../tests/fixtures/fhir/county-hospital.json');
const samples = process.env['LIANYI_FHIR_SAMPLES'] ?? join(import.meta.dirname, '../../../../../../../../shared/data/fhir-r4');
const number = anIdentityNumber('1959-02-14', 'female');

let clinic: TestReplica;
let directory: string;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  directory = mkdtempSync(join(tmpdir(), 'lianyi-fhir-'));
});
afterEach(() => {
  clinic.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Works on a copy: a report lies beside what was imported. */
function copied(change: (bundle: FixtureBundle) => unknown = (bundle) => bundle): string {
  const path = join(directory, `bundle-${readdirSync(directory).length}.json`);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(fixture, 'utf8')) as FixtureBundle)));
  return path;
}

interface FixtureBundle {
  readonly resourceType: string;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Readonly<Record<string, unknown>> }[];
}

async function imported(...paths: readonly string[]): Promise<ImportProgress> {
  const caller = aCaller(clinic, { now: () => now });
  const { id } = await caller.imports.fhir({ paths: [...paths] });
  for (;;) {
    const progress = await caller.imports.progress({ id });
    if (progress === null) throw new Error('no such import');
    if (progress.state !== 'running') return progress;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function all(kind: 'patient'): readonly Patient[];
function all(kind: 'historyEntry'): readonly HistoryEntry[];
function all(kind: 'patient' | 'historyEntry'): readonly unknown[] {
  return clinic.replica.all<{ id: string }>('SELECT id FROM document WHERE kind = ? ORDER BY number', kind).flatMap(({ id }) => clinic.replica.document(kind, id) ?? []);
}
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n;

describe('a bundle of another institution', () => {
  test('becomes a patient with allergies and problems, marked with their source', async () => {
    expect(await imported(copied())).toMatchObject({ state: 'done', failure: null, bytesDone: expect.any(Number) as number });
    const [patient] = all('patient');
    expect(patient).toMatchObject({
      identity: { name: '张素芬', sex: 'female', birthDate: '1959-02-14', document: { type: '01', number } }, phone: '15000008936',
      address: { village: '云岭镇青石坪村一组' }, source: { system: 'urn:county-hospital', reference: 'Patient/p-1' },
    });
    expect(Object.values(patient?.allergies ?? {}).map(({ substance, allergyClass, reaction, severity, status }) => [substance, allergyClass, reaction, severity, status]).toSorted((a, b) => String(a).localeCompare(String(b), 'zh-CN'))).toEqual([
      ['青霉素', 'penicillin', '皮疹、喉头水肿', 'severe', 'active'], ['头孢呋辛', 'cephalosporin', '', 'unknown', 'refuted'],
    ]);
    expect(Object.values(patient?.problems ?? {})).toMatchObject([{ code: 'J44.900', text: '慢性阻塞性肺疾病', programme: 'copd', onset: '2015-05-01', source: { system: '县人民医院', reference: 'Condition/c-1' } }]);
  });

  test.each([['1959', '1959-02-14'], ['1959-02', '1959-02-14'], ['1959-03', undefined]])('that knows of the birth date only %s has the day of the identity number, where the two agree', async (birthDate, day) => {
    const partly = (bundle: FixtureBundle) => ({ ...bundle, entry: bundle.entry.map((one) => (one.resource['resourceType'] === 'Patient' ? { ...one, resource: { ...one.resource, birthDate } } : one)) });
    const { failure } = await imported(copied(partly));
    expect(all('patient')[0]?.identity.birthDate).toBe(day);
    expect(failure?.includes('出生日期与证件号不符')).toBe(day === undefined ? true : undefined);
  });

  test('becomes history, each line with its value, day and source', async () => {
    await imported(copied());
    expect(all('historyEntry').map(({ category, text, value, unit, day }) => [category, text, value, unit, day])).toEqual([
      ['encounter', '呼吸科门诊', '活动后气促', '', '2026-01-12'],
      ['condition', '急性上呼吸道感染', '– 2025-11-09', '', '2025-11-02'],
      ['medication', '噻托溴铵粉吸入剂', '18 µg 每日 1 次 吸入', '', '2026-01-12'],
      ['observation', '血压', '149/86', 'mmHg', '2026-01-12'],
      ['observation', '空腹血糖', '6.105', 'mmol/L', '2026-01-12'],
      ['immunization', '流感疫苗', '20250901', '', '2025-10-20'],
      ['procedure', '肺功能检查', '', '', '2026-01-12'],
      ['report', '胸部 CT', '双肺气肿，未见占位', '', '2026-01-12'],
      ['carePlan', '慢阻肺随访计划', '戒烟; 肺康复训练', '', null],
    ]);
    expect(all('historyEntry')[3]).toMatchObject({ code: { system: 'http://loinc.org', value: '85354-9' }, status: 'final', source: { system: '县人民医院', reference: 'Observation/b-1' } });
    const chart = await aCaller(clinic, { now: () => now }).patients.chart({ patientId: all('patient')[0]?.id ?? '' });
    expect(chart?.history).toHaveLength(9);
  });

  test('counts and names what is not understood', async () => {
    const progress = await imported(copied());
    expect(progress.byType).toMatchObject({
      Claim: { read: 1, stored: 0, skipped: 1, why: expect.stringContaining('billing') as string },
      Goal: { read: 1, stored: 0, skipped: 1, why: expect.stringContaining('not read yet') as string },
      Observation: { read: 5, stored: 2, skipped: 3, why: expect.stringContaining('entered in error') as string },
      Organization: { read: 1, stored: 0, skipped: 1 },
      Patient: { read: 1, stored: 1, skipped: 0, why: '' },
    });
    const counts = Object.values(progress.byType);
    expect(counts.reduce((sum, count) => sum + count.read, 0)).toBe(progress.rows);
    expect(counts.every((count) => count.read === count.stored + count.skipped)).toBe(true);
    const report = readFileSync(progress.reportPath ?? '', 'utf8');
    expect(report).toContain('Observation/b-4');
    expect(report).toContain('Observation/b-5');
  });

  test('whose dates do not exist is imported without them, and the report names each', async () => {
    const path = copied((bundle) => ({
      ...bundle, entry: bundle.entry.map(({ fullUrl, resource }) => ({
        fullUrl, resource: { ...resource, ...(['AllergyIntolerance', 'Condition'].includes(String(resource['resourceType'])) && { onsetDateTime: '2025-13-40', recordedDate: '2019-06' }) },
      })),
    }));
    const { reportPath } = await imported(path);
    const [patient] = all('patient');
    expect(Object.values(patient?.allergies ?? {}).map(({ onset }) => onset)).toEqual(['2019-06', '2019-06']);
    const report = readFileSync(reportPath ?? '', 'utf8');
    expect(report.match(/AllergyIntolerance\/\S+?,[^\n]*日期不存在[^\n]*2025-13-40/g)).toHaveLength(2);
  });

  test('whose patient is refused, or whose institution nobody names, is told so: by its resource, and without a number that says nothing', async () => {
    const anonymous = (bundle: FixtureBundle, birthDate?: string) => ({
      resourceType: 'Bundle', entry: bundle.entry.filter(({ resource }) => ['Patient', 'AllergyIntolerance'].includes(String(resource['resourceType']))).map(({ fullUrl, resource }) => {
        const { managingOrganization: _organisation, ...rest } = resource;
        return { fullUrl, resource: rest['resourceType'] === 'Patient' ? { ...rest, ...(birthDate !== undefined && { birthDate }), identifier: [{ system: 'urn:oid:2.16.156.10011.1.3', value: birthDate === undefined ? number : 'x' }] } : rest };
      }),
    });
    const refused = await imported(copied((bundle) => anonymous(bundle, '1977')));
    const report = readFileSync(refused.reportPath ?? '', 'utf8');
    expect(report).toMatch(/Patient\/p-1: 患者资料不全/);
    expect(report).not.toMatch(/Patient\/p-1,[^\n]*不属于文件里的患者/);
    await imported(copied((bundle) => anonymous(bundle)));
    expect([...new Set([all('patient')[0]?.source?.system, ...Object.values(all('patient')[0]?.allergies ?? {}).map(({ source }) => source?.system)])]).toEqual(['未写明机构 not named']);
  });

  test('changes nothing when it is imported again', async () => {
    await imported(copied());
    const before = [all('patient'), all('historyEntry'), bundles()];
    const again = await imported(copied());
    expect([all('patient'), all('historyEntry'), bundles()]).toEqual(before);
    expect(again).toMatchObject({ state: 'done', imported: 0, matched: 13 });
  });

  test('is added to the record of someone known, and never twice to their allergies', async () => {
    const known = aPatient({ identityNumber: number, allergies: { a: anAllergy({ reaction: '休克' }) } });
    clinic.pull(known);
    await imported(copied());
    const [patient, ...others] = all('patient');
    expect([patient?.id, others]).toEqual([known.id, []]);
    expect(Object.values(patient?.allergies ?? {}).filter((entry) => entry.status === 'active').map((entry) => entry.reaction)).toEqual(['休克']);
    expect(all('historyEntry').every((entry) => entry.patientId === known.id && entry.homeId === known.homeId)).toBe(true);
  });

  const withoutNumber = (bundle: FixtureBundle): FixtureBundle => ({ ...bundle, entry: bundle.entry.map(({ fullUrl, resource }) => ({ fullUrl, resource: resource['resourceType'] === 'Patient' ? { ...resource, identifier: [] } : resource })) });

  test('of a patient without a number is matched by name and birth date; of several nobody is guessed', async () => {
    const [known, twin] = [aPatient(), aPatient()];
    clinic.pull(known);
    await imported(copied(withoutNumber));
    expect(all('historyEntry').every((entry) => entry.patientId === known.id)).toBe(true);
    clinic.pull(twin);
    expect(await imported(copied((bundle) => ({ ...withoutNumber(bundle), meta: { source: 'urn:other' } })))).toMatchObject({ state: 'failed', rejected: 1, failure: expect.stringContaining('2 records') as string });
  });

  test('entries without a readable resource are counted and named, and the rest is imported', async () => {
    const broken = [null, 7, { resource: null }, {}, { resource: { id: 'x' } }, { resource: { resourceType: '__proto__' } }, { fullUrl: null, resource: { resourceType: 'Observation', id: 9, code: { text: '脉搏', coding: null }, subject: { reference: 'Patient/p-1' }, valueInteger: 70, status: 'final', note: null } }];
    const progress = await imported(copied((bundle) => ({ ...bundle, meta: null, entry: [...broken, ...bundle.entry] })));
    expect(progress).toMatchObject({ state: 'done', failure: null });
    expect(progress.byType['entry']).toMatchObject({ read: 6, stored: 0, skipped: 6, why: expect.stringContaining('without a resource') as string });
    expect(all('historyEntry')).toHaveLength(10);
    expect(readFileSync(progress.reportPath ?? '', 'utf8')).toContain('entry/3');
  });

  test('with more than 400 resources is saved in several bundles, whole', async () => {
    const many = (bundle: FixtureBundle): FixtureBundle => ({
      ...bundle,
      entry: [...bundle.entry, ...Array.from({ length: 900 }, (_, at) => ({ fullUrl: `urn:uuid:x-${at}`, resource: { resourceType: 'Observation', id: `x-${at}`, status: 'final', code: { text: `检查 ${at}` }, subject: { reference: 'Patient/p-1' }, valueInteger: at } }))],
    });
    expect(await imported(copied(many))).toMatchObject({ state: 'done' });
    expect([all('historyEntry').length, bundles()]).toEqual([909, 3]);
  });
});

describe('a file that is no bundle is told, and the rest goes on', () => {
  test.each<[string, string, string]>([
    ['text', 'no json', 'Not JSON'],
    ['an empty file', '', 'Not JSON'],
    ['another resource', '{"resourceType":"Patient","id":"1"}', 'Not a FHIR bundle'],
    ['a list', '[1]', 'Not a FHIR bundle'],
    ['an empty bundle', '{"resourceType":"Bundle","type":"transaction"}', 'No patient'],
    ['a bundle without its patient', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","id":"1","code":{"text":"x"}}}]}', 'No patient'],
    ['a patient without a birth date', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1","name":[{"text":"某某"}],"birthDate":"unknown"}}]}', '出生日期不是日期'],
    ['a patient with only the year of birth', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1","name":[{"text":"某某"}],"birthDate":"1977"}}]}', '患者资料不全或不对：出生日期只有年或年月'],
    ['a patient with only the month of birth', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1","name":[{"text":"某某"}],"birthDate":"1977-07"}}]}', 'register the patient at the desk'],
    ['entries that are no list', '{"resourceType":"Bundle","entry":7}', 'Not a FHIR bundle'],
    ['50 MB', `{"resourceType":"Bundle","entry":[],"x":"${'x'.repeat(50_000_000)}"}`, 'too large'],
  ])('%s', async (_title, content, words) => {
    const bad = join(directory, 'bad.json');
    writeFileSync(bad, content);
    const progress = await imported(bad, copied(), join(directory, 'none.json'));
    expect(progress).toMatchObject({ state: 'failed', rejected: 2 });
    expect(progress.failure).toContain('bad.json');
    expect(progress.failure).toContain(words);
    expect(progress.failure).toContain('none.json');
    expect(all('historyEntry')).toHaveLength(9);
  });
});

const hasSamples = existsSync(samples);
if (!hasSamples) process.stderr.write('SKIPPED: the sample FHIR bundles are not on this machine; set LIANYI_FHIR_SAMPLES to their folder\n');

describe.runIf(hasSamples)('the sample bundles', () => {
  test('are imported whole, twice without a change', { timeout: 120_000 }, async () => {
    const paths = readdirSync(samples).filter((name) => name.endsWith('.json')).map((name) => join(samples, name));
    const progress = await imported(...paths);
    expect(progress).toMatchObject({ state: 'done', failure: null, rejected: 0 });
    expect(all('patient')).toHaveLength(12);
    expect(progress.byType).toMatchObject({ Observation: { read: 566, stored: 566 }, Immunization: { read: 81, stored: 81 }, Claim: { read: 112, stored: 0, skipped: 112 }, Condition: { read: 45 }, Encounter: { read: 95, stored: 95 }, MedicationRequest: { read: 17, stored: 17 } });
    expect(all('patient').flatMap((patient) => Object.values(patient.problems)).length).toBeGreaterThan(10);
    const before = bundles();
    expect(await imported(...paths)).toMatchObject({ state: 'done', imported: 0 });
    expect(bundles()).toBe(before);
  });
});
