import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patient } from '@lianyi/schema/documents/patient';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anAllergy, anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportProgress } from '../views.ts';

const now = new Date('2026-03-09T09:42:18+08:00');
const suFenNumber = anIdentityNumber('1959-02-14', 'female');
let clinic: TestReplica;
let directory: string;

beforeEach(() => {
  clinic = aReplica({ now: () => now });
  directory = mkdtempSync(join(tmpdir(), 'lianyi-roster-'));
});
afterEach(() => {
  clinic.close();
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

async function imported(path: string): Promise<ImportProgress & { readonly report: readonly string[] }> {
  const caller = aCaller(clinic, { now: () => now });
  const { id } = await caller.imports.roster({ path });
  for (;;) {
    const progress = await caller.imports.progress({ id });
    if (progress === null) throw new Error('no such import');
    if (progress.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    const report = progress.reportPath === null ? [] : readFileSync(progress.reportPath, 'utf8').replace('\ufeff', '').trimEnd().split('\r\n').slice(1);
    return { ...progress, report };
  }
}

const residents = (): readonly Patient[] =>
  clinic.replica.all<{ id: string }>("SELECT id FROM document WHERE kind = 'patient' ORDER BY number").flatMap(({ id }) => clinic.replica.document('patient', id) ?? []);
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n;

const roster = [
  '青石坪村居民花名册,,,,,,,,',
  '序号,姓名,性别,身份证号,联系电话,住址,过敏史,慢病,备注',
  `1,张素芬,女,${suFenNumber},150 0000 8936,云岭镇青石坪村一组12号,青霉素、磺胺,高血压,独居`,
  '2,龙子涵,男,,１３６００００５５２０,云岭镇青石坪村三组,无,,',
  '3,杨昌福,,520602190101010012,,,,,',
  ',,,,,,,,',
];

describe('a roster', () => {
  test('is imported, and what is not is listed with its line and reason', async () => {
    const result = await imported(file('花名册.csv', `\ufeff${roster.join('\r\n')}\r\n`));
    expect(result).toMatchObject({ state: 'done', rows: 3, imported: 1, matched: 0, rejected: 2, failure: null });
    expect(result.bytesDone).toBe(result.bytes);
    expect(residents()).toMatchObject([{
      identity: { name: '张素芬', sex: 'female', birthDate: '1959-02-14', document: { type: '01', number: suFenNumber } },
      phone: '15000008936', address: { village: '云岭镇青石坪村', group: '一组', detail: '12号' }, source: { system: '花名册.csv', reference: 'line 3' },
    }]);
    const [suFen] = residents();
    expect(Object.values(suFen?.allergies ?? {}).map((entry) => `${entry.substance} ${entry.allergyClass ?? ''}`).toSorted()).toEqual(['磺胺 sulfonamide-antibiotic', '青霉素 penicillin']);
    expect(Object.values(suFen?.problems ?? {})).toMatchObject([{ code: 'I10.x00', text: '高血压', programme: 'hypertension' }]);
    expect(result.report.map((line) => line.split(',').slice(0, 3))).toEqual([
      ['2', '表格 table', '备注'], ['4', '未导入 not imported', '出生日期 birth date'], ['5', '未导入 not imported', '证件号 identity number'],
    ]);
    expect(result.reportPath?.startsWith(directory)).toBe(true);
  });

  test('changes nothing when it is imported again', async () => {
    const path = file('roster.csv', roster.join('\n'));
    await imported(path);
    const [before, bundlesBefore] = [residents(), bundles()];
    expect(await imported(path)).toMatchObject({ state: 'done', rows: 3, imported: 0, matched: 1, rejected: 2 });
    expect([residents(), bundles()]).toEqual([before, bundlesBefore]);
  });

  const english = (delimiter: string) => [
    ['D.O.B.', 'Phone', 'Full name', 'Gender', 'ID No. (18 digits)', 'Address', 'Record number'],
    ['1959/2/14', '15000008936', '张素芬', 'F', suFenNumber.toLowerCase(), 'Qingshiping', '52229910110800127'],
    ['19650119', '', '郑世福', 'male', '', '', ''],
  ].map((cells) => cells.join(delimiter)).join('\n');

  test.each<[string, string | Buffer]>([
    ['UTF-8 with commas', english(',')],
    ['UTF-8 with a byte order mark and semicolons', `\ufeff${english(';')}`],
    ['tabs', english('\t')],
    ['GB18030', iconv.encode(english(','), 'gb18030')],
    ['UTF-16 little endian with a mark', iconv.encode(english('\t'), 'utf-16le', { addBOM: true })],
    ['UTF-16 big endian without a mark', iconv.encode(english(','), 'utf-16be', { addBOM: false })],
  ])('is read in %s, with English headings in any order', async (_encoding, content) => {
    expect(await imported(file('roster.csv', content))).toMatchObject({ state: 'done', rows: 2, imported: 2, rejected: 0, failure: null });
    expect(residents().map(({ identity, recordNumber }) => [identity.name, identity.birthDate, identity.sex, recordNumber])).toEqual([
      ['张素芬', '1959-02-14', 'female', '52229910110800127'], ['郑世福', '1965-01-19', 'male', null],
    ]);
  });

  test('rare names of GB18030 come whole, even if they stand on the last line only', async () => {
    const ascii = Array.from({ length: 200 }, (_, at) => `Person ${at},M,19${10 + (at % 80)}-01-0${1 + (at % 9)},${'-'.repeat(500)}`);
    await imported(file('roster.csv', iconv.encode(['name,sex,dob,remarks', ...ascii, '㛃𬱖,女,1959-02-14,'].join('\n'), 'gb18030')));
    expect(residents().at(-1)?.identity.name).toBe('㛃𬱖');
  });

  test('birth dates are taken as people type them', async () => {
    const typed: readonly (readonly [string, string | null])[] = [
      ['1959-02-14', '1959-02-14'], ['1959/2/14', '1959-02-14'], ['1959年2月14日', '1959-02-14'], ['19590214', '1959-02-14'], ['59.2.14', '1959-02-14'], ['21595', '1959-02-14'],
      ['1959-02-14 00:00:00', '1959-02-14'], ['１９５９．２．１４', '1959-02-14'], ['03.2.14', '2003-02-14'], ['26.12.1', '1926-12-01'], ['14/2/1959', '1959-02-14'],
      ['1959-02-30', null], ['2/3/1959', '1959-03-02'], ['abc', null], ['1870-01-01', null], ['2026-03-10', null], ['67', null], ['1959', null], ['1959.02', null],
    ];
    const result = await imported(file('roster.csv', ['姓名,性别,出生日期', ...typed.map(([cell], at) => `居民${at},女,${cell}`)].join('\n')));
    const taken = new Map(residents().map(({ identity }) => [identity.name, identity.birthDate]));
    expect(typed.map(([cell], at) => [cell, taken.get(`居民${at}`) ?? null])).toEqual(typed);
    expect(result.rejected).toBe(7);
  });

  test('sex is taken in words and by its code', async () => {
    const typed: readonly (readonly [string, string | null])[] = [['男', 'male'], ['M', 'male'], ['1', 'male'], ['女性', 'female'], ['2', 'female'], ['female', 'female'], ['', 'unknown'], ['０', 'unknown'], ['x', null]];
    const result = await imported(file('roster.csv', ['姓名,性别,出生日期', ...typed.map(([cell], at) => `居民${at},${cell},1959-02-14`)].join('\n')));
    const taken = new Map(residents().map(({ identity }) => [identity.name, identity.sex]));
    expect(typed.map(([cell], at) => [cell, taken.get(`居民${at}`) ?? null])).toEqual(typed);
    expect(result.report.map((line) => line.split(',').slice(0, 3).join(' ')).toSorted()).toEqual(['10 未导入 not imported 性别 sex', '8 已导入 imported 性别 sex']);
    expect(result.report.find((line) => line.startsWith('8,'))).toMatch(/没有填性别.*no sex given/);
  });

  test('a field that is wrong is left out and told, and the person is imported', async () => {
    const result = await imported(file('roster.csv', `姓名,身份证号,电话,档案号,血型,联系人,联系人电话\n张素芬,${suFenNumber},1500000,123,C,龙德明,12\n郑世福,${anIdentityNumber('1965-01-19', 'male')},15000002218/13600005520,-,O型,,`));
    expect(result).toMatchObject({ imported: 2, rejected: 0 });
    expect(residents().map(({ phone, recordNumber, bloodGroup, contact }) => [phone, recordNumber, bloodGroup, contact?.name ?? null])).toEqual([[null, null, null, '龙德明'], ['15000002218', null, 'O', null]]);
    expect(result.report.map((line) => line.split(',').slice(0, 3).join(' '))).toEqual(['2 已导入 imported 电话 telephone', '2 已导入 imported 血型 blood group', "2 已导入 imported 联系人电话 contact's telephone", '2 已导入 imported 档案号 record number', '3 已导入 imported 电话 telephone']);
  });

  test.each([
    ['a check digit', '520602190101010012', '证件号 identity number'],
    ['a date in the number', '520602190002290011', '证件号 identity number'],
    ['a number that a spreadsheet has rounded', '5.22299195902140E+17', '证件号 identity number'],
  ])('%s that is wrong is listed, not imported', async (_title, number, field) => {
    const result = await imported(file('roster.csv', `姓名,身份证号,性别,出生日期\n张素芬,${number},女,1959-02-14`));
    expect([result.imported, result.rejected, result.report.map((line) => line.split(',')[2])]).toEqual([0, 1, [field]]);
  });
});

test('whatever the cells hold, every row is imported, matched or listed, and twice is once', { timeout: 60_000 }, async () => {
  const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('张素芬', '女', '男', '1959-2-14', '21595', suFenNumber, '15000008936', '无', '青霉素', '52229910110800127', '5.2E+17', '=1+1'));
  const cell = word.map((text) => `"${text.replaceAll('"', '""').replaceAll('\r', ' ')}"`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 15 }), async (rows) => {
      // A table without a row is told of as such.
      fc.pre(rows.flat().some((text) => /[^"\s]/u.test(text)));
      const path = file('any.csv', ['姓名,性别,出生日期,身份证号,电话,住址,过敏史,档案号', ...rows.map((cells) => cells.join(','))].join('\n'));
      const first = await imported(path);
      expect(first).toMatchObject({ state: 'done', rows: first.imported + first.matched + first.rejected });
      const before = residents();
      const second = await imported(path);
      expect(second).toMatchObject({ state: 'done', imported: 0, rows: first.rows });
      expect(residents()).toEqual(before);
    }),
    { numRuns: 20 },
  );
});

describe('matching', () => {
  test('rows of one person in one file meet, also in one batch', async () => {
    const result = await imported(file('roster.csv', `姓名,性别,出生日期,身份证号,电话\n张素芬,女,1959-02-14,,\n张素芬,女,1959-02-14,${suFenNumber},15000008936\n张素芬,女,,${suFenNumber},`));
    expect(result).toMatchObject({ imported: 1, matched: 2, rejected: 0 });
    expect(residents()).toMatchObject([{ phone: '15000008936', identity: { document: { number: suFenNumber } } }]);
  });

  test('what is missing is added, and what differs is listed and stays', async () => {
    const known = aPatient({ identityNumber: suFenNumber, phone: '13600005520', allergies: { a: anAllergy() } });
    clinic.pull(known);
    const result = await imported(file('roster.csv', `姓名,身份证号,电话,血型,过敏史,住址\n张淑芬,${suFenNumber},15000008936,O,青霉素;头孢,云岭镇青石坪村`));
    expect(result).toMatchObject({ imported: 0, matched: 1, rejected: 0 });
    const [patient] = residents();
    expect(patient).toMatchObject({ identity: { name: '张素芬' }, phone: '13600005520', bloodGroup: 'O', address: { village: '云岭镇青石坪村' } });
    expect(Object.values(patient?.allergies ?? {}).map((entry) => entry.substance).toSorted()).toEqual(['头孢', '青霉素']);
    expect(result.report.map((line) => line.replace(/"[^"]*"/, '…'))).toEqual(['2,已有 matched,姓名 name,…,张淑芬,张素芬', '2,已有 matched,电话 telephone,…,15000008936,13600005520']);
  });

  test('an address on record is told as it is read', async () => {
    clinic.pull(aPatient({ identityNumber: suFenNumber, address: { village: '青石坪村', group: '三组', detail: '5号' } }));
    const result = await imported(file('roster.csv', `姓名,身份证号,村,组\n张素芬,${suFenNumber},岩脚村,一组`));
    expect(result.report.map((line) => line.split(',').slice(-2))).toEqual([['岩脚村一组', '青石坪村三组5号']]);
  });

  test('by record number, unless that is somebody else\'s', async () => {
    clinic.pull(aPatient({ recordNumber: '52229910110800127' }));
    const result = await imported(file('roster.csv', '姓名,性别,出生日期,档案号,电话\n张素芬,女,1959-02-15,52229910110800127,15000008936\n郑世福,男,1965-01-19,52229910110800127,'));
    expect(result).toMatchObject({ imported: 0, matched: 1, rejected: 1 });
    expect(result.report.map((line) => line.split(',').slice(0, 3))).toEqual([['2', '已有 matched', '出生日期 birth date'], ['3', '未导入 not imported', '档案号 record number']]);
  });

  test('another identity number is another person, and so is another village', async () => {
    clinic.pull(aPatient({ identityNumber: suFenNumber }), aPatient({ name: '杨昌福', sex: 'male', birthDate: '1968-01-01', address: { village: '云岭镇青石坪村', group: '', detail: '' } }));
    const result = await imported(file('roster.csv', `姓名,性别,出生日期,身份证号,村\n张素芬,女,1959-02-14,${anIdentityNumber('1959-02-14', 'female', 88)},\n杨昌福,男,1968-01-01,,岩脚村\n杨昌福,男,1968-01-01,,青石坪村`));
    expect(result).toMatchObject({ imported: 2, matched: 1 });
  });

  test('several records that fit are for a person to look at', async () => {
    clinic.pull(aPatient(), aPatient());
    const result = await imported(file('roster.csv', '姓名,性别,出生日期\n张素芬,女,1959-02-14'));
    expect(result).toMatchObject({ imported: 0, matched: 0, rejected: 1 });
    expect(residents()).toHaveLength(2);
  });

  test('"none" of a roster is asked and none known, but never against a known allergy', async () => {
    clinic.pull(aPatient({ identityNumber: suFenNumber, allergies: { a: anAllergy() } }));
    const result = await imported(file('roster.csv', `姓名,性别,出生日期,身份证号,过敏史\n张素芬,女,,${suFenNumber},无\n郑世福,男,1965-01-19,,否认`));
    expect(residents().map((patient) => patient.noKnownAllergies !== null)).toEqual([false, true]);
    expect(result.report.map((line) => line.split(',')[2])).toEqual(['过敏 allergies']);
  });
});

describe('a file that is no roster', () => {
  test.each<[string, string | Buffer, string]>([
    ['without headings', '张素芬,女\n郑世福,男', '没有找到表头'],
    ['empty', '', '文件是空的'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), '旧版 Excel'],
    ['a damaged workbook', Buffer.from('504b030400000000', 'hex'), '已损坏'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), '已损坏'],
    ['only headings', '姓名,性别,出生日期\n,,\n', '只有表头'],
  ])('%s fails with a clear error', async (_title, content, words) => {
    const result = await imported(file('roster.csv', content));
    expect([result.state, result.failure]).toEqual(['failed', expect.stringContaining(words)]);
  });

  test('random bytes in the name of a workbook are damaged, a text in that name is read', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + (at >> 3)) % 251));
    expect((await imported(file('junk.xlsx', bytes))).failure).toContain('已损坏');
    expect(await imported(file('text.xlsx', '姓名,性别,出生日期\n张素芬,女,1959-02-14'))).toMatchObject({ state: 'done', imported: 1 });
  });

  test('that is not there fails with a clear error', async () => {
    expect(await imported(join(directory, 'none.csv'))).toMatchObject({ state: 'failed', failure: expect.stringContaining('打不开') as string });
  });

  test('a quote that is never closed and a text of 2 MB keep the rest', async () => {
    const result = await imported(file('roster.csv', `姓名,性别,出生日期,医保\n张素芬,女,1959-02-14,${'长'.repeat(700_000)}\n郑世福,男,1965-01-19,"城乡居民`));
    expect(result).toMatchObject({ state: 'done', rows: 2, imported: 1, rejected: 1 });
    expect(residents()).toMatchObject([{ insurance: null }]);
  });

  test.each([
    ['with quotes behind it', '"城乡居民', '李兰,女,1970-05-06,"职工"'],
    ['with none behind it', '"城乡居民', '李兰,女,1970-05-06,职工'],
    ['in the first cell', '', '李兰,女,1970-05-06,'],
  ])('a quote that is never closed costs its own line, %s', async (_title, insurance, next) => {
    const open = insurance === '' ? '"郑世福,男,1965-01-19,' : `郑世福,男,1965-01-19,${insurance}`;
    const behind = Array.from({ length: 300 }, (_, at) => `居民${at},女,1959-02-14,`);
    const result = await imported(file('roster.csv', ['姓名,性别,出生日期,医保', '张素芬,女,1959-02-14,', open, next, ...behind].join('\r\n')));
    expect(result).toMatchObject({ state: 'done', failure: null, rows: 303, imported: 302, rejected: 1 });
    expect(result.report).toHaveLength(1);
    expect(result.report[0]).toMatch(/^3,未导入 not imported,,.*引号.*郑世福/);
    expect(residents().find(({ identity }) => identity.name === '李兰')?.source).toMatchObject({ reference: 'line 4' });
  });

  test('a row with more cells than headings is listed and not taken, whoever it would have become', async () => {
    const result = await imported(file('roster.csv', 'Sex,Name,ID number,Date of birth,Phone,Village,Group,Allergies\n男,太多列,,1990-05-05,1,2,3,4,5,6,7\n女,正好列,,1959-02-14,,,,,,\n'));
    expect(result).toMatchObject({ rows: 2, imported: 1, rejected: 1 });
    expect(residents().map(({ identity }) => identity.name)).toEqual(['正好列']);
    expect(result.report).toEqual([expect.stringMatching(/^2,未导入 not imported,,.*格数比表头多.*more cells than headings.*太多列/)]);
  });

  test('a cell that is typed over two lines is one cell', async () => {
    const result = await imported(file('roster.csv', '姓名,性别,出生日期,住址\n张素芬,女,1959-02-14,"云岭镇\n青石坪村"\n郑世福,男,1965-01-19,'));
    expect(result).toMatchObject({ rows: 2, imported: 2, rejected: 0 });
    expect(residents().map(({ address, source }) => [address?.village, source?.reference])).toEqual([['云岭镇 青石坪村', 'line 2'], [undefined, 'line 4']]);
  });

  test('a line without an end does not fill the memory: it is listed, and those behind it are imported', async () => {
    const result = await imported(file('roster.csv', `姓名,性别,出生日期\n${'x'.repeat(4_300_000)}\n张素芬,女,1959-02-14`));
    expect(result).toMatchObject({ state: 'done', imported: 1, rejected: 1 });
    expect(result.report[0]).toMatch(/^2,.*太长/);
  });

  test('a name with a line break is listed, not imported', async () => {
    const result = await imported(file('roster.csv', '姓名,性别,出生日期\n"张素芬\n郑世福",女,1959-02-14\n李兰,女,1970-05-06'));
    expect(result).toMatchObject({ imported: 1, rejected: 1 });
    expect(result.report[0]).toMatch(/^2,未导入 not imported,姓名 name,.*两行/);
  });

  test('村组 is the village and its group', async () => {
    await imported(file('roster.csv', '姓名,性别,出生日期,乡镇,村组\n张素芬,女,1959-02-14,云岭镇,青石坪村一组\n郑世福,男,1965-01-19,,青石坪3组\n李兰,女,1970-05-06,,青石坪村'));
    expect(residents().map(({ address }) => [address?.village, address?.group])).toEqual([['云岭镇青石坪村', '一组'], ['青石坪村', '3组'], ['青石坪村', '']]);
  });

  test('what is told of a sex is told in words', async () => {
    clinic.pull(aPatient({ identityNumber: suFenNumber }));
    const result = await imported(file('roster.csv', `姓名,性别,出生日期,档案号\n张素芬,男,1959-02-14,\n张素芬,女,1959-02-14,`));
    expect(result.report.join('\n')).not.toMatch(/,male|,female|birthDate/);
  });
});

describe('a workbook', () => {
  const headings = ['姓名', '性别', '出生日期', '身份证号', '电话'];
  const rows: readonly (readonly (string | number | Date | null)[])[] = [
    ['张素芬', '女', null, suFenNumber, 15000008936], ['郑世福', '男', new Date('1965-01-19T00:00:00Z'), null, null], ['㛃𬱖 <&">', '女', 19720608, null, '-'], ['龙秀英', '女', '1955年10月12日', null, null],
  ];

  test('that counts its days from 1904 has the same dates', async () => {
    const path = join(directory, 'mac.xlsx');
    const book = new ExcelJS.Workbook();
    book.properties.date1904 = true;
    const sheet = book.addWorksheet('居民');
    sheet.addRow(['姓名', '性别', '出生日期']);
    sheet.addRow(['张素芬', '女', new Date('1959-02-14T00:00:00Z')]);
    await book.xlsx.writeFile(path);
    expect(await imported(path)).toMatchObject({ state: 'done', imported: 1 });
    expect(residents()[0]?.identity.birthDate).toBe('1959-02-14');
  });

  async function workbook(useSharedStrings: boolean): Promise<string> {
    const path = join(directory, 'roster.xlsx');
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings, useStyles: true });
    book.addWorksheet('说明').addRow(['填表说明']).commit();
    const sheet = book.addWorksheet('居民');
    sheet.addRow(['青石坪村']).commit();
    sheet.addRow(headings).commit();
    for (const row of rows) sheet.addRow([...row]).commit();
    await book.commit();
    return path;
  }

  test.each([[true], [false]])('is read (shared strings: %s), dates and numbers as people see them', async (useSharedStrings) => {
    expect(await imported(await workbook(useSharedStrings))).toMatchObject({ state: 'done', rows: 4, imported: 4, rejected: 0 });
    expect(residents().map(({ identity, phone }) => [identity.name, identity.birthDate, phone])).toEqual([
      ['张素芬', '1959-02-14', '15000008936'], ['郑世福', '1965-01-19', null], ['㛃𬱖 <&">', '1972-06-08', null], ['龙秀英', '1955-10-12', null],
    ]);
  });

  test('with a cell beyond its headings tells of that row and does not take it', async () => {
    const path = join(directory, 'wide.xlsx');
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('居民');
    sheet.addRows([['姓名', '性别', '出生日期', ' '], ['张素芬', '女', '1959-02-14'], ['郑世福', '男', '1965-01-19', '', '青霉素过敏'], ['龙秀英', '女', '1955-10-12', ' ']]);
    await book.xlsx.writeFile(path);
    const result = await imported(path);
    expect(result).toMatchObject({ state: 'done', rows: 3, imported: 2, rejected: 1 });
    expect(residents().map(({ identity }) => identity.name)).toEqual(['张素芬', '龙秀英']);
    expect(result.report[0]).toMatch(/^3,.*more cells than headings.*郑世福.*青霉素过敏/);
  });

  test('that was cut short fails with a clear error', async () => {
    const whole = readFileSync(await workbook(true));
    expect(await imported(file('cut.xlsx', whole.subarray(0, whole.length - 300)))).toMatchObject({ state: 'failed', failure: expect.stringContaining('已损坏') as string });
  });
});

describe('days and months before the year', () => {
  const table = (...dates: readonly string[]): string => ['Name,Sex,Date of birth,Phone', ...dates.map((date, at) => `Resident ${String.fromCharCode(65 + at)},F,${date},1500000893${at}`)].join('\n');
  const births = () => residents().map(({ identity }) => identity.birthDate);

  test('are read as the other dates of the file show, also those above them', async () => {
    expect(await imported(file('day first.csv', table('3/2/1966', '25/12/1970')))).toMatchObject({ imported: 2, rejected: 0 });
    expect(births()).toEqual(['1966-02-03', '1970-12-25']);
  });

  test('month first likewise', async () => {
    await imported(file('month first.csv', table('3/2/1966', '12/25/1970')));
    expect(births()).toEqual(['1966-03-02', '1970-12-25']);
  });

  test('are listed, with the reason, where nothing shows which is which, or both are shown', async () => {
    const alone = await imported(file('alone.csv', table('3/2/1966', '5/5/1970')));
    expect(alone).toMatchObject({ imported: 1, rejected: 1 });
    expect(alone.report[0]).toContain('day and month could be either');
    expect(await imported(file('both.csv', table('3/2/1966', '25/12/1971', '12/25/1972')))).toMatchObject({ imported: 2, rejected: 1 });
  });
});
