
/** One row of the diagnosis catalogue. */
export interface DiagnosisRow {
  readonly system: 'icd10' | 'tcm';
  readonly code: string;
  readonly title: string;
  readonly english: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly alias: string;
  readonly aliasInitials: string;
}

/** An interaction pair of the table, by international nonproprietary names in lower case. */
export interface InteractionRow {
  readonly a: string;
  readonly b: string;
  readonly severity: 'contraindicated' | 'major' | 'moderate';
  readonly mechanism: string;
  readonly effect: string;
  readonly action: string;
}

/** The clinical tables of `resources/`, read once. */
export interface Catalogue {
  readonly diagnoses: readonly DiagnosisRow[];
  readonly interactions: readonly InteractionRow[];
}
