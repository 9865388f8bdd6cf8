import type { InteractionPair } from './interactionTable.ts';

/**
 * Interactions of whole classes (county's domain reference 4.4), for what the table of pairs does not enumerate: any
 * two different ingredients, one of each side.
 */
export interface ClassInteraction {
  readonly id: string;
  readonly one: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
  readonly words: Pick<InteractionPair, 'severity' | 'mechanism' | 'effect' | 'action'>;
}

const set = (...names: string[]): ReadonlySet<string> => new Set(names);

const nsaids = set('acetylsalicylic acid', 'ibuprofen', 'diclofenac', 'indometacin', 'meloxicam', 'celecoxib');
const anticoagulants = set('warfarin', 'heparin', 'rivaroxaban', 'dabigatran', 'enoxaparin');
const antiplatelets = set('acetylsalicylic acid', 'clopidogrel', 'ticagrelor', 'dipyridamole', 'cilostazol');
const aceInhibitors = set('captopril', 'enalapril', 'benazepril');
const angiotensinBlockers = set('valsartan', 'losartan', 'irbesartan');
const reninSystem = new Set([...aceInhibitors, ...angiotensinBlockers]);
const keepPotassium = set('spironolactone', 'triamterene', 'potassium chloride');
const qtProlonging = set('amiodarone', 'azithromycin', 'clarithromycin', 'erythromycin', 'levofloxacin', 'ciprofloxacin', 'domperidone', 'fluconazole', 'amitriptyline', 'chlorpromazine');
const depressants = set(
  'diazepam', 'estazolam', 'alprazolam', 'clonazepam', 'phenobarbital', 'morphine', 'pethidine', 'tramadol', 'chlorpromazine', 'promethazine', 'chlorphenamine', 'cyproheptadine', 'ethanol', 'opium',
);
const disulfiramLike = set('metronidazole', 'tinidazole', 'cefazolin', 'ceftriaxone');

export const classInteractions: readonly ClassInteraction[] = [
  { id: 'NSAID+anticoagulant', one: nsaids, other: anticoagulants, words: { severity: 'major', mechanism: 'PD', effect: 'NSAID抑制血小板+溃疡,出血↑(适用于全部NSAID)', action: '避免,改对乙酰氨基酚' } },
  { id: 'antiplatelet+anticoagulant', one: antiplatelets, other: anticoagulants, words: { severity: 'major', mechanism: 'PD', effect: '抗凝+抗血小板,出血↑', action: '避免;确需则INR密测+PPI' } },
  { id: 'NSAID+antiplatelet', one: nsaids, other: antiplatelets, words: { severity: 'major', mechanism: 'PD', effect: 'NSAID抑制血小板+溃疡,出血↑', action: '避免,改对乙酰氨基酚;确需则加PPI' } },
  { id: 'RAS+potassium', one: reninSystem, other: keepPotassium, words: { severity: 'major', mechanism: 'PD', effect: '高钾血症', action: '监测K+/肌酐,低剂量' } },
  { id: 'ACEI+ARB', one: aceInhibitors, other: angiotensinBlockers, words: { severity: 'major', mechanism: 'PD双重RAS阻断', effect: '高钾/肾损/低血压', action: '避免联用' } },
  { id: 'QT', one: qtProlonging, other: qtProlonging, words: { severity: 'major', mechanism: 'PD:QT', effect: 'QT延长叠加,尖端扭转', action: '避免' } },
  { id: 'CNS', one: depressants, other: depressants, words: { severity: 'moderate', mechanism: 'PD', effect: '中枢抑制叠加,嗜睡', action: '避免驾驶,禁酒' } },
  { id: 'alcohol', one: disulfiramLike, other: set('ethanol'), words: { severity: 'major', mechanism: '双硫仑样', effect: '潮红/低血压', action: '用药及停药期间禁酒(含藿香正气水等含醇制剂)' } },
];
