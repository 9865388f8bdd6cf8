import { StatusText } from '@lianyi/ui';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DueRow } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';

/** What the programme looks at: `158/92，未达标`, `空腹 8.4 mmol/L`. */
export function LastResult({ row: { last, programme } }: { readonly row: DueRow }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const isComing = useIsComing();
  if (last === null) return <span className="dim">{t(isComing ? 'noLastYet' : 'noLast')}</span>;
  const { systolic, diastolic, glucoseMmolL, atGoal } = last;
  if (programme === 'diabetes' && glucoseMmolL !== null) return <>{t('fasting', { value: glucoseMmolL.toFixed(1) })}</>;
  if (systolic !== null && diastolic !== null) return <>{systolic}/{diastolic}{programme === 'hypertension' && atGoal !== null && t(atGoal ? 'atGoal' : 'notAtGoal')}</>;
  return <>{format.looseDate(last.on)}</>;
}

const daysOfYear = 365;

/** From a year on, the years: the day beside them is exact. */
const lateWords = (t: TFunction<'today'>, days: number): string => (days < daysOfYear ? t('overdueBy', { days }) : t('overdueYears', { years: Math.floor(days / daysOfYear) }));

/** `◷ 逾期 3 天 3月6日`: relative and absolute together. */
export function DueWhen({ row }: { readonly row: DueRow }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  return (
    <>
      {row.inDays < 0 ? <StatusText tone="warn" icon="clock" isBold>{lateWords(t, -row.inDays)}</StatusText> : <b>{format.relativeDay(row.dueOn)}</b>}
      {' '}<span className="dim when">{format.shortDate(row.dueOn)}</span>
    </>
  );
}
