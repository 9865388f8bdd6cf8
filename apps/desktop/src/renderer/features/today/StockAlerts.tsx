import { LinkButton, SectionHead, StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { TodayView } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { sharedLines } from './sharedLines.ts';

/** As many as stand beside the rest of the day. */
const lines = 5;

export function StockAlerts({ alerts }: { readonly alerts: TodayView['stockAlerts'] | undefined }) {
  const { t } = useTranslation('today');
  const go = useGo();
  const isComing = useIsComing();
  const { shown, more } = sharedLines(alerts ?? [], lines);
  return (
    <section aria-labelledby="stock-alerts">
      <SectionHead id="stock-alerts" title={t('stock')} count={isComing && alerts?.length === 0 ? undefined : alerts?.length} more={<LinkButton onClick={() => { go({ name: 'stock' }); }}>{t('stockPage')}</LinkButton>} />
      {isComing && <p className="none"><StatusText tone="warn" icon="clock">{t('stockMeanwhile')}</StatusText></p>}
      {alerts?.length === 0 ? !isComing && <p className="none">{t('stockFine')}</p> : (
        <ul className="lst">
          {shown.map((alert) => (
            <li key={alert.productId}><b title={alert.name}>{productText(alert.name)}</b><span className="sub">{specificationText(alert.specification, alert.name)}</span><span className="r"><AlertState alert={alert} /></span></li>
          ))}
          {more.length > 0 && <li className="dim">{t('stockMore', { kinds: more.map(({ state, count }) => t(`stockKind.${state}`, { count })).join(t('comma')) })}</li>}
        </ul>
      )}
    </section>
  );
}

function AlertState({ alert }: { readonly alert: TodayView['stockAlerts'][number] }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const { state, quantity, unit, daysLeft } = alert;
  const isDanger = state === 'out' || state === 'expired' || state === 'negative';
  const icon = isDanger ? 'stop' : state === 'nearExpiry' ? 'clock' : 'warn';
  const span = daysLeft === null ? '' : format.spanOfDays(daysLeft);
  return (
    <StatusText tone={isDanger ? 'danger' : 'warn'} icon={icon}>
      {t(`stockState.${state}`, { quantity, unit: unitText(unit, quantity, alert.name), span })}{state === 'low' && daysLeft !== null && t('lasts', { span })}
    </StatusText>
  );
}
