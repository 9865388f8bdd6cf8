/** What a rule of prescribing found. */
export type AlertRule =
  | 'tooManyDrugs' | 'tooManyDays' | 'antibioticGrade' | 'intravenousAntibiotic' | 'specialControl' | 'allergy' | 'allergyCross' | 'allergyUnchecked'
  | 'interaction' | 'duplicate' | 'ageCaution' | 'pregnancy' | 'skinTest' | 'doseHigh' | 'quantityInvalid' | 'expiredProduct' | 'outOfStock';

/**
 * A clinical or legal alert about an item, or about the whole prescription (`itemNo` null). A `contraindicated` one
 * stops signing until it is answered; the others are shown. The renderer words it by `rule` and `values`.
 */
export interface ClinicalAlert {
  /** Stable id, written into overrides: `DDI:clarithromycin+simvastatin`, `LAW:maxDrugs`. */
  readonly ruleId: string;
  readonly rule: AlertRule;
  readonly itemNo: number | null;
  readonly severity: 'contraindicated' | 'major' | 'moderate' | 'info';
  /** Whether a written reason may set it aside: where the law allows. */
  readonly overridable: boolean;
  readonly values: Readonly<Record<string, string | number>>;
  /** Words from the table, in Chinese (mechanism, effect, what to do). */
  readonly effect: string;
  readonly advice: string;
  readonly source: string;
}

/** True if it stops signing: hard stops are for contraindications, anaphylaxis and the law alone, against alert fatigue. */
export const stopsSigning = (alert: Pick<ClinicalAlert, 'severity'>): boolean => alert.severity === 'contraindicated';

/** An override answers every alert of its rule id, if it is written and the alert may be overridden at all. */
export function isAnswered(alert: ClinicalAlert, overrides: readonly { readonly ruleId: string; readonly reason: string }[]): boolean {
  return alert.overridable && overrides.some(({ ruleId, reason }) => ruleId === alert.ruleId && reason.trim() !== '');
}

const order = ['contraindicated', 'major', 'moderate', 'info'] as const;

/** The gravest first, then in the order of the prescription. */
export function sortAlerts(alerts: readonly ClinicalAlert[]): readonly ClinicalAlert[] {
  return alerts.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.itemNo ?? 0) - (b.itemNo ?? 0));
}
