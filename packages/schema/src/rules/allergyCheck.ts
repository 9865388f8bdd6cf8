import type { Product } from '../documents/county.ts';
import type { AllergyEntry } from '../documents/patient.ts';
import type { ClinicalAlert } from './clinicalAlert.ts';
import { allergyClassCode, classesOf, isWithin, rootOf } from './drugClass.ts';
import { ingredientsOf } from './interactionCheck.ts';
import type { PrescribedItem } from './prescribedItem.ts';
import { namedDrug, standingOf, type KnownDrugs, type NamedDrug } from './substance.ts';

interface CrossReactivity {
  readonly allergy: string;
  /** Classes that are refused, beside the class itself. */
  readonly block: readonly string[];
  readonly warn: readonly { readonly classes: readonly string[]; readonly severity: 'major' | 'moderate' | 'info'; readonly words: string }[];
}

const aminopenicillinR1 = ['penicillin/aminopenicillin', 'cephalosporin/aminopenicillin-R1'];

/**
 * Allergy classes and what crosses with them: the table of the county's domain reference, section 4.3. A class always
 * crosses with itself. Side chains (R1) decide between penicillins and cephalosporins; cefazolin has one of its own.
 */
export const crossReactivities: readonly CrossReactivity[] = [
  {
    allergy: 'penicillin', block: [],
    warn: [
      { classes: ['cephalosporin/aminopenicillin-R1'], severity: 'major', words: '与氨苄/阿莫西林同 R1 侧链，交叉过敏风险高' },
      { classes: ['cephalosporin/methoxyimino-R1', 'cephalosporin/ceftazidime-R1'], severity: 'moderate', words: '交叉过敏风险低，过敏性休克史者避免' },
      { classes: ['cephalosporin/unique-R1'], severity: 'info', words: '头孢唑林 R1 侧链独特，风险最低' },
    ],
  },
  { allergy: 'cephalosporin/aminopenicillin-R1', block: aminopenicillinR1, warn: [{ classes: ['cephalosporin'], severity: 'major', words: '其他头孢菌素，侧链不同' }] },
  { allergy: 'cephalosporin/methoxyimino-R1', block: ['cephalosporin/methoxyimino-R1'], warn: [{ classes: ['cephalosporin'], severity: 'major', words: '其他头孢菌素，侧链不同' }] },
  { allergy: 'cephalosporin/ceftazidime-R1', block: ['cephalosporin/ceftazidime-R1'], warn: [{ classes: ['cephalosporin'], severity: 'major', words: '其他头孢菌素，侧链不同' }] },
  { allergy: 'cephalosporin/unique-R1', block: ['cephalosporin/unique-R1'], warn: [{ classes: ['cephalosporin'], severity: 'major', words: '其他头孢菌素，侧链不同' }] },
  { allergy: 'cephalosporin', block: ['cephalosporin'], warn: [{ classes: ['penicillin/aminopenicillin'], severity: 'major', words: '可能与头孢氨苄、头孢拉定等同 R1 侧链' }] },
  { allergy: 'sulfonamide-antibiotic', block: [], warn: [{ classes: ['sulfonamide-nonantibiotic'], severity: 'info', words: '标签提示磺胺过敏避免，实际交叉反应很低' }] },
  {
    allergy: 'NSAID', block: ['NSAID/salicylate', 'NSAID/propionic', 'NSAID/acetic', 'NSAID/enolic'],
    warn: [{ classes: ['NSAID/coxib'], severity: 'moderate', words: '昔布类多可耐受，首剂观察' }, { classes: ['paracetamol'], severity: 'info', words: '对乙酰氨基酚单次勿超过 1 g' }],
  },
  { allergy: 'local-anaesthetic/ester', block: [], warn: [{ classes: ['local-anaesthetic/amide'], severity: 'info', words: '酰胺类多可耐受' }] },
  { allergy: 'iodine', block: [], warn: [] },
  { allergy: 'ACEI', block: [], warn: [{ classes: ['ARB'], severity: 'moderate', words: '血管水肿史者慎用沙坦类' }] },
  { allergy: 'statin', block: [], warn: [] },
];

const source = '过敏交叉反应表 4.3';

/**
 * The check of a patient's active allergies, as a function of the items: by ingredient, by class, by what crosses. The
 * gravest finding per pair. An allergy that nothing can be matched with is said once, so that nobody trusts a silence.
 */
export function allergyCheck(allergies: readonly AllergyEntry[], drugs: KnownDrugs): (items: readonly PrescribedItem[]) => readonly ClinicalAlert[] {
  const active = allergies.filter(({ status }) => status === 'active');
  const understood = active.map((entry) => understand(entry, drugs));
  const unchecked = new Set(active.filter((entry) => standingOf(entry, drugs) === 'unchecked').map(({ substance }) => substance));
  const unread = [...unchecked].map((substance): ClinicalAlert => ({
    ruleId: `ALLERGY-UNCHECKED:${substance}`, rule: 'allergyUnchecked', itemNo: null, severity: 'info', overridable: true,
    values: { substance }, effect: '', advice: '认不出这种药：自己核对，或在病历里选类别', source: '',
  }));
  return (items) => [...understood.flatMap((allergy) => items.flatMap((item) => findingOf(item, allergy, drugs) ?? [])), ...unread];
}

interface Understood {
  readonly entry: AllergyEntry;
  readonly classes: readonly string[];
  readonly drug: NamedDrug;
  /** A mild delayed rash: the table then refuses the same drug only. */
  readonly isMildDelayed: boolean;
}

const immediate = /休克|喉头|水肿|呼吸|荨麻疹|风团|哮喘|血压|anaphyla|urticaria|angioedema/i;

function understand(entry: AllergyEntry, drugs: KnownDrugs): Understood {
  const drug = namedDrug(entry.substance, drugs);
  const recorded = entry.allergyClass === null ? null : allergyClassCode(entry.allergyClass);
  // A recorded class stands; without one, the name of the substance tells.
  const classes = recorded === null ? drug.classes : [recorded, ...drug.classes.filter((code) => isWithin(code, recorded))];
  return { entry, classes, drug, isMildDelayed: entry.severity === 'mild' && !immediate.test(entry.reaction) };
}

function findingOf(item: PrescribedItem, allergy: Understood, { hidden }: KnownDrugs): ClinicalAlert | null {
  const { product } = item;
  const { entry, drug } = allergy;
  const held = ingredientsOf(product, hidden);
  const isSameDrug = drug.isProduct(product) || held.some((ingredient) => drug.ingredients.has(ingredient));
  const matches = allergy.classes.map((code) => matchClass(product, code)).filter((match) => match !== null);
  const isBlocked = matches.some(({ severity }) => severity === 'block');
  const values = { name: product.name, substance: entry.substance, reaction: entry.reaction, onset: entry.onset, allergySeverity: entry.severity };

  if (isSameDrug || (isBlocked && !allergy.isMildDelayed)) {
    return {
      ruleId: `ALLERGY:${entry.substance}:${product.name}`, rule: 'allergy', itemNo: item.itemNo, severity: 'contraindicated',
      // Anaphylaxis is not a matter of opinion; a wrong record is put right in the record.
      overridable: entry.severity !== 'severe', values, effect: entry.reaction, advice: '换用无交叉过敏的药', source,
    };
  }
  if (isBlocked) return cross('major', '同类药物；轻度迟发皮疹史');
  if (held.some((ingredient) => drug.parts.has(ingredient))) return cross('major', '同为那种复方药的成分');
  const [warning] = matches.filter((match) => match.severity !== 'block').toSorted((a, b) => rank(a.severity) - rank(b.severity));
  return warning ? cross(warning.severity === 'block' ? 'major' : warning.severity, warning.words) : null;

  function cross(severity: 'major' | 'moderate' | 'info', words: string): ClinicalAlert {
    return { ruleId: `ALLERGY-CROSS:${entry.substance}:${product.name}`, rule: 'allergyCross', itemNo: item.itemNo, severity, overridable: true, values, effect: words, advice: '观察首剂，备好抢救药品', source };
  }
}

const rank = (severity: string): number => ['block', 'major', 'moderate', 'info'].indexOf(severity);

type ClassMatch = { readonly severity: 'block' | 'major' | 'moderate' | 'info'; readonly words: string };

function matchClass(product: Product, allergy: string): ClassMatch | null {
  const classes = classesOf(product);
  const row = crossReactivities.find((entry) => entry.allergy === allergy) ?? crossReactivities.find((entry) => entry.allergy === rootOf(allergy));
  const blocks = row === undefined || row.block.length === 0 ? [rootOf(allergy) === 'local-anaesthetic' ? allergy : rootOf(allergy)] : row.block;
  // Amiodarone holds iodine, but who reacted to an iodine dressing may need it: it warns. A statin's muscle pain warns of all.
  if (allergy === 'iodine' && product.ingredients.includes('amiodarone')) return { severity: 'major', words: '含碘' };
  if (allergy === 'statin' && classes.includes('statin')) return { severity: 'major', words: '他汀类肌病史：换用另一种并从小剂量开始' };
  if (blocks.some((code) => classes.some((own) => isWithin(own, code)))) return { severity: 'block', words: '' };
  for (const { classes: warned, severity, words } of row?.warn ?? []) {
    if (warned.some((code) => classes.some((own) => isWithin(own, code)))) return { severity, words };
  }
  return null;
}
