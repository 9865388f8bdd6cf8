import { addDays } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Patient } from '@lianyi/schema/documents/patient';
import { anAllergy, anIdentityNumber, aPatient, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PatientHit, SearchResult } from '../views.ts';
import { searchPatients } from './searchPatients.ts';

const day = '2026-03-09';
const otherVillage = idFromHash(['test', 'other village']) as OrganisationId;
const place = (village: string, group: string) => ({ village, group, detail: '' });

const residents = {
  suFen: aPatient({ name: '张素芬', phone: '15000008936', recordNumber: '52229910110800127', identityNumber: anIdentityNumber('1959-02-14', 'female'), address: place('云岭镇青石坪村', '一组'), allergies: { a: anAllergy() } }),
  suFenThere: aPatient({ name: '张素芬', phone: '13600005520', homeId: otherVillage, address: place('云岭镇岩脚村', '三组') }),
  shuFang: aPatient({ name: '张淑芳', birthDate: '1972-06-08', phone: '15000002218', identityNumber: anIdentityNumber('1972-06-08', 'female') }),
  shiFu: aPatient({ name: '郑世福', sex: 'male', birthDate: '1965-01-19', phone: '18700009034' }),
  zengShaoFen: aPatient({ name: '曾少芬', birthDate: '1976-09-21', phone: '15200007703' }),
  shan: aPatient({ name: '单雄信', sex: 'male', birthDate: '1988-08-08' }),
  xiuYing: aPatient({ name: '龙秀英', birthDate: '1955-10-12', formerName: '张水凤' }),
  zhangFen: aPatient({ name: '张芬', birthDate: '1990-01-01' }),
  rare: aPatient({ name: '王㛃', birthDate: '2001-01-01' }),
  astral: aPatient({ name: '𬱖昱', birthDate: '2002-02-02' }),
  emoji: aPatient({ name: '李😀', birthDate: '2003-03-03' }),
  minority: aPatient({ name: '阿依古丽·买买提', birthDate: '1999-09-09' }),
  latin: aPatient({ name: 'José Atencio450', sex: 'male', birthDate: '1980-01-01' }),
  lu: aPatient({ name: '吕绿', birthDate: '1981-01-01' }),
  hyphen: aPatient({ name: 'Jean-Luc Picard', sex: 'male', birthDate: '1993-01-01' }),
  yiMing: aPatient({ name: '王一鸣', sex: 'male', birthDate: '1992-01-01' }),
} satisfies Record<string, Patient>;

let clinic: TestReplica;

beforeAll(() => {
  clinic = aReplica({ scopes: [organisationScope(testOrgId), organisationScope(otherVillage), 'catalogue'] });
  clinic.pull(...Object.values(residents), anEncounter({ patientId: residents.suFen.id, startedAt: '2026-02-23T10:00:00+08:00' }));
});
afterAll(() => clinic.close());

const find = (query: string, over: { readonly limit?: number; readonly onlyHere?: boolean } = {}): SearchResult =>
  searchPatients(clinic.replica, { query, limit: 20, onlyHere: false, orgId: testOrgId, day, ...over });
const names = (query: string): readonly string[] => find(query).hits.map((hit) => hit.name);
const first = (query: string): PatientHit | undefined => find(query).hits[0];
const marked = (hit: PatientHit | undefined): string => hit?.reason.ranges.map(([from, to]) => hit.reason.text.slice(from, to)).join('|') ?? '';

test.each([
  ['张素芬', '张素芬'], ['素芬', '张素芬'], ['张 素芬', '张素芬'], ['素芬 张', '张素芬'],
  ['zhangsufen', '张素芬'], ['zhang su fen', '张素芬'], ['fen zhang su', '张素芬'], ['zhangsf', '张素芬'], ['zsfen', '张素芬'], ['zsf', '张素芬'], ['zhsf zhang', undefined],
  ['jean-luc', 'Jean-Luc Picard'], ['jean-luc picard', 'Jean-Luc Picard'], ['picard jean', 'Jean-Luc Picard'],
  ['yi-ming', '王一鸣'], ['wang yi-ming', '王一鸣'], ['wang-yi-ming', '王一鸣'], ['Yi-ming', '王一鸣'], ['wang yiming', '王一鸣'],
  ['su-fen', '张素芬'], ['zhang su-fen', '张素芬'], ['Su‐Fen Zhang', '张素芬'], ['zhang-su-fen', '张素芬'], ["su'fen", '张素芬'], ['su‘fen', '张素芬'],
  ['ZHANGSUFEN', '张素芬'], ['15000008936', '张素芬'], ['150 0000 8936', '张素芬'], ['150-0000-8936', '张素芬'], ['１５０００００８９３６', '张素芬'], ['8936', '张素芬'], ['8936 zhang', '张素芬'], ['zhang8936', '张素芬'],
  [anIdentityNumber('1959-02-14', 'female'), '张素芬'], ['522299 1959 0214', '张素芬'], ['5222991959021', '张素芬'], [anIdentityNumber('1959-02-14', 'female').slice(-4), '张素芬'],
  ['52229910110800127', '张素芬'], ['10800127', '张素芬'], ['00127', '张素芬'], ['522299101108001', '张素芬'], ['5222991011', '张素芬'], ['52229910', '张素芬'],
  ['1972-06-08', '张淑芳'], ['1972年6月8日', '张淑芳'], ['19720608', '张淑芳'], ['197206', '张淑芳'],
  ['zengshaofen', '曾少芬'], ['cengshaofen', '曾少芬'], ['zeng', '曾少芬'], ['shanxiongxin', '单雄信'], ['danxiong', '单雄信'],
  ['王㛃', '王㛃'], ['㛃', '王㛃'], ['wangjie', '王㛃'], ['𬱖', '𬱖昱'], ['𬱖昱', '𬱖昱'], ['😀', '李😀'],
  ['阿依古丽买买提', '阿依古丽·买买提'], ['古丽·买买', '阿依古丽·买买提'], ['ayiguli', '阿依古丽·买买提'],
  ['jose', 'José Atencio450'], ['José', 'José Atencio450'], ['atencio450', 'José Atencio450'], ['lvlv', '吕绿'], ['lulu', '吕绿'], ['lü', '吕绿'],
  ['张水凤', '龙秀英'], ['zhangshuifeng', '龙秀英'], ['青石坪 zhang', '张素芬'], ['云岭镇青石坪村', '张素芬'], ['岩脚村 zsf', '张素芬'], ['三组 张', '张素芬'], ['张 三组', '张素芬'], ['3组 zsf', '张素芬'], ['张 第3组', '张素芬'], ['岩脚 ３组', '张素芬'], ['三组', '张素芬'], ['四组 张', undefined], ['三组 一组', undefined],
  ['', undefined], ['   ', undefined], ['%', undefined], ['"', undefined], ['张*', '张素芬'], ['zhang OR wang', undefined], ['nobody', undefined], ['99999', undefined],
])('%j finds %s', (query, name) => {
  expect(first(query)?.name).toBe(name);
});

describe('the reason', () => {
  test.each([
    ['zsf', 'initials', 'zhāng sù fēn', 'z|s|f'],
    ['zhangsf', 'pinyin', 'zhāng sù fēn', 'zhāng|s|f'],
    ['zeng', 'pinyin', 'zēng shǎo fēn', 'zēng'],
    ['ceng', 'pinyin', 'céng shǎo fēn', 'céng'],
    ['素芬', 'name', '张素芬', '素芬'],
    ['素芬 张', 'name', '张素芬', '张素芬'],
    ['张素芬', 'exact', '张素芬', '张素芬'],
    ['8936 zhang', 'phone', '15000008936', '8936'],
    ['张水', 'formerName', '张水凤', '张水'],
    ['zsfeng', 'formerName', '张水凤 zhāng shuǐ fèng', 'z|s|fèng'],
    ['19590214', 'birthDate', '1959-02-14', '1959-02-14'],
    ['195902', 'birthDate', '1959-02-14', '1959-02'],
    ['00127', 'recordNumber', '52229910110800127', '00127'],
    ['青石坪', 'address', '云岭镇青石坪村一组', '青石坪'],
    ['张 三组', 'address', '云岭镇岩脚村三组', '三组'],
    ['古丽·买', 'name', '阿依古丽·买买提', '古丽·买'],
  ])('for %j is %s in %s with %s marked', (query, by, text, letters) => {
    const hit = first(query);
    expect([hit?.reason.by, hit?.reason.text, marked(hit)]).toEqual([by, text, letters]);
  });
});

describe('the order', () => {
  test('an exact name comes before a longer one, a name before initials', () => {
    expect(names('张芬')).toEqual(['张芬']);
    expect(names('zhangfen')[0]).toBe('张芬');
    expect(names('zsf')).toEqual(expect.arrayContaining(['张素芬', '张淑芳', '郑世福', '曾少芬', '龙秀英']));
    expect(names('zsf').at(-1)).toBe('龙秀英');
  });

  test('among equals this institution\'s residents come first', () => {
    expect(find('张素芬').hits.map((hit) => hit.address)).toEqual(['云岭镇青石坪村一组', '云岭镇岩脚村三组']);
  });

  test('only this institution\'s residents when asked so', () => {
    const here = find('张素芬', { onlyHere: true });
    expect([here.hits.length, here.total, here.onThisPc]).toEqual([1, 1, Object.keys(residents).length - 1]);
    expect(find('张素芬').onThisPc).toBe(Object.keys(residents).length);
  });

  test('the latest visit comes first, and who waits today before', () => {
    const [earlier, later, waiting] = [aPatient({ name: '罗一' }), aPatient({ name: '罗一', birthDate: '1960-01-01' }), aPatient({ name: '罗一', birthDate: '1961-01-01' })];
    clinic.pull(earlier, later, waiting, anEncounter({ patientId: earlier.id, startedAt: '2026-02-01T09:00:00+08:00' }), anEncounter({ patientId: later.id, startedAt: '2026-03-01T09:00:00+08:00' }));
    clinic.save([{ op: 'create', document: { id: idFromHash('queue'), kind: 'queueEntry', orgId: testOrgId, patientId: waiting.id, homeId: waiting.homeId, day, number: 7, arrived: aSignature(), reason: '', triage: 'IV', state: { name: 'waiting', encounterId: null } } }]);
    const hits = find('罗一').hits;
    expect(hits.map((hit) => hit.patientId)).toEqual([waiting.id, later.id, earlier.id]);
    expect(hits.map((hit) => [hit.queueNumber, hit.lastVisitOn])).toEqual([[7, null], [null, '2026-03-01'], [null, '2026-02-01']]);
  });

  test('a whole syllable comes before an initial with the syllable after it, however lately they were here', () => {
    const [mixed, inside, whole] = [aPatient({ name: '褚航文' }), aPatient({ name: '龙畅', birthDate: '1961-01-01' }), aPatient({ name: '畅文', birthDate: '1962-01-01' })];
    clinic.pull(mixed, inside, whole, anEncounter({ patientId: mixed.id, startedAt: '2026-03-08T09:00:00+08:00' }));
    expect(names('chang')).toEqual(['畅文', '龙畅', '褚航文']);
    const last = find('chang').hits.at(-1);
    expect([last?.reason.by, last?.reason.text, marked(last)]).toEqual(['pinyin', 'chǔ háng wén', 'c|háng']);
  });
});

test('two records of one name and birth date are marked as likely one person', () => {
  const [here, there] = find('张素芬').hits;
  expect([here?.likelySameAs, there?.likelySameAs]).toEqual([there?.patientId, here?.patientId]);
});

test('a hit tells what a list shows of a person', () => {
  expect(first('zhangsufen')).toMatchObject({ pinyin: 'zhāng sù fēn', sex: 'female', ageYears: 67, hasAllergy: true, phone: '15000008936' });
});

test('a changed name is found by the new name and no longer by the old', () => {
  const person = aPatient({ name: '吴旧名' });
  clinic.pull(person);
  clinic.save([{ op: 'change', kind: 'patient', id: person.id, changes: [{ unit: 'identity', before: person.identity, after: { ...person.identity, name: '吴新名' } }] }]);
  expect([names('吴旧名'), names('wuxinming')]).toEqual([[], ['吴新名']]);
});

test('who leaves this PC is found no more', () => {
  const person = aPatient({ name: '钱走了' });
  clinic.pull(person);
  expect(names('钱走')).toEqual(['钱走了']);
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: clinic.county.evicts([person.id], organisationScope(testOrgId)) });
  expect(names('钱走')).toEqual([]);
});

test('what is found is the same after the projections were rebuilt', () => {
  const before = ['zsf', '8936', '张', 'z'].map((query) => find(query).hits);
  clinic.replica.rebuildProjections();
  const after = ['zsf', '8936', '张', 'z'].map((query) => find(query).hits);
  expect(after.map((hits) => hits.map((hit) => hit.patientId).toSorted())).toEqual(before.map((hits) => hits.map((hit) => hit.patientId).toSorted()));
});

test('of more than 500 matches 500 are counted, and the best are still first', () => {
  const crowd = Array.from({ length: 620 }, (_, at) => aPatient({ name: `周${'一二三四五六七八九十'[at % 10] ?? ''}${'甲乙丙丁戊己庚辛'[at % 8] ?? ''}`, birthDate: addDays('1950-01-01', at) }));
  const exact = aPatient({ name: '周', birthDate: '1940-01-01' });
  const regular = aPatient({ name: '周常客', birthDate: '1941-01-01' });
  clinic.pull(exact, regular, anEncounter({ patientId: regular.id, startedAt: '2026-03-08T09:00:00+08:00' }));
  for (let from = 0; from < crowd.length; from += 200) clinic.pull(...crowd.slice(from, from + 200));
  const found = find('周');
  expect([found.total, found.hits[0]?.name, found.hits[1]?.name]).toEqual([500, '周', '周常客']);
});
