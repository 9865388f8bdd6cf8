import { addDays } from '@lianyi/schema/basics/dates';
import { idFromHash, patientId } from '@lianyi/schema/basics/ids';
import { checkCharacter } from '@lianyi/schema/codes/identityNumber';
import type { Organisation } from '@lianyi/schema/documents/county';
import type { AllergyEntry, Patient, ProblemEntry } from '@lianyi/schema/documents/patient';
import type { Signature } from '@lianyi/schema/documents/parts';
import { aName } from './names.ts';
import { areaCodes, prescriberOf } from './organisations.ts';
import type { Random } from './random.ts';

const chineseDigits = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** A number that passes GB 11643 with an area code that no county has. */
function aNumber(random: Random, birthDate: string, sex: 'male' | 'female'): string {
  const sequence = random.between(1, 499) * 2 + (sex === 'male' ? 1 : 0);
  const body = `${random.pick(areaCodes)}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return `${body}${checkCharacter(body)}`;
}

const allergies: readonly (readonly [allergyClass: string, substance: string, reaction: string, severity: AllergyEntry['severity']])[] = [
  ['penicillin', '青霉素', '皮疹、喉头水肿', 'severe'],
  ['penicillin', '青霉素', '皮疹', 'mild'],
  ['sulfonamide-antibiotic', '磺胺类', '皮疹', 'mild'],
  ['cephalosporin', '头孢菌素类', '荨麻疹', 'mild'],
  ['NSAID/salicylate', '阿司匹林', '哮喘发作', 'severe'],
];

/** The residents of an organisation's villages, as its register has them. */
export function residentsOf(org: Organisation, count: number, random: Random, today: string): readonly Patient[] {
  return Array.from({ length: count }, (_, serial) => aResident(org, serial + 1, random, today));
}

function aResident(org: Organisation, serial: number, random: Random, today: string): Patient {
  const age = random.weighted([[random.between(0, 6), 8], [random.between(7, 17), 10], [random.between(18, 44), 22], [random.between(45, 64), 30], [random.between(65, 92), 30]]);
  const birthDate = addDays(today, -(age * 365 + random.between(20, 360)));
  const sex = random.chance(0.49) ? 'male' : 'female';
  const village = random.pick(org.villages);
  const recorded: Signature = { by: prescriberOf(org).id, orgId: org.id, at: `${addDays(today, -random.between(380, 1500))}T09:30:00+08:00` };
  const entryId = (name: string): string => idFromHash(['demo', org.id, serial, name]);
  const problems = problemsAt(age, random).map((problem, at): readonly [string, ProblemEntry] => [
    entryId(`problem${at}`), { ...problem, onset: String(Number(today.slice(0, 4)) - random.between(1, 12)), status: 'active', statusReason: '', recorded, source: null },
  ]);
  const allergic = random.chance(0.09);
  const allergy = random.pick(allergies);
  const entry: AllergyEntry = {
    allergyClass: allergy[0], substance: allergy[1], reaction: allergy[2], severity: allergy[3],
    onset: String(Number(today.slice(0, 4)) - random.between(1, 15)), status: 'active', statusReason: '', recorded, source: null,
  };
  return {
    id: patientId.parse(idFromHash(['demo', org.id, serial])),
    kind: 'patient',
    homeId: org.id,
    registered: recorded,
    source: null,
    identity: {
      name: aName(random, sex, Number(birthDate.slice(0, 4))),
      sex,
      birthDate,
      document: random.chance(age < 1 ? 0.2 : 0.96) ? { type: '01', number: aNumber(random, birthDate, sex) } : null,
    },
    phone: random.chance(0.86) ? `1${random.pick(['36', '37', '38', '39', '50', '51', '52', '87'])}0000${String(random.between(0, 9999)).padStart(4, '0')}` : null,
    address: { village: village.name, group: `${chineseDigits[random.between(1, Math.max(1, village.groups)) - 1] ?? '一'}组`, detail: '' },
    bloodGroup: random.chance(0.3) ? random.weighted([['A', 28], ['B', 27], ['O', 36], ['AB', 9]]) : null,
    recordNumber: recordNumber(org, serial),
    contact: null,
    insurance: random.chance(0.93) ? '城乡居民' : null,
    formerName: null,
    noKnownAllergies: !allergic && random.chance(0.8) ? recorded : null,
    allergies: allergic ? { [entryId('allergy')]: entry } : {},
    problems: Object.fromEntries(problems),
  };
}

/** 17 digits: county 6, township 3, village 3, serial 5. */
function recordNumber(org: Organisation, serial: number): string {
  const division = org.divisionCode.length === 12 ? org.divisionCode : `${org.divisionCode.padEnd(9, '0')}001`;
  return `${division}${String(serial).padStart(5, '0')}`;
}

type Problem = Pick<ProblemEntry, 'code' | 'text' | 'programme'>;

function problemsAt(age: number, random: Random): readonly Problem[] {
  const found: Problem[] = [];
  if (age >= 45 && random.chance(age >= 65 ? 0.5 : 0.28)) found.push({ code: 'I10.x00', text: '原发性高血压', programme: 'hypertension' });
  if (age >= 45 && random.chance(0.14)) found.push({ code: 'E11.900', text: '2型糖尿病', programme: 'diabetes' });
  if (age >= 55 && random.chance(0.1)) found.push({ code: 'J44.900', text: '慢性阻塞性肺疾病', programme: 'copd' });
  if (age >= 50 && random.chance(0.15)) found.push({ code: 'E78.500', text: '高脂血症', programme: null });
  return found;
}
