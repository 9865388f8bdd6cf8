import type { AlertValues } from '@lianyi/schema/documents/alertValues';
import type { Lot } from '@lianyi/schema/documents/stock';
import { Alert, Field, KeyValues, TextInput, type AlertAction, type KeyValue } from '@lianyi/ui';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from './reviewAnswers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { Decision } from './Decision.tsx';
import { ReviewCourse } from './ReviewCourse.tsx';
import { isAlertReason } from './reviewItem.ts';
import { countedIn } from './useReviewTitle.ts';
import { Whom } from './Whom.tsx';

export interface AlertReviewProps {
  readonly view: ReviewView;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** What no PC could know by itself: what happened, what is safe, and the key that leads to what is to be done. */
export function AlertReview({ view, reason, onReason }: AlertReviewProps) {
  const { t } = useTranslation('reviews');
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => { alert.current?.focus(); }, []);
  const { review } = view;
  const { facts, action } = useAlertFacts(view);
  if (!isAlertReason(review.reason)) return null;
  const isOpen = review.resolution === null;
  const isClinical = review.reason === 'overDispensed' || review.reason === 'stoppedAfterDispense';
  return (
    <>
      <Alert ref={alert} tone={isClinical ? 'danger' : 'warn'} title={t(`alert.${review.reason}.title`)} actions={action === null ? [] : [action]}>{t(`alert.${review.reason}.todo`)}</Alert>
      <KeyValues className="facts" items={facts} />
      <Decision view={view} />
      {isOpen && <Field label={t('reason')} hint="" className="why"><TextInput value={reason} maxLength={300} placeholder={t(review.reason === 'glassOpened' ? 'askWhy' : 'seenHow')} onChange={onReason} /></Field>}
      <ReviewCourse view={view} />
    </>
  );
}

function useAlertFacts(view: ReviewView): { readonly facts: readonly KeyValue[]; readonly action: AlertAction | null } {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const go = useGo();
  const { review, balanceNow, product, orgNames } = view;
  const { reason, losing, kept, about } = review;
  const fact = (key: 'drug' | 'lot' | 'expiry' | 'owner' | 'before' | 'quantity' | 'after' | 'counted' | 'known' | 'ordered' | 'dispensed' | 'who' | 'when' | 'where' | 'stopReason' | 'name' | 'movedTo' | 'home' | 'moveReason' | 'opener' | 'openedWhy' | 'openedText' | 'openedUntil' | 'balanceNow', value: ReactNode): KeyValue => ({ key, label: t(`fact.${key}`), value: value === '' ? '—' : value });
  const drug = fact('drug', product === null ? '' : productText(product.name));
  const amount = (units: number) => countedIn(product, units);
  const whose = [
    fact('who', <Whom id={losing.by} view={view} />), fact('when', losing.at === null ? '' : format.moment(losing.at)), fact('where', losing.orgId === null ? '' : orgNames[losing.orgId] ?? ''),
  ];
  const now = balanceNow === null ? [] : [fact('balanceNow', amount(balanceNow))];
  const ofLot = ({ lotNumber, expiry, ownerId }: Lot) => {
    const owner = orgNames[ownerId];
    return [drug, fact('lot', lotNumber), fact('expiry', expiry), ...owner === undefined ? [] : [fact('owner', owner)]];
  };
  const count = ({ ownerId, productId }: Lot): AlertAction => ({ id: 'count', label: t('action.count'), keyHint: '1', isAdvised: true, onChoose: () => { go({ name: 'stock', task: { does: 'count', ownerId, productId } }); } });
  const open: AlertAction = { id: 'open', label: t('action.openPrescription'), keyHint: '1', isAdvised: true, onChoose: () => { go({ name: 'dispense', prescriptionId: about.id }); } };
  switch (reason) {
    case 'negativeBalance': {
      const { lot, quantity, balance } = losing.value as AlertValues['negativeBalance']['losing'];
      const before = (kept.value as AlertValues['negativeBalance']['kept']).balance;
      return { facts: [...ofLot(lot), fact('before', amount(before)), fact('quantity', amount(quantity)), fact('after', amount(balance)), ...now, ...whose], action: count(lot) };
    }
    case 'countAgain': {
      const { lot, counted, known } = losing.value as AlertValues['countAgain']['losing'];
      const { balance } = kept.value as AlertValues['countAgain']['kept'];
      return { facts: [...ofLot(lot), fact('counted', amount(counted)), fact('known', amount(known)), fact('before', amount(balance)), ...now, ...whose], action: count(lot) };
    }
    case 'overDispensed': {
      const { ordered, dispensed } = losing.value as AlertValues['overDispensed']['losing'];
      return { facts: [drug, fact('ordered', amount(ordered)), fact('dispensed', amount(dispensed)), ...whose], action: open };
    }
    case 'stoppedAfterDispense': {
      const stopped = losing.value as AlertValues['stoppedAfterDispense']['losing'];
      return { facts: [fact('stopReason', stopped.reason), fact('who', <Whom id={stopped.by} view={view} />), fact('when', format.moment(stopped.at))], action: open };
    }
    case 'patientMoved': {
      const { name, toId, reason: why } = losing.value as AlertValues['patientMoved']['losing'];
      return { facts: [fact('name', name), fact('movedTo', orgNames[toId] ?? ''), fact('moveReason', why), ...whose], action: null };
    }
    case 'movedElsewhere': {
      const { toId, reason: why } = losing.value as AlertValues['movedElsewhere']['losing'];
      const { homeId } = kept.value as AlertValues['movedElsewhere']['kept'];
      return { facts: [fact('home', orgNames[homeId] ?? ''), fact('movedTo', orgNames[toId] ?? ''), fact('moveReason', why), ...whose], action: null };
    }
    case 'writtenAfterMove': {
      const { homeId } = kept.value as AlertValues['writtenAfterMove']['kept'];
      return { facts: [fact('home', orgNames[homeId] ?? ''), ...whose], action: null };
    }
    case 'glassOpened': {
      const { who, place, reason: why, text, until } = losing.value as AlertValues['glassOpened']['losing'];
      return { facts: [fact('opener', `${who} · ${place}`), fact('openedWhy', t(`glassReason.${why}`)), fact('openedText', text), fact('when', losing.at === null ? '' : format.moment(losing.at)), fact('openedUntil', format.moment(until))], action: null };
    }
    default: return { facts: whose, action: null };
  }
}
