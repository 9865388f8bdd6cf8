import { StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DueRow } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';

/** `158/92，未达标`, `空腹 8.4 mmol/L`. */
export function LastResult({ last }: { readonly last: DueRow['last'] }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  if (last === null) return <span className="dim">{t('noLast')}</span>;
  const values = [
    ...(last.systolic === null || last.diastolic === null ? [] : [`${last.systolic}/${last.diastolic}`]),
    ...(last.glucoseMmolL === null ? [] : [t('fasting', { value: last.glucoseMmolL.toFixed(1) })]),
  ];
  if (values.length === 0) return <>{format.looseDate(last.on)}</>;
  return <>{values.join(' ')}{last.atGoal === null || last.systolic === null ? '' : t(last.atGoal ? 'atGoal' : 'notAtGoal')}</>;
}

/** `◷ 逾期 3 天 3月6日`: relative and absolute together. */
export function DueWhen({ row }: { readonly row: DueRow }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  return (
    <>
      {row.inDays < 0 ? <StatusText tone="warn" icon="clock" isBold>{t('overdueBy', { span: format.spanOfDays(-row.inDays) })}</StatusText> : <b>{format.relativeDay(row.dueOn)}</b>}
      {' '}<span className="dim when">{format.shortDate(row.dueOn)}</span>
    </>
  );
}
