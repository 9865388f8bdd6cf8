import type { AlertValues } from '@lianyi/schema/documents/alertValues';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from './reviewAnswers.ts';
import { isAlertReason } from './reviewItem.ts';
import { useUnitLabel } from './useValueWords.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { stockAmount } from '../../format/stockAmount.ts';

export interface ReviewTitle {
  readonly title: string;
  /** What the list says below it. */
  readonly note: string;
  readonly isClinical: boolean;
}

/** `-12 片`, `1 盒 4 片`; a bare number of a product that is not here. */
export const countedIn = (product: ReviewRow['product'], units: number): string => (product === null ? String(units) : stockAmount(units, product));

/** A review in a line and a note. */
export function useReviewTitle(): (row: ReviewRow) => ReviewTitle {
  const { t } = useTranslation('reviews');
  const unitLabel = useUnitLabel();
  return useCallback(({ review, product, placeName }: ReviewRow) => {
    const { reason, about, losing } = review;
    const drug = product === null ? t('aDrug') : productText(product.name);
    if (!isAlertReason(reason)) return { title: t(`headline.${reason}`, { unit: unitLabel(about.unit) }), note: t(`note.${reason}`), isClinical: false };
    switch (reason) {
      case 'overDispensed': {
        const { dispensed, ordered } = losing.value as AlertValues['overDispensed']['losing'];
        return { title: t('headline.overDispensed'), note: t('note.overDispensed', { dispensed: countedIn(product, dispensed), ordered: countedIn(product, ordered) }), isClinical: true };
      }
      case 'stoppedAfterDispense': return { title: t('headline.stoppedAfterDispense'), note: t('note.stoppedAfterDispense'), isClinical: true };
      case 'negativeBalance': {
        const { lot, balance } = losing.value as AlertValues['negativeBalance']['losing'];
        return { title: t('headline.negativeBalance', { drug }), note: t('note.negativeBalance', { lot: lot.lotNumber, balance: countedIn(product, balance) }), isClinical: false };
      }
      case 'countAgain': {
        const { lot } = losing.value as AlertValues['countAgain']['losing'];
        return { title: t('headline.countAgain', { drug }), note: t('note.countAgain', { lot: lot.lotNumber }), isClinical: false };
      }
      case 'patientMoved': {
        const { name } = losing.value as AlertValues['patientMoved']['losing'];
        return { title: t('headline.patientMoved', { name }), note: t('note.patientMoved', { place: placeName ?? '' }), isClinical: false };
      }
      case 'movedElsewhere': return { title: t('headline.movedElsewhere'), note: t('note.movedElsewhere'), isClinical: false };
      case 'glassOpened': {
        const { who, place } = losing.value as AlertValues['glassOpened']['losing'];
        return { title: t('headline.glassOpened'), note: t('note.glassOpened', { who, place }), isClinical: false };
      }
      case 'writtenAfterMove': return { title: t('headline.writtenAfterMove'), note: t('note.writtenAfterMove'), isClinical: false };
    }
  }, [t, unitLabel]);
}
