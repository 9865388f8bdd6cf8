import type { AsOf } from '@lianyi/ui';
import type { TFunction } from 'i18next';
import type { Completeness } from '../../contract/views.ts';
import { count } from '../format/numbers.ts';
import type { Format } from '../format/useFormat.ts';

/** After a day without an exchange the record may lack what others did. */
const freshForMs = 24 * 3600 * 1000;

/** Beside a patient's name: up to when the record is complete, or that it is not. Green is only what was compared within a day. */
export function asOfWords(completeness: Completeness, { now, moment, ago }: Pick<Format, 'now' | 'moment' | 'ago'>, t: TFunction<'patient'>): AsOf {
  if (completeness.state === 'coming') {
    const { progress } = completeness;
    return { text: progress === null ? t('coming') : t('comingOf', { documents: count(progress.documents), ofDocuments: count(progress.ofDocuments) }), note: t('comingNote'), tone: 'warn' };
  }
  if (completeness.state === 'never') return { text: t('neverExchanged'), note: t('neverExchangedNote'), tone: 'warn' };
  const { at } = completeness;
  const isFresh = now.getTime() - Date.parse(at) < freshForMs;
  return { text: t('completeAsOf', { when: moment(at) }), note: t(isFresh ? 'completeFresh' : 'completeNote', { ago: ago(at) }), tone: isFresh ? 'ok' : 'warn' };
}
