import { news2, type News2 } from '@lianyi/schema/rules/news2';
import { bodyMassClass, bodyMassIndex, type BodyMassClass } from '@lianyi/schema/rules/bodyMass';
import { judgeVital, vitalRange, type VitalJudgement, type VitalName, type VitalRange, type VitalsSubject } from '@lianyi/schema/rules/vitals';
import type { PatientBanner } from '../../../contract/views.ts';
import { readVital, typedToVitals, type TypedVitals, type VitalField } from '../../visit/typedVitals.ts';

/** Whom the vitals are of, as the rules need it. */
export function subjectOf(banner: PatientBanner): VitalsSubject {
  const hasProgramme = (programme: 'copd' | 'diabetes') => (
    banner.risks.includes(programme) || banner.problems.some((problem) => problem.programme === programme && problem.status === 'active')
  );
  return { age: banner.age, hasCopd: hasProgramme('copd'), hasDiabetes: hasProgramme('diabetes') };
}

/** What stands under a field. */
export type VitalVerdict =
  | { readonly is: 'unreadable' | 'none' }
  | { readonly is: 'impossible'; readonly suggestion: string | null }
  | { readonly is: 'judged'; readonly judgement: VitalJudgement }
  | { readonly is: 'range'; readonly range: VitalRange };

/** A measured value judged by age, or the range it should lie in. Of a blood pressure the worse number speaks. */
export function verdictOf(field: VitalField, typed: TypedVitals, subject: VitalsSubject): VitalVerdict {
  const reading = readVital(field, typed[field]);
  if (reading.is === 'impossible' || reading.is === 'unreadable') return reading;
  if (field === 'weightKg' || field === 'heightCm') return { is: 'none' };
  if (reading.is === 'pair') {
    const judgements = [judgeVital('systolic', reading.systolic, subject), judgeVital('diastolic', reading.diastolic, subject)];
    const [worst] = judgements.toSorted((a, b) => weight[b.level] - weight[a.level]);
    return worst === undefined ? { is: 'none' } : { is: 'judged', judgement: worst };
  }
  const name: VitalName = field === 'bloodPressure' ? 'systolic' : field;
  return reading.is === 'number' ? { is: 'judged', judgement: judgeVital(name, reading.value, subject) } : { is: 'range', range: vitalRange(name, subject) };
}

const weight: Readonly<Record<VitalJudgement['level'], number>> = { normal: 0, caution: 1, danger: 2 };

export interface BodyMass {
  readonly index: number;
  readonly class: BodyMassClass | null;
}

export function bodyMassOf(typed: TypedVitals, subject: VitalsSubject): BodyMass | null {
  const vitals = typedToVitals(typed);
  const index = bodyMassIndex(vitals?.weightKg ?? null, vitals?.heightCm ?? null);
  return index === null ? null : { index, class: bodyMassClass(index, subject.age.years) };
}

/** Null under 16, in pregnancy, or while nothing is measured. */
export function warningScore(typed: TypedVitals, banner: PatientBanner): News2 | null {
  const vitals = typedToVitals(typed);
  if (vitals === null) return null;
  return news2(vitals, { ageYears: banner.age.years, isPregnant: banner.risks.includes('pregnant'), isHypercapnic: subjectOf(banner).hasCopd });
}
