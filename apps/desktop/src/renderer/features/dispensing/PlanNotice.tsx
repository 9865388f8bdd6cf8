import { Alert, useHotkeys, type AlertAction } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispensePlan } from '../../../contract/views.ts';
import { clockWithSeconds } from '../../format/dates.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { productText, unitText } from '../../i18n/catalogueWords.ts';
import type { ShortLot } from './allocation.ts';
import type { Refusal } from './useDispense.ts';

/** What became of the dispense: done, refused because a lot is short, or why nothing can leave on this prescription. */
export function PlanNotice({ plan, refusal, short: typedShort, savedAt, isOnlyToRead }: {
  readonly plan: DispensePlan; readonly refusal: Refusal | null;
  /** More is typed than a lot is known to hold: said before anybody presses F8, which then leads to the ways out. */
  readonly short: ShortLot | null;
  readonly savedAt: string | null;
  /** Something may leave on it, by others than whoever looks at it. */
  readonly isOnlyToRead: boolean;
}) {
  const { t } = useTranslation('dispensing');
  const format = useFormat();
  const go = useGo();
  const errorWords = useErrorWords('dispensing');
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => { if (refusal !== null) alert.current?.focus(); }, [refusal]);

  useHotkeys({ F8: () => { alert.current?.focus(); } }, typedShort !== null);

  const short = typedShort ?? (refusal !== null && 'short' in refusal ? refusal.short : null);
  if (short !== null) {
    const { name, lotNumber, known, wanted, productId } = short;
    const unit = plan.lines.find((line) => line.productId === productId)?.unit ?? '';
    const goTo = (does: 'count' | 'receive') => () => { go({ name: 'stock', task: { does, ownerId: plan.ownerId, productId } }); };
    const actions: readonly AlertAction[] = [
      { id: 'count', label: t('short.count'), keyHint: '1', isAdvised: true, onChoose: goTo('count') },
      { id: 'receive', label: t('short.receive'), keyHint: '2', onChoose: goTo('receive') },
    ];
    return <Alert ref={alert} className="gap" title={t('short.title', { drug: productText(name), lot: lotNumber, known: `${known} ${unitText(unit, known)}`, wanted: `${wanted} ${unitText(unit, wanted)}` })} actions={actions}>{t('short.safe')}</Alert>;
  }
  if (refusal !== null && 'errors' in refusal) {
    return <Alert ref={alert} className="gap" title={t('refused')}>{format.sentences(refusal.errors.map(errorWords))}</Alert>;
  }
  if (savedAt !== null) {
    return <Alert className="gap" tone="ok" isAnnounced title={t(plan.state === 'partly' ? 'donePartly' : 'done', { clock: clockWithSeconds(savedAt) })}>{t('doneSafe')}</Alert>;
  }
  if (plan.state === 'expired') return <Alert className="gap" tone="warn" title={t('expired', { day: format.shortDate(plan.validUntil) })}>{t('expiredNext')}</Alert>;
  if (plan.state === 'stopped') return <Alert className="gap" tone="warn" title={t('stopped')}>{t('stoppedNext')}</Alert>;
  if (isOnlyToRead) return <Alert className="gap" tone="info" title={t('onlyToRead')} />;
  if (plan.state === 'done') return <Alert className="gap" tone="ok" title={t('doneEarlier')} />;
  return null;
}
