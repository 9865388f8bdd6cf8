import { useQuery } from '@tanstack/react-query';
import { BarChart } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DayTraffic, TrafficKind } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { bytesText } from '../../format/bytes.ts';
import { useFormat } from '../../format/useFormat.ts';

const kinds: readonly TrafficKind[] = ['exchange', 'firstSync', 'attachments', 'comparison'];
const shownDays = 10;

/** What the line carried: today in words, by what it was for, and the last days as bars. */
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
    </>
  );
}

const totalOf = ({ kinds: amounts }: DayTraffic): number => Object.values(amounts).reduce((sum, [up, down]) => sum + up + down, 0);
