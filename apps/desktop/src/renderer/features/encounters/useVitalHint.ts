import type { FieldHint } from '@lianyi/ui';
import type { VitalJudgement, VitalRange } from '@lianyi/schema/rules/vitals';
import { useTranslation } from 'react-i18next';
import type { VitalField } from '../../visit/typedVitals.ts';
import type { VitalVerdict } from './vitalJudgement.ts';

const places: Partial<Readonly<Record<VitalField, number>>> = { temperatureC: 1, glucoseMmolL: 1 };

/** The words under a field: its range, what a value is called, or what cannot be and what was probably meant. */
export function useVitalHint(): (field: VitalField, verdict: VitalVerdict) => string | FieldHint {
  const { t, i18n } = useTranslation('encounters');

  const rangeWords = (field: VitalField, range: VitalRange): string => {
    const write = (value: number): string => value.toFixed(places[field] ?? 0);
    const { low, high, basis } = range;
    if (field === 'bloodPressure' && basis !== 'child') return t(basis === 'targetOver65' ? 'range.goalOver65' : 'range.goal');
    if (field === 'spo2' && basis === 'copd') return t('range.copd');
    const numbers = low !== null && high !== null ? `${write(low)}–${write(high)}` : low !== null ? `≥${write(low)}` : high !== null ? `≤${write(high)}` : '';
    if (basis === 'child' && field === 'bloodPressure') return t('range.childSystolic', { numbers });
    return basis === 'diabetes' ? t('range.diabetes', { numbers }) : numbers;
  };

  const judged = (field: VitalField, { level, side, finding, range }: VitalJudgement): string | FieldHint => {
    const words = rangeWords(field, range);
    if (level === 'normal') return words;
    const isGoalEnough = field === 'bloodPressure' && finding === 'grade1';
    // Beside a finding there is no room for whom the goal is.
    if (field === 'bloodPressure' && range.basis !== 'child' && !isGoalEnough) {
      return { text: `${t(`finding.${finding}`)} ${t('range.goalShort', { goal: range.basis === 'targetOver65' ? '150/90' : '140/90' })}`, tone: level === 'danger' ? 'danger' : 'warn' };
    }
    // English names of fevers are long: the end that was passed says enough.
    const passed = i18n.language === 'en' && field === 'temperatureC' && side === 'high' && range.high !== null ? `>${range.high}` : words;
    return { text: isGoalEnough ? words : `${t(`finding.${finding}`)} ${passed}`, tone: level === 'danger' ? 'danger' : 'warn' };
  };

  return (field, verdict) => {
    switch (verdict.is) {
      case 'none': return '';
      case 'unreadable': return { text: t(field === 'bloodPressure' ? 'unreadablePressure' : 'unreadable'), tone: 'danger' };
      case 'impossible': return { text: verdict.suggestion === null ? t('impossible') : t('impossibleMeant', { meant: verdict.suggestion }), tone: 'danger' };
      case 'range': return rangeWords(field, verdict.range);
      case 'judged': return judged(field, verdict.judgement);
    }
  };
}
