import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { Badge, Choices, Field, KeyValues, RadioCard, TextInput, type KeyValue } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttributedValue, ReviewView } from './reviewAnswers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { Decision } from './Decision.tsx';
import { ReviewCourse } from './ReviewCourse.tsx';
import { isAlertReason, type Choice } from './reviewItem.ts';
import { useUnitLabel, useValueWords } from './useValueWords.ts';
import { Whom } from './Whom.tsx';

export interface ConflictReviewProps {
  readonly view: ReviewView;
  readonly choices: readonly Choice[];
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly reason: string;
  readonly reasonError: string | undefined;
  readonly onReason: (reason: string) => void;
}

/**
 * Two values of one unit, side by side: whose, when, where. A digit takes one. What stands beside the losing value is
 * the value in use now: the record may have been changed after the review was opened.
 */
export function ConflictReview({ view, choices, choice, onChoice, reason, reasonError, onReason }: ConflictReviewProps) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const unitLabel = useUnitLabel();
  const valueWords = useValueWords();
  const page = useRef<HTMLDivElement>(null);
  const { review } = view;
  const { about, before, kept, losing, resolution } = review;
  const isOpen = resolution === null;
  const present = view.present ?? kept;
  const isInUse = ({ value }: AttributedValue) => isSameJson(value ?? null, present.value ?? null);
  const isChangedSince = !isInUse(kept);
  const standing = isOpen ? present : kept;
  // A digit answers only while the choice has the focus, so the choice begins with it.
  useEffect(() => { page.current?.querySelector<HTMLElement>('.radio:checked')?.focus(); }, []);
  const oneLine = (value: unknown) => format.sentences(valueWords(about.unit, value));
  const canChoose = choices.length > 1;

  const card = (value: 'keep' | 'useLosing', attributed: AttributedValue, digit: string) => {
    const words = valueWords(value === 'keep' && review.reason === 'invalidMerge' ? '' : about.unit, attributed.value);
    const isShort = words.length === 1 && (words[0]?.length ?? 0) <= 22;
    const isMine = value === 'useLosing' && view.isThisPc;
    return (
      <RadioCard value={value} digit={canChoose && isOpen ? digit : undefined} isDisabled={!isOpen || !canChoose} title={t(value === 'keep' ? isOpen && isChangedSince ? 'presentValue' : 'countyValue' : isMine ? 'myValue' : 'otherValue')}
        aside={isInUse(attributed) ? <Badge>{t('inUse')}</Badge> : value === resolution?.choice ? <Badge>{t('takenThen')}</Badge> : value === 'keep' ? <Badge>{t('wasInUse')}</Badge> : <Badge tone="warn" icon="review">{t('notTaken')}</Badge>} big={isShort ? words[0] : undefined}>
        {!isShort && <div className="lines">{words.map((line) => <p key={line}>{line}</p>)}</div>}
        {value === 'keep' && isOpen && isChangedSince && <p className="sub">{t('keptThen')} <s>{oneLine(kept.value)}</s>{t('stop')}{present.by === null && t('changedElsewhere')}</p>}
        <Whose attributed={attributed} view={view} isMine={isMine} />
      </RadioCard>
    );
  };

  return (
    <div ref={page}>
      <h2 className="q">{canChoose ? t(isOpen ? 'question' : 'decidedQuestion', { unit: unitLabel(about.unit) }) : t(`seenQuestion.${isAlertReason(review.reason) ? 'unitConflict' : review.reason}`, { unit: unitLabel(about.unit) })}</h2>
      <p className="sub lead">{before !== null && before !== undefined && <>{t('wasBefore')} <s>{oneLine(before)}</s>{t('stop')}</>}{isChangedSince && !isOpen && <>{t('nowIs')} <b>{oneLine(present.value)}</b>{t('stop')}</>}{(isOpen || !canChoose) && t(!canChoose ? 'leadSeen' : isChangedSince ? 'leadChanged' : 'leadChoose')}</p>
      <Decision view={view} />
      <Choices label={t('choice')} values={choices} value={!canChoose ? null : resolution === null ? choice : resolution.choice} onChange={onChoice} className="two">
        {card('keep', standing, '1')}
        {card('useLosing', losing, '2')}
        {choices.includes('both') && !isInUse(losing) && (
          <RadioCard value="both" isWide digit={isOpen ? '3' : undefined} isDisabled={!isOpen} title={t('both')}
            aside={<span className="sub">{t('bothMeans', { kept: valueWords('phone', standing.value).join(''), losing: valueWords('phone', losing.value).join('') })}</span>} />
        )}
      </Choices>
      {isOpen && (
        <Field label={t('reason')} hint="" error={reasonError} isRequired={choice !== 'seen'} className="why"><TextInput value={reason} maxLength={300} placeholder={t('reasonHow')} onChange={onReason} /></Field>
      )}
      <ReviewCourse view={view} />
    </div>
  );
}

/** Who, when, where. */
function Whose({ attributed: { by, at, orgId }, view, isMine }: { readonly attributed: AttributedValue; readonly view: ReviewView; readonly isMine: boolean }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const place = [orgId === null ? '' : view.orgNames[orgId] ?? '', isMine ? t('thisPc') : ''].filter((part) => part !== '').join(' · ');
  const items: readonly KeyValue[] = [
    { key: 'who', label: t('fact.who'), value: <Whom id={by} view={view} /> },
    { key: 'when', label: t('fact.when'), value: at === null ? '—' : <>{format.moment(at)} <span className="dim">{format.ago(at)}</span></> },
    { key: 'where', label: t('fact.where'), value: place === '' ? '—' : place },
  ];
  return <KeyValues items={items} />;
}

