import { SectionHead, Timeline, type TimelineEntry } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from './reviewAnswers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { isAlertReason } from './reviewItem.ts';
import { useValueWords } from './useValueWords.ts';

/** How it came, oldest first. Times are of each PC's own clock. */
export function ReviewCourse({ view }: { readonly view: ReviewView }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const valueWords = useValueWords();
  const { events, review } = view;
  const isAlert = isAlertReason(review.reason);
  const wordsOf = (value: unknown): string => {
    const words = format.sentences(valueWords(review.about.unit, value));
    return words.length > 60 ? `${words.slice(0, 60)}…` : words;
  };
  const entries: TimelineEntry[] = events.map(({ at, what, value, by }, index) => ({
    id: String(index),
    time: at === null ? t('onceMet') : format.moment(at),
    dateTime: at ?? undefined,
    mark: what === 'met' ? 'bad' : undefined,
    text: what === 'resolved' ? t('event.resolved', { by, outcome: t(`outcome.${value as 'keep'}`) }) : what === 'changedSince' ? <>{t('event.changedSince', { by })} <b>{wordsOf(value)}</b></> : isAlert ? t(`alertEvent.${what}`, { by }) : what === 'met' ? t('event.met') : <>{t(`event.${what}`, { by })} <b>{wordsOf(value)}</b></>,
  }));
  if (review.resolution === null) entries.push({ id: 'now', time: t('now'), text: t('event.waits'), mark: 'now' });
  return (
    <div className="how">
      <SectionHead title={t('course')} count={t('courseHow')} className="small" />
      <Timeline entries={entries} label={t('course')} />
    </div>
  );
}
