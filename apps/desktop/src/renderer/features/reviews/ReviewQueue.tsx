import { Icon, PageHead, SectionHead, SideColumn } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineRow } from '../../../contract/views.ts';
import type { ReviewRow } from './reviewAnswers.ts';
import { useKnownCount } from '../../client/useLine.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useOutcomeWords } from './quarantineWords.ts';
import type { ReviewItem } from './reviewItem.ts';
import { useReviewTitle } from './useReviewTitle.ts';

export interface ReviewQueueProps {
  readonly items: readonly ReviewItem[];
  readonly chosenKey: string | null;
  readonly onChoose: (key: string) => void;
}

/** The list on the left: what waits, what the county sent back, what was settled in the last days. */
export function ReviewQueue({ items, chosenKey, onChoose }: ReviewQueueProps) {
  const { t } = useTranslation('reviews');
  const open = items.filter(({ is }) => is === 'open');
  const count = useKnownCount()(open.length);
  const sections = [
    { id: 'quarantined', title: t('quarantined'), items: items.filter(({ is }) => is === 'quarantined') },
    { id: 'resolved', title: t('resolvedLately'), items: items.filter(({ is }) => is === 'resolved') },
  ].filter((section) => section.items.length > 0);
  const listOf = (some: readonly ReviewItem[]) => (
    <ul className="queue">{some.map((item) => <li key={item.key}><QueueItem item={item} isChosen={item.key === chosenKey} onChoose={() => { onChoose(item.key); }} /></li>)}</ul>
  );
  return (
    <SideColumn side="left" className="list" aria-label={t('list')}>
      <PageHead title={t('title')} sub={count === undefined ? undefined : t('openCount', { count })} />
      {listOf(open)}
      {sections.map((section) => <section key={section.id}><SectionHead title={section.title} count={section.items.length} />{listOf(section.items)}</section>)}
    </SideColumn>
  );
}

function QueueItem({ item, isChosen, onChoose }: { readonly item: ReviewItem; readonly isChosen: boolean; readonly onChoose: () => void }) {
  return (
    <button type="button" className="item" aria-current={isChosen} onClick={onChoose}>
      {item.is === 'quarantined' ? <QuarantinedWords row={item.row} /> : item.is === 'open' ? <OpenWords row={item.row} /> : <ResolvedWords row={item.row} />}
    </button>
  );
}

function Lines({ title, at, who, children }: { readonly title: string; readonly at: string; readonly who: string; readonly children: ReactNode }) {
  return <><span className="t"><b>{title}</b><span className="dim nowrap">{at}</span></span>{who !== '' && <span className="sub">{who}</span>}{children}</>;
}

function OpenWords({ row }: { readonly row: ReviewRow }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const { title, note, isClinical } = useReviewTitle()(row);
  const { openedAt, losing } = row.review;
  const ago = format.ago(openedAt);
  return (
    <Lines title={title} at={losing.by === null ? ago : t('savedAgo', { ago })} who={useWho()(row)}>
      {isClinical ? <span className="small is-danger"><Icon name="stop" /> {note}</span> : <span className="small dim">{note}</span>}
    </Lines>
  );
}

function ResolvedWords({ row }: { readonly row: ReviewRow }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const { title } = useReviewTitle()(row);
  const { resolution } = row.review;
  const words = [row.patientName ?? (row.product === null ? '' : productText(row.product.name)), resolution === null ? '' : t(`outcome.${resolution.choice}`)].filter((part) => part !== '').join(' · ');
  return (
    <>
      <span className="t"><span>{title}</span><span className="dim nowrap">{resolution === null ? '' : format.looseDate(resolution.signature.at.slice(0, 10))}</span></span>
      <span className="small dim">{words}</span>
    </>
  );
}

function QuarantinedWords({ row }: { readonly row: QuarantineRow }) {
  const format = useFormat();
  const { action, reason } = useOutcomeWords()(row);
  return <Lines title={action} at={format.looseDate(row.savedAt.slice(0, 10))} who={row.patientName ?? ''}><span className="small is-warn"><Icon name="warn" /> {reason}</span></Lines>;
}

/** `张素芬 女 67 岁`, or the drug. */
function useWho(): (row: ReviewRow) => string {
  const format = useFormat();
  return ({ patientName, sex, ageYears, product }) => {
    if (patientName === null) return product === null ? '' : productText(product.name);
    return sex === null || ageYears === null ? patientName : `${patientName} ${format.sexAge(sex, { years: ageYears, months: ageYears * 12, days: ageYears * 366 })}`;
  };
}
