import type { TFunction } from 'i18next';
import type { LineView } from '../../../contract/views.ts';
import { bytesText } from '../../format/bytes.ts';
import { minutesText, momentText } from '../../format/dates.ts';
import { count } from '../../format/numbers.ts';
import type { Language } from '../../i18n/language.ts';

interface FirstSyncWords {
  /** Of the whole where it is known; what was written since only as far as it has come. Null while nothing has. */
  readonly came: string | null;
  /** How much of how much, for a bar; null where it is not known. */
  readonly bar: { readonly value: number; readonly max: number } | null;
  /** Since when the line brings nothing, and how it goes on; null while it does. */
  readonly stopped: { readonly title: string; readonly next: string } | null;
  /** Why it takes longer than it should; null where it does not. */
  readonly slower: string | null;
}

/** How far the first download is, in words. */
export function firstSyncWords(pulling: NonNullable<LineView['pulling']>, { now, language, t }: { readonly now: Date; readonly language: Language; readonly t: TFunction<'today'> }): FirstSyncWords {
  const { documents, ofDocuments, bytes, ofBytes, secondsLeft = null, stoppedSince } = pulling;
  const slower = pulling.isLogInstead === true ? t('firstSyncSlower') : null;
  const stopped = stoppedSince === undefined ? null : { title: t(documents === 0 ? 'firstSyncNotBegun' : 'firstSyncStopped', { when: momentText(stoppedSince, now, language) }), next: t(documents === 0 ? 'firstSyncStoppedBefore' : 'firstSyncStoppedNext') };
  if (ofBytes === undefined || bytes === undefined || ofDocuments === undefined) return { came: documents === 0 ? null : t('firstSyncLog', { documents: count(documents) }), bar: null, stopped, slower };
  const came = t('firstSyncCame', { documents: count(documents), ofDocuments: count(ofDocuments), bytes: bytesText(bytes), ofBytes: bytesText(ofBytes) });
  const left = secondsLeft === null || stopped !== null ? '' : t('firstSyncLeft', { time: minutesText(Math.max(1, Math.ceil(secondsLeft / 60)), language) });
  return { came: `${came}${left}`, bar: { value: bytes, max: ofBytes }, stopped, slower };
}
