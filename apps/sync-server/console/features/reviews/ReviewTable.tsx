import { Button, Cell, DataTable, Empty, Icon, KeyValues, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from '../../client/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { ReviewSides } from '../../record/ReviewSides.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { ListAndDetail } from '../../shell/ListAndDetail.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';

export interface ListQuery<Row> {
  readonly data: readonly Row[] | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

export interface ReviewTableProps {
  readonly query: ListQuery<ReviewRow>;
  readonly isOpen: boolean;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

const isClinical = ({ review }: ReviewRow): boolean => review.reason === 'overDispensed' || review.reason === 'stoppedAfterDispense';

/** Reviews, those about a drug that left first, and beside them the two values of the chosen one. Enter opens the patient's record. */
export function ReviewTable({ query, isOpen, chosenId, onChoose }: ReviewTableProps) {
  const { t } = useTranslation('reviews');
  const record = useTranslation('record').t;
  const format = useFormat();
  const go = useGo();
  const rows = useMemo(() => query.data?.toSorted((a, b) => Number(isClinical(b)) - Number(isClinical(a))), [query.data]);
  const index = rows === undefined || rows.length === 0 ? -1 : Math.max(0, rows.findIndex(({ review }) => review.id === chosenId));
  const chosen = rows?.[index];
  const open = (row: ReviewRow | undefined) => { if (row?.patient != null) go({ name: 'chart', patientId: row.patient.id }); };
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (at) => { const to = rows?.[at]; if (to !== undefined) onChoose(to.review.id); }, onOpen: (at) => { open(rows?.[at]); } });
  const titleOf = useReviewTitle();
  const columns = [
    { id: 'opened', label: t('saved'), width: format.language === 'zh' ? 104 : 124 }, { id: 'kind', label: t('kind'), width: format.language === 'zh' ? 116 : 168 }, { id: 'what', label: t('what') },
    { id: 'patient', label: t('patient'), width: 132 }, { id: 'place', label: t('place'), width: 124 },
  ];
  if (query.isError && rows === undefined) return <LoadFailed error={query.error} onAgain={() => { query.refetch(); }} />;
  if (rows?.length === 0) return isOpen ? <Empty icon="ok" title={t('emptyOpen')}>{t('emptyOpenNext')}</Empty> : <Empty icon="review" title={t('emptyResolved')}>{t('emptyResolvedNext')}</Empty>;
  return (
    <ListAndDetail label={t('chosen')} detail={chosen !== undefined && <Chosen row={chosen} isOpen={isOpen} onOpen={() => { open(chosen); }} />}>
      <DataTable label={t('list')} columns={columns} rows={keys}>
        {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={6} /> : rows.map((row, at) => (
          <SelectableRow key={row.review.id} {...keys.row(at)}>
            <Cell className="dim" isCut>{format.moment(row.review.openedAt)}</Cell>
            <Cell isCut className={`kind ${isOpen ? isClinical(row) ? 'is-danger' : 'is-warn' : 'sub'}`}><Icon name={isOpen && isClinical(row) ? 'stop' : isOpen ? 'review' : 'tick'} /> {record(`review.${row.review.reason}`)}</Cell>
            <Cell isCut title={titleOf(row)}>{titleOf(row)}</Cell>
            <Cell isCut>{row.patient === null ? <span className="dim">{t('nobody')}</span> : <><b>{row.patient.name}</b> <span className="sub">{format.sexAgeShort(row.patient.sex, row.patient.birthDate)}</span></>}</Cell>
            <Cell isCut className="sub">{row.organisation?.name}</Cell>
          </SelectableRow>
        ))}
      </DataTable>
    </ListAndDetail>
  );
}

function Chosen({ row, isOpen, onOpen }: { readonly row: ReviewRow; readonly isOpen: boolean; readonly onOpen: () => void }) {
  const { t } = useTranslation('reviews');
  const record = useTranslation('record').t;
  const format = useFormat();
  const titleOf = useReviewTitle();
  return (
    <>
      <h2 className="sidetitle">{titleOf(row)}</h2>
      <p className="sub">{[record(`review.${row.review.reason}`), format.moment(row.review.openedAt), t('savedAgo', { since: format.since(row.review.openedAt) })].slice(0, isOpen ? 3 : 2).join(' · ')}</p>
      <ReviewSides review={row.review} present={row.present} names={row.names} />
      {row.review.resolution !== null && <Resolution row={row} />}
      {row.patient !== null && <Button keyHint="Enter" onClick={onOpen}>{t('openChart')}</Button>}
    </>
  );
}

function Resolution({ row: { review, names } }: { readonly row: ReviewRow }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const { resolution } = review;
  if (resolution === null) return null;
  return (
    <KeyValues className="sidefacts" items={[
      { key: 'choice', label: t('resolution'), value: <b>{t(`choice.${resolution.choice}`)}</b> },
      { key: 'by', label: t('by'), value: `${names[resolution.signature.by] ?? ''} ${format.moment(resolution.signature.at)}` },
      ...(resolution.reason === '' ? [] : [{ key: 'reason', label: t('reason'), value: resolution.reason }]),
    ]} />
  );
}

/** `联系电话，两个值`; of a lot with the product's name. */
function useReviewTitle(): (row: ReviewRow) => string {
  const words = useRecordWords();
  return ({ review, names }) => words.reviewTitle(review.reason, review.about.unit, productOf(review.losing.value, names));
}

function productOf(value: unknown, names: Readonly<Record<string, string>>): string | undefined {
  if (typeof value !== 'object' || value === null || !('lot' in value)) return undefined;
  const { lot } = value;
  return typeof lot === 'object' && lot !== null && 'productId' in lot && typeof lot.productId === 'string' ? names[lot.productId] : undefined;
}
