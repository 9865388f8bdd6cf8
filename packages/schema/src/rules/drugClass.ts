import type { Product } from '../documents/county.ts';

/** Allergy classes of the catalogue that a record is made with, from the broadest down, as a picker shows them. */
export const allergyClasses = [
  { code: 'penicillin', zh: '青霉素类', en: 'Penicillins', words: ['青霉素', '阿莫西林', '氨苄西林', 'penicillin'] },
  { code: 'cephalosporin', zh: '头孢菌素类', en: 'Cephalosporins', words: ['头孢', 'cephalosporin'] },
  { code: 'cephalosporin/aminopenicillin-R1', zh: '头孢氨苄、头孢拉定、头孢克洛', en: 'Cefalexin, cefradine, cefaclor', words: [] },
  { code: 'cephalosporin/methoxyimino-R1', zh: '头孢曲松、头孢呋辛、头孢克肟', en: 'Ceftriaxone, cefuroxime, cefixime', words: [] },
  { code: 'cephalosporin/ceftazidime-R1', zh: '头孢他啶', en: 'Ceftazidime', words: [] },
  { code: 'cephalosporin/unique-R1', zh: '头孢唑林', en: 'Cefazolin', words: [] },
  { code: 'sulfonamide-antibiotic', zh: '磺胺类', en: 'Sulfonamide antibiotics', words: ['磺胺', 'sulfonamide', 'sulfa'] },
  { code: 'macrolide', zh: '大环内酯类', en: 'Macrolides', words: ['大环内酯'] },
  { code: 'fluoroquinolone', zh: '喹诺酮类', en: 'Fluoroquinolones', words: ['喹诺酮', '沙星'] },
  { code: 'tetracycline', zh: '四环素类', en: 'Tetracyclines', words: ['四环素'] },
  { code: 'aminoglycoside', zh: '氨基糖苷类', en: 'Aminoglycosides', words: ['氨基糖苷', '链霉素'] },
  { code: 'lincosamide', zh: '林可酰胺类', en: 'Lincosamides', words: ['林可'] },
  { code: 'nitroimidazole', zh: '硝基咪唑类', en: 'Nitroimidazoles', words: ['硝基咪唑', '硝唑'] },
  { code: 'nitrofuran', zh: '硝基呋喃类', en: 'Nitrofurans', words: ['呋喃妥因', '呋喃唑酮'] },
  { code: 'rifamycin', zh: '利福霉素类', en: 'Rifamycins', words: ['利福'] },
  { code: 'azole', zh: '唑类抗真菌药', en: 'Azole antifungals', words: ['康唑'] },
  { code: 'NSAID', zh: '解热镇痛药（阿司匹林类）', en: 'Aspirin and NSAIDs', words: ['阿司匹林', '解热镇痛', '非甾体', '布洛芬', 'NSAID', 'aspirin'] },
  { code: 'paracetamol', zh: '对乙酰氨基酚', en: 'Paracetamol', words: ['对乙酰氨基酚', '扑热息痛'] },
  { code: 'opioid', zh: '阿片类', en: 'Opioids', words: ['阿片', '吗啡', '可待因'] },
  { code: 'local-anaesthetic/ester', zh: '酯类局麻药（普鲁卡因）', en: 'Ester local anaesthetics', words: ['普鲁卡因'] },
  { code: 'local-anaesthetic/amide', zh: '酰胺类局麻药（利多卡因）', en: 'Amide local anaesthetics', words: ['利多卡因'] },
  { code: 'aromatic-anticonvulsant', zh: '芳香族抗癫痫药', en: 'Aromatic anticonvulsants', words: ['卡马西平', '苯妥英', '苯巴比妥'] },
  { code: 'ACEI', zh: '普利类（血管水肿）', en: 'ACE inhibitors (angio-oedema)', words: ['普利'] },
  { code: 'horse-serum', zh: '马血清（抗毒素）', en: 'Horse serum', words: ['马血清', '抗毒素'] },
  { code: 'iodine', zh: '碘、碘造影剂', en: 'Iodine and contrast', words: ['碘'] },
  { code: 'statin', zh: '他汀类', en: 'Statins', words: ['他汀'] },
  { code: 'insulin', zh: '胰岛素', en: 'Insulin', words: ['胰岛素'] },
] as const;

/** The class of what is no drug: food, pollen, dust. Nothing that is prescribed is compared with it. */
export const nonDrug = 'non-drug';

/** A code that older records and imports write, as the catalogue writes it. */
const otherNames: Readonly<Record<string, string>> = { sulfonamide: 'sulfonamide-antibiotic', sulfa: 'sulfonamide-antibiotic', quinolone: 'fluoroquinolone', nsaid: 'NSAID' };

/** An allergy class as the catalogue writes it. */
export const allergyClassCode = (code: string): string => otherNames[code] ?? code;

/** The classes of a product: `thiazide;sulfonamide-nonantibiotic` are two, `penicillin/aminopenicillin` is one in another. */
export const classesOf = (product: Pick<Product, 'allergyClass'>): readonly string[] => product.allergyClass.split(';').filter((code) => code !== '');

/** True if a class is another or lies within it: `NSAID/coxib` is within `NSAID`. */
export const isWithin = (code: string, wider: string): boolean => code === wider || code.startsWith(`${wider}/`);

/** The broadest class that a class lies in. */
export const rootOf = (code: string): string => code.split('/')[0] ?? code;

/** Classes that a substance's name speaks of, when no class was recorded: `青霉素` is a penicillin. Seafood is not iodine. */
export function classesNamed(substance: string): readonly string[] {
  const name = substance.toLowerCase();
  const exact = allergyClasses.filter(({ zh }) => name === zh);
  const named = exact.length > 0 ? exact : allergyClasses.filter(({ words }) => words.some((word) => name.includes(word.toLowerCase())));
  return named.map(({ code }) => code);
}

/** The narrowest class of the picker that holds all of these; null if there is none, or nothing to hold. */
export function listedClassOf(classes: readonly string[]): string | null {
  const holds = allergyClasses.filter(({ code }) => classes.length > 0 && classes.every((own) => isWithin(own, code)));
  return holds.toSorted((a, b) => b.code.length - a.code.length)[0]?.code ?? null;
}
