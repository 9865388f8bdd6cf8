import { KeyValues, type KeyValue } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ReviewView } from './reviewAnswers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { isAlertReason } from './reviewItem.ts';
import { useValueWords } from './useValueWords.ts';
import { Whom } from './Whom.tsx';

/** What was decided in a review, by whom, when and why; a resolution that came second stands below the first. Nothing while it is open. */
export function Decision({ view }: { readonly view: ReviewView }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const valueWords = useValueWords();
  const { review, orgNames } = view;
  const { about, kept, losing, resolution, secondResolution } = review;
  const taken = { keep: [kept], useLosing: [losing], both: [kept, losing], seen: [] } as const;
  return [resolution, secondResolution].map((one, at) => {
    if (one === null) return null;
    const { choice, reason, signature } = one;
    const values = isAlertReason(review.reason) ? [] : taken[choice].map(({ value }) => format.sentences(valueWords(about.unit, value)));
    const items: readonly KeyValue[] = [
      { key: 'decided', label: t(at === 0 ? 'fact.decided' : 'fact.decidedAfter'), value: <><b>{t(`outcome.${choice}`)}</b> {values.join(' · ')}</> },
      { key: 'who', label: t('fact.who'), value: <Whom id={signature.by} view={view} /> },
      { key: 'when', label: t('fact.when'), value: <>{format.moment(signature.at)} <span className="dim">{format.ago(signature.at)}</span></> },
      { key: 'where', label: t('fact.where'), value: orgNames[signature.orgId] ?? '—' },
      { key: 'reason', label: t('reason'), value: reason === '' ? '—' : reason },
    ];
    return <KeyValues key={signature.at} className="facts" items={items} />;
  });
}
