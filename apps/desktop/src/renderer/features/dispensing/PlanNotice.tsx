import { Alert, type AlertAction } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { clockWithSeconds } from '../../format/dates.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useErrorWords } from '../../shell/errors.ts';
import type { Refusal } from './useDispense.ts';

/** What became of the dispense: done, refused because a lot is short, or why nothing can leave on this prescription. */
export function PlanNotice({ plan, refusal, savedAt }: { readonly plan: DispensePlan; readonly refusal: Refusal | null; readonly savedAt: string | null }) {
  const { t } = useTranslation('dispensing');
  const format = useFormat();
  const go = useGo();
  const errorWords = useErrorWords('dispensing');
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => { if (refusal !== null) alert.current?.focus(); }, [refusal]);

  if (refusal !== null && 'short' in refusal) {
    const { name, lotNumber, known, wanted, productId } = refusal.short;
    const unit = plan.lines.find((line) => line.productId === productId)?.unit ?? '';
    const goTo = (does: 'count' | 'receive') => () => { go({ name: 'stock', task: { does, ownerId: plan.ownerId, productId } }); };
    const actions: readonly AlertAction[] = [
      { id: 'count', label: t('short.count'), keyHint: '1', isAdvised: true, onChoose: goTo('count') },
      { id: 'receive', label: t('short.receive'), keyHint: '2', onChoose: goTo('receive') },
    ];
    return <Alert ref={alert} className="gap" title={t('short.title', { drug: name, lot: lotNumber, known: `${known} ${unit}`, wanted: `${wanted} ${unit}` })} actions={actions}>{t('short.safe')}</Alert>;
  }
  if (refusal !== null) {
    return <Alert ref={alert} className="gap" title={t('refused')}>{refusal.errors.map(errorWords).join('；')}</Alert>;
  }
  if (savedAt !== null) {
    return <Alert className="gap" tone="ok" isAnnounced title={t(plan.state === 'partly' ? 'donePartly' : 'done', { clock: clockWithSeconds(savedAt) })}>{t('doneSafe')}</Alert>;
  }
  if (plan.state === 'expired') return <Alert className="gap" tone="warn" title={t('expired', { day: format.shortDate(plan.validUntil) })}>{t('expiredNext')}</Alert>;
  if (plan.state === 'stopped') return <Alert className="gap" tone="warn" title={t('stopped')}>{t('stoppedNext')}</Alert>;
  if (plan.state === 'done') return <Alert className="gap" tone="ok" title={t('doneEarlier')} />;
  return null;
}
