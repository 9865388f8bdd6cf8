import { Badge, Button, Cell, DataTable, Empty, Meter, SelectableRow, StatusText, classNames, type BadgeProps, type RowKeys } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { LotBalance, StockRow, StockView } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { useLanguage } from '../../i18n/language.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { DrugName } from '../../format/DrugName.tsx';
import { lasts, lotNote } from './stockAdvice.ts';
import type { StockFilter } from './stockFilter.ts';

const badgeByState: Readonly<Record<StockRow['state'], Pick<BadgeProps, 'tone' | 'icon'>>> = {
  ok: { tone: 'ok', icon: 'ok' }, out: { tone: 'danger', icon: 'stop' }, low: { tone: 'warn', icon: 'warn' }, nearExpiry: { tone: 'warn', icon: 'clock' },
  expired: { tone: 'danger', icon: 'clock' }, negative: { tone: 'danger', icon: 'minus' },
};
/** The bar is full at a month of use. */
const fullDays = 30;

export interface StockTableProps {
  readonly view: StockView;
  readonly rows: RowKeys;
  readonly query: string;
  readonly filter: StockFilter;
  readonly countOfAll: string;
  readonly onAll: () => void;
}

export function StockTable({ view, rows, query, filter, countOfAll, onAll }: StockTableProps) {
  const { t } = useTranslation('stock');
  // English units are words: `4 boxes 14 capsules`.
  const isEnglish = useLanguage() === 'en';
  const isComing = useIsComing();
  if (view.rows.length === 0) {
    const isSearch = query.trim() !== '';
    return (
      <Empty icon={isSearch ? 'search' : 'stock'} title={isComing ? <NotHereYet isTitle /> : isSearch ? t('empty.search', { query: query.trim() }) : t(`empty.${filter}`)}
        action={filter !== 'all' && <Button onClick={onAll}>{t('filter.all')} {countOfAll}</Button>}>
        {isComing ? undefined : isSearch ? t('empty.searchNext') : t('empty.next')}
      </Empty>
    );
  }
  return (
    <DataTable label={t('title')} rows={rows} className="lots st" columns={[
      { id: 'name', label: t('column.lots') }, { id: 'shelf', label: t('column.shelf'), width: 60 }, { id: 'expiry', label: t('column.expiry'), width: isEnglish ? 166 : 178 },
      { id: 'quantity', label: t('column.quantity'), width: isEnglish ? 150 : 112, align: 'right' }, { id: 'daily', label: t('column.daily'), width: isEnglish ? 100 : 76, align: 'right' },
      { id: 'lasts', label: t('column.lasts'), width: 128, align: 'right' }, { id: 'state', label: t('column.state'), width: isEnglish ? 148 : 176 },
    ]}>
      {view.rows.map((row, index) => <ProductRows key={row.productId} row={row} selectable={rows.row(index)} />)}
    </DataTable>
  );
}

function ProductRows({ row, selectable }: { readonly row: StockRow; readonly selectable: ReturnType<RowKeys['row']> }) {
  const { t } = useTranslation('stock');
  const lots = row.lots.filter(({ state }) => state !== 'empty');
  return (
    <>
      <SelectableRow {...selectable} className={classNames('drug', lots.length === 0 && 'alone')}>
        <Cell className="drugname"><span className="nm"><DrugName name={row.name} /></span> <span className="dim">{specificationText(row.specification, row.name)}</span></Cell>
        <Cell className="sub">{row.shelf}</Cell>
        <Cell />
        <Cell align="right"><b className={row.quantity < 0 ? 'is-danger' : undefined}>{stockAmount(row.quantity, row)}</b></Cell>
        <Cell align="right" className="sub">{dailyUse(row)}</Cell>
        <Cell align="right"><Lasts row={row} /></Cell>
        <Cell>{row.state === 'ok' ? <span className="sub">{t('state.ok')}</span> : <Badge {...badgeByState[row.state]}>{t(`state.${row.state}`)}</Badge>}</Cell>
      </SelectableRow>
      {lots.map((lot, at) => <LotRow key={`${lot.lotNumber} ${lot.expiry}`} row={row} lot={lot} isLast={at === lots.length - 1} />)}
    </>
  );
}

function Lasts({ row }: { readonly row: StockRow }) {
  const { t } = useTranslation('stock');
  const days = lasts(row);
  if (days === null) return <span className="dim">—</span>;
  if (days === 'countFirst') return <span className="is-danger">{t('countFirst')}</span>;
  return <>{t('days', { count: days })} <Meter width={56} share={days / fullDays} isLow={days < fullDays / 2} /></>;
}

/** A use of less than one in ten days is not nought. */
function dailyUse({ dailyUse: use, unit, name }: StockRow): string {
  if (use <= 0) return '—';
  return use < 0.1 ? `<0.1 ${unitText(unit, null, name)}` : `${Number(use.toFixed(1))} ${unitText(unit, use, name)}`;
}

function LotRow({ row, lot, isLast }: { readonly row: StockRow; readonly lot: LotBalance; readonly isLast: boolean }) {
  const { t } = useTranslation('stock');
  return (
    <tr className={classNames('lot', isLast && 'end')}>
      <Cell className="sub">{t('lot', { number: lot.lotNumber })} {lot.isOpened && <Badge icon="box">{t('opened')}</Badge>}</Cell>
      <Cell className="sub">{lot.shelf !== row.shelf && lot.shelf}</Cell>
      <Cell><Expiry lot={lot} /></Cell>
      <Cell align="right" className="sub">{stockAmount(lot.quantity, row)}</Cell>
      <Cell /><Cell />
      <Cell className="small dim"><Note row={row} lot={lot} isLast={isLast} /></Cell>
    </tr>
  );
}

function Expiry({ lot: { expiry, daysLeft, state } }: { readonly lot: LotBalance }) {
  const { t } = useTranslation('stock');
  if (state === 'expired') return <StatusText tone="danger" icon="stop">{expiry} {t('expiredAgo', { count: -daysLeft })}</StatusText>;
  if (state === 'nearExpiry') return <StatusText tone="warn" icon="clock">{expiry} {t('daysShort', { count: daysLeft })}</StatusText>;
  return <>{expiry} <span className="dim">{t('daysLeft', { count: daysLeft })}</span></>;
}

function Note({ row, lot, isLast }: { readonly row: StockRow; readonly lot: LotBalance; readonly isLast: boolean }) {
  const { t } = useTranslation('stock');
  const note = lotNote(row, lot, isLast);
  switch (note.is) {
    case 'none': return null;
    case 'negative': return <span className="is-danger">{t('note.negative')}</span>;
    case 'expired': return <span className="is-danger">{t('note.expired')}</span>;
    case 'first': return t('note.first');
    case 'usedUp': return t('note.usedUp', { count: Math.ceil(lot.quantity / Math.max(row.dailyUse, 0.01)) });
    case 'leftOver': return t('note.leftOver', { amount: stockAmount(note.units, row) });
    case 'minimum': return t('note.minimum', { amount: stockAmount(note.units, row) });
  }
}
