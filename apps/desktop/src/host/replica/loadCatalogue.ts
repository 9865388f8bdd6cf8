import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { syndromeSign } from '@lianyi/schema/rules/englishNames';
import type { InteractionPair } from '@lianyi/schema/rules/interactionTable';
import { hiddenIngredients } from '@lianyi/schema/rules/interactionTable';
import type { Catalogue, DiagnosisRow } from './catalogue.ts';

/**
 * Reads the clinical tables of a `resources` directory: diagnoses of ICD-10 (the six-character codes of the national
 * clinical edition) and of traditional medicine, the drug interaction pairs, what patent medicines hide, and
 * what products are called in English.
 * @throws Error naming the file and column when a table is not what it should be.
 */
export function loadCatalogue(resourcesDir: string): Catalogue {
  return {
    diagnoses: [
      ...readTable(resourcesDir, 'icd10_primary_care.tsv', ['code6', 'zh', 'en', 'pinyin', 'py_initials', 'alias', 'alias_pinyin', 'alias_initials']).map(icd10Row),
      ...readTable(resourcesDir, 'tcm_diagnoses.tsv', ['zh', 'en', 'syndromes', 'pinyin', 'py_initials']).flatMap(traditionalRows),
    ],
    interactions: readTable(resourcesDir, 'ddi_pairs.tsv', ['a_inn', 'b_inn', 'severity', 'mechanism', 'effect', 'action']).flatMap(interactionRow),
    hiddenIngredients: hiddenIngredients(readFileSync(join(resourcesDir, 'hidden_ingredients.tsv'), 'utf8')),
    productsInEnglish: new Map(readTable(resourcesDir, 'products.tsv', ['name', 'name_en']).map((cell) => [cell('name'), cell('name_en')])),
  };
}

type Row = (column: string) => string;

const icd10Row = (cell: Row): DiagnosisRow => ({
  system: 'icd10', code: cell('code6'), title: cell('zh'), english: cell('en'), pinyin: cell('pinyin'), initials: cell('py_initials'),
  aliases: aliasesOf(cell),
});

/** Several names in a cell stand apart by semicolons; their pinyin and initials in the same order. */
function aliasesOf(cell: Row): DiagnosisRow['aliases'] {
  const [pinyins, initials] = [cell('alias_pinyin').split(';'), cell('alias_initials').split(';')];
  return cell('alias').split(';').flatMap((text, at) => (text === '' ? [] : [{ text, pinyin: pinyins[at] ?? '', initials: initials[at] ?? '' }]));
}

/** A traditional disease, and with each of its syndromes, as a diagnosis names both. The table gives them no codes. */
function traditionalRows(cell: Row): readonly DiagnosisRow[] {
  const disease: DiagnosisRow = { system: 'tcm', code: '', title: cell('zh'), english: cell('en'), pinyin: cell('pinyin'), initials: cell('py_initials'), aliases: [] };
  const syndromes = cell('syndromes').split(';').filter((syndrome) => syndrome !== '');
  return [disease, ...syndromes.map((syndrome): DiagnosisRow => {
    const spelled = spellingOf(syndrome);
    return {
      ...disease, title: `${disease.title}${syndromeSign}${syndrome}`, english: `${disease.english} (${syndrome})`, disease: disease.title,
      pinyin: `${disease.pinyin}${spelled.pinyin}`, initials: `${disease.initials}${spelled.initials}`,
    };
  })];
}

/** The table spells diseases only. */
function spellingOf(name: string): { readonly pinyin: string; readonly initials: string } {
  const syllables = pinyin(name.replaceAll(/\P{Script=Han}/gu, ''), { toneType: 'none', type: 'array', v: true }).map((syllable) => syllable.toLowerCase());
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable.charAt(0).toUpperCase()).join('') };
}

function interactionRow(cell: Row): readonly InteractionPair[] {
  const severity = cell('severity');
  if (severity !== 'contraindicated' && severity !== 'major' && severity !== 'moderate') return [];
  return [{ a: cell('a_inn').toLowerCase(), b: cell('b_inn').toLowerCase(), severity, mechanism: cell('mechanism'), effect: cell('effect'), action: cell('action') }];
}

function readTable(directory: string, file: string, columns: readonly string[]): readonly Row[] {
  const text = readFileSync(join(directory, file), 'utf8').replace(/^\uFEFF/, '');
  const [heading = '', ...lines] = text.split(/\r?\n/);
  const headings = heading.split('\t').map((name) => name.trim());
  const missing = columns.find((column) => !headings.includes(column));
  if (missing !== undefined) throw new Error(`${file} has no column ${missing}`);
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split('\t');
      return (column) => cells[headings.indexOf(column)]?.trim() ?? '';
    });
}
