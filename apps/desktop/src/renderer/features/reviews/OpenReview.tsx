import { useMutation, useQuery } from '@tanstack/react-query';
import { mayAny } from '@lianyi/schema/codes/roles';
import { Alert, Columns, Page, useToast } from '@lianyi/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import type { ReviewRow } from './reviewAnswers.ts';
import { useHost } from '../../client/useHost.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { PatientBannerBar } from '../../shell/PatientBannerBar.tsx';
import { useFormat } from '../../format/useFormat.ts';
import { AlertReview } from './AlertReview.tsx';
import { ConflictReview } from './ConflictReview.tsx';
import { choicesOf, isAlertReason, type Choice } from './reviewItem.ts';
import { useValueWords } from './useValueWords.ts';

export interface OpenReviewProps {
  readonly row: ReviewRow;
  readonly queue: ReactNode;
  readonly walk: readonly PageAction[];
  readonly onResolved: () => void;
}

/** One review: both values, whose they are, how it came; F8 settles it. */
export function OpenReview({ row, queue, walk, onResolved }: OpenReviewProps) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const host = useHost();
  const toast = useToast();
  const errorWords = useErrorWords('reviews');
  const valueWords = useValueWords();
  const { review } = row;
  const choices = choicesOf(review);
  const [choice, setChoice] = useState<Choice>(choices[0] ?? 'seen');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const { data: view, isFetching, refetch } = useQuery(host.reviews.get.queryOptions({ reviewId: review.id }));
  // The value in use as it stood when the person began to look: what comes under their hands they have not seen yet.
  const [seen, setSeen] = useState<{ readonly present: unknown } | null>(null);
  if (seen === null && view != null && !isFetching) setSeen({ present: view.present?.value ?? null });
  const roles = useQuery(host.session.status.queryOptions()).data?.current?.roles;
  const { mutate, isPending } = useMutation(host.reviews.resolve.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) {
        setErrors(result.errors);
        void refetch().then(() => { setSeen(null); });
        return;
      }
      toast({ text: t('resolvedToast') });
      onResolved();
    },
  }));

  const otherErrors = errors.filter(({ field }) => field !== 'reason');
  const reasonError = errors.filter(({ field }) => field === 'reason').map(errorWords)[0];
  const isResolved = review.resolution !== null;
  const mayResolve = roles === undefined || mayAny(roles, 'review.resolve');
  const next = walk.find(({ id }) => id === 'next');
  const actions: readonly PageAction[] = isResolved ? walk : [
    ...(next === undefined || next.isDisabled === true ? [] : [{ id: 'later', label: t('action.later'), icon: 'phone', keys: 'F7', onPress: next.onPress } as const]),
    ...walk,
    { id: 'resolve', label: primaryLabel(), keys: 'F8', isPrimary: true, isDisabled: isPending || seen === null || !mayResolve, onPress: () => { mutate({ reviewId: review.id, choice, saw: review.losing.value ?? null, present: seen?.present, reason: reason.trim() }); } },
  ];
  return (
    <PageFrame title={t('title')} actions={actions}
      states={[mayResolve ? { id: 'kept', icon: 'info', tone: 'info', text: t(isResolved ? review.about.kind === 'patient' ? 'alreadyResolved' : 'alreadyResolvedHere' : choices.length > 1 ? 'bothKept' : 'seenKept') } : { id: 'role', icon: 'stop', tone: 'danger', text: t('mayNot') }]}>
      <Columns template="292px minmax(0, 1fr)" className="rev">
        {queue}
        <div className="main">
          {view?.banner != null && <PatientBannerBar banner={view.banner} lines={[]} />}
          <Page>
            {otherErrors.length > 0 && <Alert className="gap" title={t('notResolved')}>{format.sentences(otherErrors.map(errorWords))}</Alert>}
            {view != null && (isAlertReason(review.reason)
              ? <AlertReview view={view} reason={reason} onReason={setReason} />
              : <ConflictReview view={view} choices={choices} choice={choice} onChoice={setChoice} reason={reason} reasonError={choice === 'seen' ? undefined : reasonError} onReason={setReason} />)}
          </Page>
        </div>
      </Columns>
    </PageFrame>
  );

  /** `采用 138 0000 4127` where it is short enough to be said on a button. */
  function primaryLabel(): string {
    const value = choice === 'keep' ? (view?.present ?? review.kept).value : choice === 'useLosing' ? review.losing.value : null;
    const [line = '', ...more] = value === null ? [] : valueWords(review.about.unit, value);
    return line !== '' && more.length === 0 && line.length <= 16 ? t('action.take', { value: line }) : t(`action.${choice}`);
  }
}
