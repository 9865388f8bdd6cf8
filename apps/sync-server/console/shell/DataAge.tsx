import { Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useReach } from '../client/reach.ts';
import { clockWithSeconds } from '../format/dates.ts';
import { useFormat } from '../format/useFormat.ts';
import { useStandings } from '../live/standingsStore.ts';

/** From when the shown answer is; `at` in ms, 0 before the first. With a line: when the county was heard last. Without: how old the answer is. */
export function DataAge({ at }: { readonly at: number }) {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const { state, heardAt } = useReach();
  const isLive = useStandings((standings) => standings.isLive);
  if (at === 0) return null;
  const moment = new Date(at).toISOString();
  if (isLive && state === 'reached') return <span className="sub"><i className="livedot" aria-hidden="true" />{t('live')} · {clockWithSeconds(heardAt ?? moment)}</span>;
  return <span className="asof-line"><Icon name="clock" className="is-warn" />{t('notLive')} · {t('asOf', { when: format.moment(moment) })} · {format.ago(moment)}</span>;
}
