import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patient } from '../documents/patient.ts';
import { checkCharacter } from '../codes/identityNumber.ts';
import type { PatientDraft } from './patientDraft.ts';
import { checkPatientDraft, onsetFault, parseTypedDate } from './patientDraft.ts';

const today = '2026-03-09';
const number = `52229919590214032${checkCharacter('52229919590214032')}`;
const empty: PatientDraft = {
  name: '', sex: '', birthDate: '', documentType: '01', identityNumber: '', phone: '', village: '', group: '', addressDetail: '', bloodGroup: '', recordNumber: '',
  contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '', allergyAnswer: 'unasked', allergies: [], problems: [],
};
const suFen: PatientDraft = { ...empty, name: ' 张素芬 ', identityNumber: number };
const errorsOf = (draft: PatientDraft) => checkPatientDraft(draft, today).errors.map(({ field, code }) => `${field} ${code}`);

test('name and identity number are enough: birth date and sex come from the number', () => {
  const checked = checkPatientDraft(suFen, today);
  expect(checked.errors).toEqual([]);
  expect(checked.fromIdentityNumber).toEqual({ birthDate: '1959-02-14', sex: 'female' });
  expect(checked.drafted?.identity).toEqual({ name: '张素芬', sex: 'female', birthDate: '1959-02-14', document: { type: '01', number } });
});

test('a person without a number needs name, sex and birth date', () => {
  expect(errorsOf(empty)).toEqual(['name required', 'birthDate required', 'sex required']);
  expect(checkPatientDraft({ ...empty, name: '龙小满', sex: 'male', birthDate: '2026年3月1日' }, today).drafted?.identity).toEqual({ name: '龙小满', sex: 'male', birthDate: '2026-03-01', document: null });
});

test.each<[string, Partial<PatientDraft>, readonly string[]]>([
  ['an impossible day', { birthDate: '1959-02-30' }, ['birthDate notADate']],
  ['a day to come', { birthDate: '2026-03-10', identityNumber: '' }, ['birthDate future', 'sex required']],
  ['an age beyond 150', { birthDate: '1870-01-01', identityNumber: '' }, ['birthDate tooOld', 'sex required']],
  ['another birth date than the number\'s', { birthDate: '1959-02-15' }, ['birthDate differsFromNumber']],
  ['another sex than the number\'s', { sex: 'male' }, ['sex differsFromNumber']],
  ['a wrong check digit', { identityNumber: `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`, birthDate: '1959-02-14', sex: 'female' }, ['identityNumber idCheck']],
  ['a number cut short', { identityNumber: '5222991959', birthDate: '1959-02-14', sex: 'female' }, ['identityNumber idLength']],
  ['a telephone with a digit too few', { phone: '1500000893' }, ['phone phoneLength']],
  ['a record number of a village that cannot be', { recordNumber: '52229910120800127' }, ['recordNumber recordInstitution']],
  ['a group without its village', { group: '一组' }, ['village required']],
  ['a blood group that there is not', { bloodGroup: 'C' }, ['bloodGroup invalid']],
  ['a contact without a name', { contactPhone: '13600005520' }, ['contactName required']],
  ['allergies but none named', { allergyAnswer: 'some' }, ['allergies required']],
  ['none known beside one', { allergyAnswer: 'none', allergies: [{ allergyClass: null, substance: '青霉素', reaction: '', severity: 'mild', onset: '' }] }, ['allergies contradictsNone']],
  ['an allergy to nothing', { allergyAnswer: 'some', allergies: [{ allergyClass: null, substance: ' ', reaction: '', severity: 'mild', onset: '' }] }, ['allergies.0.substance required']],
  ['a document that there is not', { documentType: '42' }, ['birthDate required', 'documentType invalid', 'sex required']],
  ['a text of 2 MB', { addressDetail: '长'.repeat(2_000_000), village: '青石坪村' }, ['addressDetail tooLong']],
])('%s is refused at its field', (_title, over, errors) => {
  expect(errorsOf({ ...suFen, ...over }).toSorted()).toEqual([...errors].toSorted());
});

test('rare characters, emoji and long minority names are names', () => {
  for (const name of ['㛃', '𬱖昱', '李😀', '阿卜杜热合曼·吾买尔江·买买提依明']) {
    expect(checkPatientDraft({ ...suFen, name }, today).drafted?.identity.name).toBe(name);
  }
});

test('full-width letters and digits are tidied', () => {
  const drafted = checkPatientDraft({ ...suFen, identityNumber: ` ${number.slice(0, 6)} ${number.slice(6)} `, phone: '１５０ ００００ ８９３６', bloodGroup: 'ａｂ', village: ' 青石坪村\t' }, today).drafted;
  expect([drafted?.identity.document?.number, drafted?.phone, drafted?.bloodGroup, drafted?.address?.village]).toEqual([number, '15000008936', 'AB', '青石坪村']);
});

test('what a draft without errors says is a valid patient', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 });
  const typed = fc.record({
    name: text, village: text, group: text, addressDetail: text, insurance: text, formerName: text, contactName: text, contactRelation: text,
    phone: fc.constantFrom('', '15000008936', '0856-5221234', '12'), bloodGroup: fc.constantFrom('', 'a', 'O+', 'X'),
    birthDate: fc.constantFrom('', '1959-2-14', '19590214', '1959-02-15'), sex: fc.constantFrom('', 'male', 'female', 'unknown'),
    allergies: fc.array(fc.record({ allergyClass: fc.option(text), substance: text, reaction: text, severity: fc.constantFrom('mild', 'severe', 'unknown'), onset: text }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(typed, (over) => {
      const { drafted, errors } = checkPatientDraft({ ...suFen, ...over }, today);
      expect(drafted === null).toBe(errors.length > 0);
      if (drafted === null) return;
      const { allergies: _allergies, problems: _problems, ...parts } = drafted;
      const document = { ...parts, id: '0195f1de-0000-7000-8000-000000000001', kind: 'patient', homeId: '0195f1de-0000-7000-8000-000000000002', registered: { by: '0195f1de-0000-7000-8000-000000000003', orgId: '0195f1de-0000-7000-8000-000000000002', at: '2026-03-09T09:00:00+08:00' }, source: null, noKnownAllergies: null, allergies: {}, problems: {} };
      expect(patient.safeParse(document).error?.issues ?? []).toEqual([]);
    }),
  );
});

test.each([
  ['1959-02-14', '1959-02-14'], ['1959/2/14', '1959-02-14'], ['1959.2.14', '1959-02-14'], ['1959年2月14日', '1959-02-14'], ['1959 年 2 月 14 日', '1959-02-14'],
  ['19590214', '1959-02-14'], ['１９５９－０２－１４', '1959-02-14'], ['1959-2-30', null], ['59.2.14', null], ['195902', null], ['', null], ['today', null],
])('%s is the day %s', (typed, day) => {
  expect(parseTypedDate(typed)).toBe(day);
});

test.each([
  ['2019', null], ['2019年冬', null], ['儿时', null], ['', null], ['1959', null], ['2026', null], ['2026-03-09', null], ['20190302', null],
  ['2050', 'future'], ['2026-03-10', 'future'], ['２０５０年', 'future'], ['20500101', 'future'], ['1958', 'beforeBirth'], ['1959-02-13', 'beforeBirth'],
] as const)('what began in %s: %s', (onset, fault) => {
  expect(onsetFault(onset, '1959-02-14', today)).toBe(fault);
});

test('an allergy or a problem of a year to come is refused at its field', () => {
  const allergy = { allergyClass: null, substance: '青霉素', reaction: '', severity: 'unknown', onset: '2050' } as const;
  const problem = { code: null, text: '高血压', programme: null, onset: '2050' } as const;
  expect(errorsOf({ ...suFen, allergyAnswer: 'some', allergies: [allergy], problems: [problem] })).toEqual(['allergies.0.onset future', 'problems.0.onset future']);
});
