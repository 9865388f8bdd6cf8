import { addDays } from '@lianyi/schema/basics/dates';
import { BarChart, Button, SectionHead, SideColumn } from '@lianyi/ui';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import type { StockView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing, useKnownCount } from '../../client/useLine.ts';
import { count, yuanSign } from '../../format/numbers.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { stockAdvice, type Advice } from './stockAdvice.ts';
import type { StockFilter } from './stockFilter.ts';

export interface StockSideProps {
  readonly view: StockView;
  readonly onFilter: (filter: StockFilter) => void;
  /** Null for who only looks. */
  readonly onCount: (() => void) | null;
}

/** What expires in the next months, and what the numbers advise. */
export function StockSide({ view, onFilter, onCount }: StockSideProps) {
  const { t } = useTranslation('stock');
  const format = useFormat();
  const isComing = useIsComing();
  const known = useKnownCount();
  const toAct = useQuery(useHost().stock.view.queryOptions({ ownerId: view.ownerId, filter: 'act', query: '' }));
  // A count made before all has come would be wrong.
  const advice = stockAdvice(view, toAct.data?.rows ?? [], format.today).filter(({ is }) => is !== 'count' || !isComing);
  return (
    <SideColumn aria-label={t('beside')}>
      <SectionHead title={t('expiring')} count={t('expiringHow')} />
      <Expiring view={view} />
      <p className="small sub lg">
        <i className="hatch" aria-hidden="true" />{' '}
        <Trans t={t} i18nKey="within90" values={{ amount: yuanSign(view.nearExpiryValueFen), lots: view.nearExpiryLots }} components={{ b: <b /> }} />
      </p>
      <SectionHead className="g" isRuled title={t('advice.title')} count={known(advice.length)} />
      <ul className="adv">
        {advice.map((one) => <AdviceItem key={one.is} advice={one} onFilter={onFilter} onCount={onCount} />)}
        {advice.length === 0 && <li>{isComing ? <span className="small"><NotHereYet /></span> : <span className="dim">{t('advice.none')}</span>}</li>}
      </ul>
    </SideColumn>
  );
}

function Expiring({ view: { expiringByMonth } }: { readonly view: StockView }) {
  const { t } = useTranslation('stock');
  const { today } = useFormat();
  const nearUntil = addDays(today, 90).slice(0, 7);
  const yuanOf = (valueFen: number): number => Math.round(valueFen / 100);
  const highest = expiringByMonth.map(({ valueFen }) => valueFen).toSorted((a, b) => b - a).slice(0, 2);
  const bars = expiringByMonth.map(({ month, valueFen }) => {
    const isNear = month <= nearUntil;
    const isSaid = valueFen > 0 && (isNear || highest.includes(valueFen));
    return { label: String(Number(month.slice(5))), value: yuanOf(valueFen), isNear, ...(isSaid && { valueText: count(yuanOf(valueFen)) }) };
  });
  const groups = expiringByMonth.flatMap(({ month }, at) => (at === 0 || month.endsWith('-01') ? [{ at, label: t('year', { year: month.slice(0, 4) }) }] : []));
  const words = expiringByMonth.filter(({ valueFen }) => valueFen > 0).map(({ month, valueFen }) => `${month} ${yuanOf(valueFen)}`).join(', ');
  return <BarChart bars={bars} groups={groups} label={t('expiringInWords', { words: words === '' ? t('nothing') : words })} />;
}

function AdviceItem({ advice, onFilter, onCount }: { readonly advice: Advice; readonly onFilter: StockSideProps['onFilter']; readonly onCount: StockSideProps['onCount'] }) {
  const { t } = useTranslation('stock');
  const format = useFormat();
  switch (advice.is) {
    case 'negative':
      return <li><b>{t('advice.negative', { count: advice.products })}</b><span className="sub">{t('advice.negativeWhy')}</span><Button size="sm" onClick={() => { onFilter('negative'); }}>{t('advice.see', { count: advice.products })}</Button></li>;
    case 'fillUp':
      return (
        <li>
          <b>{t('advice.fillUp', { count: advice.products })}</b>
          <span className="sub">{t('advice.fillUpWhy')}{advice.costFen !== null && t('advice.fillUpCost', { amount: yuanSign(advice.costFen) })}</span>
          <Button size="sm" onClick={() => { onFilter('act'); }}>{t('advice.see', { count: advice.products })}</Button>
        </li>
      );
    case 'leftOver':
      return (
        <li>
          <b>{t('advice.leftOver', { drug: productText(advice.row.name), amount: stockAmount(advice.units, advice.row) })}</b>
          <span className="sub">{t('advice.leftOverWhy')}</span>
          <Button size="sm" onClick={() => { onFilter('nearExpiry'); }}>{t('advice.seeLots', { count: advice.lots })}</Button>
        </li>
      );
    case 'nearExpiry':
      return <li><b>{t('advice.nearExpiry', { count: advice.lots })}</b><span className="sub">{t('advice.nearExpiryWhy')}</span><Button size="sm" onClick={() => { onFilter('nearExpiry'); }}>{t('advice.seeLots', { count: advice.lots })}</Button></li>;
    case 'count':
      return (
        <li>
          <b>{t('advice.count')}</b>
          <span className="sub">{advice.lastOn === null ? t('neverCounted') : t('lastCount', { day: `${format.shortDate(advice.lastOn)} (${format.relativeDay(advice.lastOn)})` })}</span>
          {onCount !== null && <Button size="sm" keyHint="F9" onClick={onCount}>{t('advice.startCount')}</Button>}
        </li>
      );
  }
}
