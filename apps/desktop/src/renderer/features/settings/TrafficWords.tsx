import { useQuery } from '@tanstack/react-query';
import { BarChart, Cell, DataTable } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DayTraffic, TrafficKind } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { bytesText } from '../../format/bytes.ts';
import { useFormat } from '../../format/useFormat.ts';

const kinds: readonly TrafficKind[] = ['exchange', 'firstSync', 'attachments', 'comparison'];
const shownDays = 10;

/** What the line carried: today in words, by what it was for; the last days as bars, and by what it was for beneath them. */
export function TrafficWords() {
  const { t } = useTranslation('settings');
  const host = useHost();
  const format = useFormat();
  const days = useQuery(host.line.traffic.queryOptions()).data ?? [];
  if (days.length === 0) return <span className="dim">{t('traffic.none')}</span>;
  const today = days.find(({ day }) => day === format.today);
  const byKind = kinds.flatMap((kind) => {
    const amounts = today?.kinds[kind];
    return amounts === undefined ? [] : [t('traffic.kind', { what: t(`traffic.kinds.${kind}`), up: bytesText(amounts[0]), down: bytesText(amounts[1]) })];
  });
  const shown = days.slice(0, shownDays).toReversed();
  return (
    <>
      {byKind.length === 0 ? t('traffic.noneToday') : byKind.join(t('traffic.and'))}
      {shown.length > 1 && (
        <BarChart label={shown.map((one) => `${format.shortDate(one.day)} ${bytesText(totalOf(one))}`).join(t('traffic.and'))}
          bars={shown.map((one) => ({ label: format.shortDate(one.day), value: totalOf(one), valueText: bytesText(totalOf(one)) }))} />
      )}
      {shown.length > 1 && <DaysByKind days={shown.toReversed()} />}
    </>
  );
}

function DaysByKind({ days }: { readonly days: readonly DayTraffic[] }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const used = kinds.filter((kind) => days.some((one) => one.kinds[kind] !== undefined));
  const columns = [{ id: 'day', label: t('traffic.day') }, ...used.map((kind) => ({ id: kind, label: t(`traffic.kinds.${kind}`), align: 'right' as const }))];
  return (
    <DataTable label={t('traffic.byKind')} columns={columns}>
      {days.map((one) => (
        <tr key={one.day}>
          <Cell>{format.shortDate(one.day)}</Cell>
          {used.map((kind) => <Cell key={kind} align="right" className="sub">{bytesText(sumOf(one.kinds[kind]))}</Cell>)}
        </tr>
      ))}
    </DataTable>
  );
}

const sumOf = (amounts: DayTraffic['kinds'][TrafficKind]): number => (amounts === undefined ? 0 : amounts[0] + amounts[1]);

const totalOf = ({ kinds: amounts }: DayTraffic): number => Object.values(amounts).reduce((sum, [up, down]) => sum + up + down, 0);
