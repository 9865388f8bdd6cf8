import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ageOn } from '../basics/dates.ts';
import type { OrganisationId, PersonId } from '../basics/ids.ts';
import type { Product } from '../documents/county.ts';
import type { AllergyEntry } from '../documents/patient.ts';
import { productsOf } from '../documents/productTable.ts';
import { allergyCheck } from './allergyCheck.ts';
import { isAnswered, sortAlerts, stopsSigning } from './clinicalAlert.ts';
import { checkAge, checkDailyDose, checkPregnancy, isKnownPregnant } from './drugCautions.ts';
import { alternativesTo, checkInteractions, ingredientsOf } from './interactionCheck.ts';
import { hiddenIngredients, interactionPairs } from './interactionTable.ts';
import type { PrescribedItem } from './prescribedItem.ts';
import type { OrderUnderLaw, Prescriber } from './prescribing.ts';
import { checkLaw } from './prescribing.ts';
import { classOfSubstance } from './substance.ts';

const table = (name: string): string => readFileSync(new URL(`../../../../resources/${name}`, import.meta.url), 'utf8');
const catalogue = productsOf(table('products.tsv'), table('drugs.tsv'));
const pairs = interactionPairs(table('ddi_pairs.tsv'));
const hidden = hiddenIngredients(table('hidden_ingredients.tsv'));

function product(name: string): Product {
  const found = catalogue.find((entry) => entry.name === name);
  if (!found) throw new Error(`no product ${name}`);
  return found;
}
const item = (name: string, over: Partial<PrescribedItem> = {}): PrescribedItem => {
  const found = product(name);
  return { itemNo: 1, product: found, dose: found.strengthPerUnit?.amount ?? 1, doseUnit: found.strengthPerUnit?.unit ?? found.unit, route: found.defaultRoute, frequency: 'bid', days: 5, supplyDays: over.days === undefined ? 5 : over.days, ...over };
};
const items = (...names: string[]): readonly PrescribedItem[] => names.map((name, at) => item(name, { itemNo: at + 1 }));
const villageDoctor: Prescriber = { role: 'villageDoctor', orgType: 'village', rights: { antibiotics: 'nonRestricted', narcotic: false }, intravenousAntibiotics: false };
const townshipPhysician: Prescriber = { role: 'physician', orgType: 'township', rights: { antibiotics: 'restricted', narcotic: true }, intravenousAntibiotics: true };
const order = (prescribed: readonly PrescribedItem[], over: Partial<OrderUnderLaw> = {}): OrderUnderLaw => ({ type: 'general', supplyReason: '', items: prescribed, ...over });
const law = (prescribed: OrderUnderLaw, prescriber = villageDoctor) => checkLaw(prescribed, prescriber).filter(stopsSigning).map(({ rule, overridable, values }) => ({ rule, overridable, limit: values['limit'] }));

describe('the law', () => {
  it('allows five drugs and not six, nor by a written reason', () => {
    const five = items('氨溴索片', '泼尼松片', '氯雷他定片', '奥美拉唑肠溶胶囊', '维生素C片');
    expect(law(order(five))).toEqual([]);
    expect(law(order([...five, item('维生素B6片', { itemNo: 6 })]))).toEqual([{ rule: 'tooManyDrugs', overridable: false, limit: undefined }]);
  });

  it('counts the same drug twice as one', () => {
    expect(law(order(Array.from({ length: 6 }, (_, at) => item('氨溴索片', { itemNo: at + 1 }))))).toEqual([]);
  });

  test.each([
    ['general', 7, '', []], ['general', 8, '慢性病', [{ rule: 'tooManyDays', overridable: false, limit: 'general' }]],
    ['emergency', 3, '', []], ['emergency', 4, '', [{ rule: 'tooManyDays', overridable: false, limit: 'emergency' }]],
    ['long', 28, '高血压，病情稳定', []], ['long', 28, ' ', [{ rule: 'tooManyDays', overridable: false, limit: 'reasonMissing' }]],
    ['long', 56, '高血压，病情稳定', [{ rule: 'tooManyDays', overridable: true, limit: 'assessment' }]], ['long', 85, '高血压', [{ rule: 'tooManyDays', overridable: false, limit: 'long' }]],
  ] as const)('%s, %d days, reason "%s"', (type, days, supplyReason, found) => {
    expect(law(order([item('氨氯地平片', { days })], { type, supplyReason }))).toEqual(found);
  });

  it('gives no long supply of antimicrobials and psychotropics, but of TB drugs', () => {
    const long = (name: string) => law(order([item(name, { days: 14 })], { type: 'long', supplyReason: '慢性病' }));
    expect(long('阿莫西林胶囊')).toEqual([{ rule: 'tooManyDays', overridable: false, limit: 'antimicrobial' }]);
    expect(long('艾司唑仑片')).toEqual([{ rule: 'tooManyDays', overridable: false, limit: 'psychotropic' }]);
    expect(long('异烟肼片')).toEqual([]);
  });

  it('lets village doctors prescribe the non-restricted grade only; in an emergency one grade more, for a day, with a reason', () => {
    const restricted = item('注射用头孢他啶', { route: 'im', days: 3 });
    expect(law(order([restricted]))).toEqual([{ rule: 'antibioticGrade', overridable: false, limit: undefined }]);
    expect(law(order([{ ...restricted, days: 1, supplyDays: 1 }], { type: 'emergency' }))).toEqual([{ rule: 'antibioticGrade', overridable: true, limit: undefined }]);
    expect(law(order([restricted]), townshipPhysician)).toEqual([]);
    expect(law(order([item('阿奇霉素片')]))).toEqual([]);
  });

  it('never gives the special grade to outpatients', () => {
    const special: Product = { ...product('注射用头孢他啶'), antibioticGrade: 'special' };
    expect(law(order([{ ...item('注射用头孢他啶', { route: 'im' }), product: special }]), townshipPhysician)).toEqual([{ rule: 'antibioticGrade', overridable: false, limit: undefined }]);
  });

  it('drips antibiotics only where the county has approved it', () => {
    expect(law(order([item('注射用头孢曲松钠', { route: 'iv' })]))).toEqual([{ rule: 'intravenousAntibiotic', overridable: false, limit: undefined }]);
    expect(law(order([item('注射用头孢曲松钠', { route: 'im' })]))).toEqual([]);
    expect(law(order([item('注射用头孢曲松钠', { route: 'iv' })]), { ...villageDoctor, intravenousAntibiotics: true })).toEqual([]);
    expect(law(order([item('0.9%氯化钠注射液', { route: 'iv' })]))).toEqual([]);
  });

  it('refuses narcotics in a village, and tells of psychotropics', () => {
    expect(law(order([item('吗啡注射液', { days: 1 })]))).toEqual([{ rule: 'specialControl', overridable: false, limit: undefined }]);
    expect(law(order([item('吗啡注射液', { days: 1 })]), townshipPhysician)).toEqual([]);
    expect(law(order([item('吗啡注射液', { days: 2 })]), townshipPhysician)).toEqual([{ rule: 'specialControl', overridable: false, limit: undefined }]);
    expect(checkLaw(order([item('地西泮片')]), villageDoctor)).toMatchObject([{ rule: 'specialControl', severity: 'info' }]);
  });

  it('asks for a skin test before penicillin and horse serum, without stopping', () => {
    for (const name of ['注射用青霉素钠', '阿莫西林胶囊', '破伤风抗毒素注射液']) {
      expect(checkLaw(order([item(name, { route: 'im' })]), villageDoctor)).toMatchObject([{ rule: 'skinTest', severity: 'major', overridable: true }]);
    }
  });
});

const signature = { by: '00000000-0000-7000-8000-000000000001' as PersonId, orgId: '00000000-0000-7000-8000-000000000002' as OrganisationId, at: '2026-03-09T09:00:00+08:00' };
const allergy = (over: Partial<AllergyEntry>): AllergyEntry => ({ allergyClass: null, substance: '青霉素', reaction: '', severity: 'severe', onset: '', status: 'active', statusReason: '', recorded: signature, source: null, ...over });
const allergies = (name: string, ...entries: AllergyEntry[]) => allergyCheck(entries, { catalogue, hidden })([item(name)]).map(({ rule, severity, overridable }) => [rule, severity, overridable]);

describe('allergies', () => {
  const penicillin = allergy({ allergyClass: 'penicillin', reaction: '皮疹、喉头水肿' });

  it('severe penicillin allergy refuses all penicillins for good, and warns of cephalosporins by their side chain', () => {
    for (const name of ['注射用青霉素钠', '阿莫西林胶囊', '阿莫西林克拉维酸钾片', '注射用哌拉西林钠他唑巴坦钠']) expect([name, allergies(name, penicillin)]).toEqual([name, [['allergy', 'contraindicated', false]]]);
    expect(allergies('头孢氨苄胶囊', penicillin)).toEqual([['allergyCross', 'major', true]]);
    expect(allergies('头孢克肟胶囊', penicillin)).toEqual([['allergyCross', 'moderate', true]]);
    expect(allergies('注射用头孢唑林钠', penicillin)).toEqual([['allergyCross', 'info', true]]);
    expect(allergies('阿奇霉素片', penicillin)).toEqual([]);
  });

  it('a mild delayed rash refuses the same drug and warns of its class; hives are not mild', () => {
    const rash = allergy({ allergyClass: 'penicillin', severity: 'mild', reaction: '迟发皮疹' });
    expect(allergies('注射用青霉素钠', rash)).toEqual([['allergy', 'contraindicated', true]]);
    expect(allergies('阿莫西林胶囊', rash)).toEqual([['allergyCross', 'major', true]]);
    expect(allergies('阿莫西林胶囊', { ...rash, reaction: '荨麻疹' })).toEqual([['allergy', 'contraindicated', true]]);
  });

  it('an unknown severity counts as severe, but may be set aside with a reason', () => {
    expect(allergies('阿莫西林胶囊', allergy({ allergyClass: 'penicillin', severity: 'unknown' }))).toEqual([['allergy', 'contraindicated', true]]);
  });

  it('cephalosporins cross by side chain', () => {
    const cefalexin = allergy({ substance: '头孢氨苄', severity: 'unknown' });
    expect(allergies('头孢拉定胶囊', cefalexin)).toEqual([['allergy', 'contraindicated', true]]);
    expect(allergies('阿莫西林胶囊', cefalexin)).toEqual([['allergy', 'contraindicated', true]]);
    expect(allergies('注射用头孢曲松钠', cefalexin)).toEqual([['allergyCross', 'major', true]]);
    expect(allergies('头孢克肟胶囊', allergy({ substance: '头孢曲松' }))).toEqual([['allergy', 'contraindicated', false]]);
  });

  it('"some cephalosporin" refuses them all', () => {
    expect(allergies('头孢克肟胶囊', allergy({ substance: '头孢类', severity: 'unknown' }))).toEqual([['allergy', 'contraindicated', true]]);
  });

  it('sulfonamides: the antibiotic is refused, thiazides and sulfonylureas are only told', () => {
    for (const code of ['sulfonamide', 'sulfonamide-antibiotic']) {
      const sulfa = allergy({ allergyClass: code, substance: '磺胺类' });
      expect(allergies('复方磺胺甲噁唑片', sulfa)).toEqual([['allergy', 'contraindicated', false]]);
      expect(allergies('氢氯噻嗪片', sulfa)).toEqual([['allergyCross', 'info', true]]);
      expect(allergies('格列美脲片', sulfa)).toEqual([['allergyCross', 'info', true]]);
    }
  });

  it('aspirin refuses other NSAIDs and warns of paracetamol', () => {
    const aspirin = allergy({ substance: '阿司匹林', reaction: '哮喘' });
    expect(allergies('布洛芬缓释胶囊', aspirin)).toEqual([['allergy', 'contraindicated', false]]);
    expect(allergies('对乙酰氨基酚片', aspirin)).toEqual([['allergyCross', 'info', true]]);
  });

  it('a substance by its name, its class or its international name is understood; seafood and dust are no drugs', () => {
    expect(allergies('罗红霉素胶囊', allergy({ substance: '阿奇霉素' }))).toEqual([['allergy', 'contraindicated', false]]);
    expect(allergies('阿奇霉素片', allergy({ substance: 'azithromycin' }))).toEqual([['allergy', 'contraindicated', false]]);
    expect(allergies('聚维酮碘溶液', allergy({ substance: '海鲜' }))).toEqual([]);
    expect(allergies('阿奇霉素片', allergy({ substance: '花粉' }))).toEqual([]);
  });

  test.each([
    ['复方新诺明', '复方磺胺甲噁唑片'], ['SMZ', '复方磺胺甲噁唑片'], ['百炎净', '复方磺胺甲噁唑片'], ['复方磺胺甲恶唑', '复方磺胺甲噁唑片'], ['先锋霉素', '头孢克洛胶囊'], ['先锋6号', '头孢拉定胶囊'], ['先锋Ⅵ', '头孢克洛胶囊'],
    ['氟哌酸', '诺氟沙星胶囊'], ['氟嗪酸', '左氧氟沙星片'], ['左克', '左氧氟沙星片'], ['可乐必妥', '诺氟沙星胶囊'], ['芬必得', '布洛芬缓释胶囊'], ['美林', '布洛芬混悬液'], ['泰诺林', '对乙酰氨基酚片'], ['百服宁', '对乙酰氨基酚片'],
    ['拜阿司匹灵', '阿司匹林肠溶片'], ['安痛定', '布洛芬缓释胶囊'], ['去痛片', '布洛芬缓释胶囊'], ['洁霉素', '克林霉素胶囊'], ['灭滴灵', '替硝唑片'], ['链霉素', '庆大霉素注射液'], ['卡那霉素', '庆大霉素注射液'], ['强力霉素', '多西环素片'], ['四环素', '多西环素片'],
    ['红霉素', '罗红霉素胶囊'], ['利多卡因', '利多卡因注射液'], ['氯霉素', '氯霉素滴眼液'], ['破伤风针', '破伤风抗毒素注射液'], ['碘海醇造影剂', '聚维酮碘溶液'], ['扑尔敏', '氯苯那敏片'], ['新癀片', '布洛芬缓释胶囊'],
    ['注射用青霉素钠 80万U', '阿莫西林胶囊'], ['阿莫西林胶囊0.25g', '阿莫西林胶囊'], ['氟哌酸、青霉素', '阿莫西林胶囊'], ['buluofen', '布洛芬缓释胶囊'], ['BLF', '布洛芬缓释胶囊'], ['M01AE01', '布洛芬缓释胶囊'], ['Bactrim', '复方磺胺甲噁唑片'],
  ])('a severe allergy to %s, without a class, refuses %s', (substance, name) => {
    expect(allergies(name, allergy({ substance }))).toEqual([['allergy', 'contraindicated', false]]);
  });

  it('a compound may have been any of its parts: they are warned of', () => {
    expect(allergies('对乙酰氨基酚片', allergy({ substance: '感冒灵颗粒' }))).toEqual([['allergyCross', 'major', true]]);
    expect(allergies('氯苯那敏片', allergy({ substance: '感冒灵颗粒' }))).toEqual([['allergyCross', 'major', true]]);
    expect(allergies('阿奇霉素片', allergy({ substance: '感冒灵颗粒' }))).toEqual([]);
  });

  it('what nothing can be matched with is said once, for the whole prescription; food and pollen are not', () => {
    const check = allergyCheck([allergy({ substance: '白色的药片' }), allergy({ substance: '白色的药片' }), allergy({ substance: '花生、海鲜' }), allergy({ substance: '蚕蛹', allergyClass: 'non-drug' })], { catalogue, hidden });
    expect(check(items('阿奇霉素片', '布洛芬缓释胶囊')).map(({ rule, itemNo, values }) => [rule, itemNo, values])).toEqual([['allergyUnchecked', null, { substance: '白色的药片' }]]);
    expect(allergies('阿奇霉素片', allergy({ substance: '白色的药片', status: 'refuted' }), allergy({ substance: '白色的药片', allergyClass: 'penicillin' }))).toEqual([]);
  });

  test.each([
    ['复方新诺明', 'sulfonamide-antibiotic'], ['先锋霉素', 'cephalosporin'], ['头孢拉定', 'cephalosporin/aminopenicillin-R1'], ['头孢', 'cephalosporin'], ['阿莫西林', 'penicillin'], ['芬必得', 'NSAID'], ['布洛芬', 'NSAID'], ['利多卡因', 'local-anaesthetic/amide'],
    ['氯霉素', null], ['青霉素、头孢', null], ['白色的药片', null], ['花生过敏', 'non-drug'], ['鱼腥草注射液', null], ['', null],
  ])('%s belongs to the class %s of the picker', (substance, code) => {
    expect(classOfSubstance(substance, { catalogue, hidden })).toBe(code);
  });

  it('a class that follows the name of a drug refuses no more than the name does', () => {
    for (const { name, allergyClass } of catalogue) {
      const plain = name.replace(/(?:缓释|肠溶)?(?:胶囊|片|注射液)$/, '').replace(/^注射用/, '');
      const code = classOfSubstance(plain, { catalogue, hidden });
      if (code === null || allergyClass.includes(';')) continue;
      for (const other of catalogue) {
        const [byName, byClass] = [null, code].map((recorded) => allergies(other.name, allergy({ substance: plain, allergyClass: recorded })));
        expect([plain, other.name, byClass]).toEqual([plain, other.name, byName]);
      }
    }
  });

  it('what was refuted or entered in error warns of nothing', () => {
    expect(allergies('阿莫西林胶囊', { ...penicillin, status: 'refuted' }, { ...penicillin, status: 'enteredInError' })).toEqual([]);
  });

  it('a drug of an allergy class always meets its own class', () => {
    fc.assert(
      fc.property(fc.constantFrom(...catalogue.filter(({ allergyClass }) => allergyClass !== '' && !/statin|iodine/.test(allergyClass))), (chosen) => {
        const [code = ''] = chosen.allergyClass.split(';');
        expect(allergyCheck([allergy({ allergyClass: code, substance: '某药' })], { catalogue, hidden })([item(chosen.name)]).length).toBeGreaterThan(0);
      }),
    );
  });
});

const interactions = (prescribed: readonly PrescribedItem[], taken: readonly { name: string; ingredients: readonly string[]; atc: string | null }[] = []) =>
  checkInteractions({ items: prescribed, taken, pairs, hidden }).map(({ ruleId, severity, itemNo }) => [ruleId, severity, itemNo]);

describe('interactions', () => {
  it('clarithromycin with simvastatin in use is contraindicated, in the words of the table', () => {
    const [found] = checkInteractions({ items: items('克拉霉素片'), taken: [{ name: '辛伐他汀片', ingredients: ['simvastatin'], atc: 'C10AA01' }], pairs, hidden });
    expect(found).toMatchObject({ ruleId: 'DDI:clarithromycin+simvastatin', severity: 'contraindicated', overridable: true, itemNo: 1, effect: '横纹肌溶解', advice: '禁,停他汀或换阿奇', values: { otherInUse: 1, other: '辛伐他汀片' } });
  });

  it('two items of the prescription meet too, at the later one', () => {
    expect(interactions(items('依那普利片', '螺内酯片'))).toEqual([['DDI:enalapril+spironolactone', 'major', 2]]);
  });

  it('combinations are expanded, and classes catch what the table does not list', () => {
    expect(interactions(items('华法林钠片', '复方磺胺甲噁唑片'))).toEqual([['DDI:sulfamethoxazole+warfarin', 'major', 2]]);
    expect(interactions(items('厄贝沙坦片', '螺内酯片'))).toEqual([['DDI:RAS+potassium:irbesartan+spironolactone', 'major', 2]]);
    expect(interactions(items('阿奇霉素片', '左氧氟沙星片'))).toEqual([['DDI:QT:azithromycin+levofloxacin', 'major', 2]]);
  });

  it('patent medicines give up what they hide', () => {
    expect(ingredientsOf({ name: '感冒灵胶囊', ingredients: [] }, hidden)).toContain('paracetamol');
    expect(interactions(items('对乙酰氨基酚片', '感冒灵颗粒'))).toEqual([['DUP:paracetamol', 'major', 2]]);
    expect(interactions(items('甲硝唑片', '藿香正气水'))).toEqual([['DDI:ethanol+metronidazole', 'major', 2]]);
    expect(interactions(items('格列美脲片'), [{ name: '消渴丸', ingredients: [], atc: null }])).toEqual([]);
    expect(interactions(items('格列本脲片'), [{ name: '消渴丸', ingredients: [], atc: null }])).toEqual([['DUP:glibenclamide', 'major', 1]]);
  });

  it('two of the same group are a duplicate, going on with the same drug is only told', () => {
    expect(interactions(items('依那普利片', '卡托普利片'))).toEqual([['DUP:ATC:C09AA', 'moderate', 2]]);
    expect(interactions(items('氨氯地平片'), [{ name: '氨氯地平片', ingredients: ['amlodipine'], atc: 'C08CA01' }])).toEqual([['DUP:amlodipine', 'info', 1]]);
  });

  it('drops and creams are left out', () => {
    expect(interactions(items('左氧氟沙星滴眼液', '硫酸亚铁片'))).toEqual([]);
  });

  it('finds the same pairs whatever the order they are written in', () => {
    const names = ['克拉霉素片', '辛伐他汀片', '华法林钠片', '阿司匹林肠溶片', '奥美拉唑肠溶胶囊', '氯吡格雷片', '感冒灵颗粒', '螺内酯片', '依那普利片'];
    fc.assert(
      fc.property(fc.shuffledSubarray(names), (chosen) => {
        const ids = (list: readonly string[]) => interactions(items(...list)).map(([id]) => String(id)).toSorted();
        expect(ids(chosen)).toEqual(ids(chosen.toSorted()));
      }),
    );
  });
});

describe('cautions', () => {
  const aged = (birthDate: string) => ageOn(birthDate, '2026-03-09');

  test.each([['左氧氟沙星片', '2010-01-01', 1], ['左氧氟沙星片', '2008-03-09', 0], ['多西环素片', '2018-06-01', 1], ['多西环素片', '2018-03-01', 0], ['异丙嗪片', '2025-01-01', 1], ['复方甘草片', '2016-01-01', 1], ['左氧氟沙星滴眼液', '2020-01-01', 0]])(
    '%s for one born %s: %d',
    (name, birthDate, found) => {
      expect(checkAge([item(name)], aged(birthDate), hidden)).toHaveLength(found);
    },
  );

  it('knows a pregnancy by its code only, and then what the catalogue says of each drug', () => {
    expect(isKnownPregnant([], [{ system: 'icd10', code: 'Z34.900', text: '孕期检查' }])).toBe(true);
    expect(isKnownPregnant([], [{ system: 'text', code: '', text: '孕妇' }])).toBe(false);
    expect(checkPregnancy(items('缬沙坦胶囊', '布洛芬缓释胶囊', '阿莫西林胶囊')).map(({ itemNo, severity }) => [itemNo, severity])).toEqual([[1, 'contraindicated'], [2, 'major']]);
  });

  it('marks a day over the first figure of the maximum, and over every figure more gravely', () => {
    const paracetamol = (dose: number) => checkDailyDose([item('对乙酰氨基酚片', { dose, doseUnit: 'g', frequency: 'qid' })]).map(({ severity }) => severity);
    expect([0.5, 0.75, 1.5].map(paracetamol)).toEqual([[], ['moderate'], ['major']]);
    expect(checkDailyDose([item('克拉霉素片', { dose: 2, doseUnit: '片', frequency: 'tid' })])).toMatchObject([{ rule: 'doseHigh', values: { perDay: 1.5, unit: 'g' } }]);
  });
});

describe('answering', () => {
  it('needs a written reason, and an alert that may be overridden', () => {
    const [found] = checkInteractions({ items: items('克拉霉素片', '辛伐他汀片'), taken: [], pairs, hidden });
    if (!found) throw new Error('no interaction');
    expect([isAnswered(found, [{ ruleId: found.ruleId, reason: '停他汀' }]), isAnswered(found, [{ ruleId: found.ruleId, reason: '  ' }]), isAnswered({ ...found, overridable: false }, [{ ruleId: found.ruleId, reason: '停他汀' }])]).toEqual([true, false, false]);
  });

  it('puts the gravest first', () => {
    const alerts = [...checkLaw(order(items('阿莫西林胶囊')), villageDoctor), ...checkInteractions({ items: items('辛伐他汀片', '克拉霉素片'), taken: [], pairs, hidden })];
    expect(sortAlerts(alerts).map(({ severity }) => severity)).toEqual(['contraindicated', 'major']);
  });

  it('offers what is near, allowed and of another ingredient', () => {
    const offered = alternativesTo(product('克拉霉素片'), catalogue, (candidate) => candidate.ingredients.includes('erythromycin'));
    expect(offered.map(({ name }) => name)).toEqual(['阿奇霉素片', '罗红霉素胶囊', '克林霉素胶囊']);
  });
});
