import { LineState, type LineStateItem } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useReach } from '../client/reach.ts';
import { useFormat } from '../format/useFormat.ts';
import { useStandings } from '../live/standingsStore.ts';

/** Whether the county answers, and from when the numbers are if it does not: in the top bar of every page. */
export function LineWords() {
  const { t } = useTranslation('shell');
  return <LineState label={t('lineState')} items={useLineItems()} />;
}

function useLineItems(): readonly LineStateItem[] {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const { state, heardAt } = useReach();
  const { isLive, completeAt } = useStandings();
  if (state === 'lost') {
    const from = heardAt ?? completeAt;
    return [
      { id: 'lost', icon: 'nolink', tone: 'warn', isLoud: true, text: t('line.lost') },
      ...(from === null ? [] : [{ id: 'from', icon: 'clock' as const, text: t('line.showing', { when: format.moment(from) }) }]),
    ];
  }
  if (state === 'unknown') return [{ id: 'connecting', icon: 'sync', text: t('line.connecting') }];
  if (isLive) return [{ id: 'live', icon: 'link', tone: 'ok', text: t('line.live') }];
  return [{ id: 'reached', icon: 'link', tone: 'ok', text: t('line.reached') }, { id: 'resuming', icon: 'sync', text: t('line.resuming') }];
}
