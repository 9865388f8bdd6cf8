import { join } from 'node:path';
import { loadCatalogue } from '@lianyi/desktop/host/replica/loadCatalogue';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { catalogueProducts, productNamed } from '@lianyi/tests/builders/aProduct';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';

const now = new Date('2026-03-09T09:42:18+08:00');
const clinic = aReplica({ now: () => now });
const host = aCaller(clinic, { now: () => now, catalogue: loadCatalogue(join(import.meta.dirname, '../../../../../../resources')) });
beforeAll(() => { clinic.pull(...catalogueProducts()); });
afterAll(() => { clinic.close(); });

const marked = ({ ranges }: { ranges: readonly (readonly [number, number])[] }, text: string) => ranges.map(([from, to]) => text.slice(from, to));

describe('diagnoses', () => {
  test.each([
    ['J44.1', 'J44.100', 'code'], ['j441', 'J44.100', 'code'], ['慢阻肺急', 'J44.100', 'name'], ['mzfjx', 'J44.100', 'initials'], ['manzufeiji', 'J44.100', 'pinyin'],
    ['普通感冒', 'J00.x00', 'name'], ['ptgm', 'J00.x00', 'alias'], ['上感', 'J06.900', 'alias'], ['sg', 'J06.900', 'alias'], ['shanggan', 'J06.900', 'alias'], ['ganmao', 'J06.900', 'alias'], ['ganmao', 'J00.x00', 'alias'], ['laomanzhi', 'J42.x00', 'alias'], ['copd', 'J44.900', 'alias'],
    ['gravidarum', 'O21.000', 'english'], ['streptococcal ph', 'J02.000', 'english'], ['２ｘｔｎｂ', 'E11.900', 'initials'], ['2型糖尿病', 'E11.900', 'name'],
  ])('%s finds %s by %s', async (query, code, by) => {
    const hits = await host.catalogue.diagnoses({ query, limit: 8 });
    expect(hits.find((hit) => hit.code === code)).toMatchObject({ code, by });
  });

  test.each([
    ['风寒', '感冒·风寒束表', 'name', '风寒'], ['感冒风寒', '感冒·风寒束表', 'name', '感冒·风寒'], ['感冒 风寒', '感冒·风寒束表', 'name', '感冒·风寒'], ['fhsb', '感冒·风寒束表', 'initials', '风寒束表'],
    ['fenghanxifei', '咳嗽·风寒袭肺', 'pinyin', '风寒袭肺'], ['瘀血头痛', '头痛·瘀血头痛', 'name', '瘀血头痛'], ['恢复期', '中风·气虚络瘀(恢复期)', 'name', '恢复期'],
  ])('%s finds the traditional %s by %s', async (query, title, by, letters) => {
    const hit = (await host.catalogue.diagnoses({ query, limit: 12 })).find((one) => one.title === title);
    expect(hit).toMatchObject({ system: 'tcm', code: '', by });
    expect(hit && marked(hit, title)).toEqual([letters]);
  });

  it('who types a traditional disease has it, and not each of its syndromes', async () => {
    const hits = await host.catalogue.diagnoses({ query: '头痛', limit: 20 });
    expect(hits.filter(({ system }) => system === 'tcm').map(({ title }) => title)).toEqual(['头痛']);
    expect((await host.catalogue.diagnoses({ query: 'common cold', limit: 20 })).filter(({ title }) => title.startsWith('感冒·'))).toEqual([]);
  });

  it('marks the letters that matched', async () => {
    const title = '慢阻肺急性加重';
    const find = async (query: string) => (await host.catalogue.diagnoses({ query, limit: 20 })).find((hit) => hit.title === title);
    const [initials, pinyin, infix] = [await find('mzf'), await find('manzufei'), await find('jixingjia')];
    expect([initials, pinyin, infix].map((hit) => hit && marked(hit, title))).toEqual([['慢阻肺'], ['慢阻肺'], ['急性加']]);
  });

  it('puts an exact code or name first, and what this clinic uses before what it does not', async () => {
    expect((await host.catalogue.diagnoses({ query: '感冒', limit: 5 }))[0]).toMatchObject({ system: 'tcm', title: '感冒' });
    expect((await host.catalogue.diagnoses({ query: 'I10.x00', limit: 5 }))[0]).toMatchObject({ code: 'I10.x00' });
    for (const startedAt of ['2026-03-01T09:00:00+08:00', '2026-03-02T09:00:00+08:00', '2025-12-01T09:00:00+08:00']) {
      clinic.pull(anEncounter({ startedAt, diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢阻肺急性加重' }] }));
    }
    expect((await host.catalogue.diagnoses({ query: 'j', limit: 3 }))[0]).toMatchObject({ code: 'J44.100', usedLately: 2 });
    expect(await host.catalogue.diagnoses({ query: ' ', limit: 8 })).toMatchObject([{ code: 'J44.100', usedLately: 2 }]);
  });

  it('finds traditional diagnoses, and nothing for nonsense', async () => {
    expect(await host.catalogue.diagnoses({ query: 'xiaobing', limit: 5 })).toMatchObject([{ system: 'tcm', title: '哮病' }]);
    expect(await host.catalogue.diagnoses({ query: 'sgr', limit: 5 })).toEqual([]);
    expect(await host.catalogue.diagnoses({ query: '%_\'"; DROP', limit: 5 })).toEqual([]);
  });
});

describe('drugs', () => {
  test.each([['克拉霉素', '克拉霉素片', 'name'], ['klms', '克拉霉素片', 'initials'], ['kelamei', '克拉霉素片', 'pinyin'], ['clarithro', '克拉霉素片', 'english'], ['tbqs', '注射用头孢曲松钠', 'initials'], ['lvleita', '氯雷他定片', 'pinyin'], ['Levofloxacin', '左氧氟沙星片', 'english'], ['aspirin', '阿司匹林肠溶片', 'english'], ['smz', '复方磺胺甲噁唑片', 'english'], ['Co-trimoxazole', '复方磺胺甲噁唑片', 'english'], ['vitamin c', '维生素C片', 'english']])(
    '%s finds %s by %s',
    async (query, name, by) => {
      expect((await host.catalogue.drugs({ query, limit: 8 })).find((hit) => hit.name === name)).toMatchObject({ by });
    },
  );

  it('tells what is in stock and unexpired, and puts it first', async () => {
    const product = productNamed('阿莫西林克拉维酸钾片');
    clinic.pull(aStockMove({ lot: { productId: product.id }, quantity: 30 }), aStockMove({ lot: { productId: product.id, expiry: '2026-03-08' }, quantity: 12 }));
    const hits = await host.catalogue.drugs({ query: 'amxl', limit: 5 });
    expect(hits.map(({ name, inStock }) => [name, inStock])).toEqual([['阿莫西林克拉维酸钾片', 30], ['阿莫西林胶囊', 0]]);
    expect(await host.catalogue.drug({ productId: product.id })).toMatchObject({ specification: '0.457 g×12 片', inStock: 30, strengthPerUnit: { amount: 0.457, unit: 'g' } });
    expect(await host.catalogue.drug({ productId: 'none' })).toBeNull();
  });

  it('leaves out what the county took from the catalogue', async () => {
    clinic.pull({ ...productNamed('喷托维林片'), active: false });
    expect(await host.catalogue.drugs({ query: 'ptwl', limit: 5 })).toEqual([]);
  });
});

it('offers allergy classes by the codes of the catalogue', async () => {
  expect(await host.catalogue.allergyClasses()).toContainEqual({ code: 'penicillin', zh: '青霉素类', en: 'Penicillins' });
});

test.each([
  ['复方新诺明', null, 'sulfonamide-antibiotic', 'checked'], ['blfhsjn', null, 'NSAID', 'checked'], ['氯霉素', null, null, 'checked'], ['花生', null, 'non-drug', 'nonDrug'],
  ['白色药片', null, null, 'unchecked'], ['白色药片', 'penicillin', null, 'checked'], ['白色药片', 'non-drug', null, 'nonDrug'], ['白色药片', 'sulfonamide', null, 'checked'], ['白色药片', 'E999', null, 'unchecked'],
])('a substance %s of class %s tells the class %s and is %s', async (substance, recorded, allergyClass, standing) => {
  expect(await host.catalogue.substance({ substance, allergyClass: recorded })).toEqual({ allergyClass, standing });
});
