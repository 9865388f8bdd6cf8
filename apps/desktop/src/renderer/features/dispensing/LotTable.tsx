import { Badge, Button, DataTable, NumberInput, StatusText, classNames } from '@lianyi/ui';
import { maximumUnits } from '@lianyi/schema/rules/quantity';
import { doseText } from '@lianyi/schema/rules/doseText';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispensePlan, PlannedLine } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { isBadStanding, lotsOf, quantityOf, remainingOf, standingOf, takenOf, type AllocatedLot, type Allocation, type LotPlace } from './allocation.ts';

export interface LotTableProps {
  readonly plan: DispensePlan;
  readonly allocation: Allocation;
  readonly isReadOnly: boolean;
  readonly place: LotPlace | null;
  readonly onPlace: (place: LotPlace) => void;
  readonly onType: (itemNo: number, at: number, typed: string) => void;
}

/** A drug's line, then the lots it is taken from, first expired first. */
export function LotTable({ plan, ...rest }: LotTableProps) {
  const { t } = useTranslation('dispensing');
  const isEnglish = useFormat().language === 'en';
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => { table.current?.querySelector('input')?.focus(); }, []);
  return (
    <DataTable ref={table} label={t('column.lots')} className="lots dt" columns={[
      { id: 'lot', label: t('column.lots'), width: 268 }, { id: 'use', label: t('column.use'), width: isEnglish ? 204 : 236 }, { id: 'shelf', label: t('column.shelf') },
      { id: 'out', label: t('column.out'), width: isEnglish ? 146 : 118, align: 'right' }, { id: 'after', label: t('column.after'), width: isEnglish ? 196 : 170, align: 'right' },
    ]}>
      {plan.lines.map((line) => <LineRows key={line.itemNo} line={line} ownerId={plan.ownerId} {...rest} />)}
    </DataTable>
  );
}

function LineRows({ line, ownerId, allocation, isReadOnly, place, onPlace, onType }: Omit<LotTableProps, 'plan'> & { readonly line: PlannedLine; readonly ownerId: string }) {
  const { t } = useTranslation('dispensing');
  const { language } = useFormat();
  const lots = isReadOnly ? [] : lotsOf(line, allocation);
  const owed = remainingOf(line) - takenOf(line, allocation);
  const note = line.usage.note.trim();
  return (
    <>
      <tr className="drug">
        <td><span className="no">{line.itemNo}</span><span className="nm"><DrugName name={line.name} /></span> <span className="dim">{specificationText(line.specification, line.name)}</span></td>
        <td colSpan={2} className="sub">{doseText({ ...line.usage, doseUnit: unitText(line.usage.doseUnit, line.usage.dose, line.name) }, language)}{note !== '' && <>{language === 'zh' ? '，' : ', '}{note}</>}</td>
        <td className="n"><b className="q">{line.ordered} {unitText(line.unit, line.ordered, line.name)}</b></td>
        <td className="n"><Standing line={line} owed={owed} isReadOnly={isReadOnly} /></td>
      </tr>
      {lots.map((entry, at) => (
        <LotRow key={`${entry.lot.lotNumber} ${entry.lot.expiry}`} line={line} entry={entry} isLast={at === lots.length - 1}
          isCurrent={place?.itemNo === line.itemNo && place.at === at} onFocus={() => { onPlace({ itemNo: line.itemNo, at }); }} onType={(typed) => { onType(line.itemNo, at, typed); }} />
      ))}
      {!isReadOnly && lots.length === 0 && (
        <tr className="lot end"><td colSpan={5}>
          {remainingOf(line) === 0 ? <StatusText tone="ok" icon="ok">{t('lineDone')}</StatusText> : <NoLot line={line} ownerId={ownerId} />}
        </td></tr>
      )}
      {isReadOnly && <tr className="lot end"><td colSpan={5} className="sub">{t('dispensedOfLine', { amount: stockAmount(line.alreadyDispensed, line) })}</td></tr>}
    </>
  );
}

/** The two ways out of an empty shelf, one press away; before all of the stock has come a count would be wrong. */
function NoLot({ line, ownerId }: { readonly line: PlannedLine; readonly ownerId: string }) {
  const { t } = useTranslation('dispensing');
  const isComing = useIsComing();
  const go = useGo();
  const goTo = (does: 'count' | 'receive') => { go({ name: 'stock', task: { does, ownerId, productId: line.productId } }); };
  return (
    <span className="row">
      {isComing ? <StatusText tone="warn" icon="clock">{t('noLotYet')}</StatusText> : <StatusText tone="danger" icon="stop">{t('noLot')}</StatusText>}
      {!isComing && <Button size="sm" onClick={() => { goTo('count'); }}>{t('short.count')}</Button>}<Button size="sm" onClick={() => { goTo('receive'); }}>{t('short.receive')}</Button>
    </span>
  );
}

function Standing({ line, owed, isReadOnly }: { readonly line: PlannedLine; readonly owed: number; readonly isReadOnly: boolean }) {
  const { t } = useTranslation('dispensing');
  if (isReadOnly) return null;
  if (owed < 0) return <StatusText tone="danger" icon="stop">{t('tooMuch', { amount: `${-owed} ${unitText(line.unit, owed, line.name)}` })}</StatusText>;
  if (owed > 0) return <StatusText tone="warn" icon="warn">{t('owed', { amount: `${owed} ${unitText(line.unit, owed, line.name)}` })}</StatusText>;
  return line.alreadyDispensed > 0 ? <span className="sub">{t('earlierOfLine', { amount: `${line.alreadyDispensed} ${unitText(line.unit, line.alreadyDispensed, line.name)}` })}</span> : null;
}

interface LotRowProps {
  readonly line: PlannedLine;
  readonly entry: AllocatedLot;
  readonly isLast: boolean;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onType: (typed: string) => void;
}

function LotRow({ line, entry, isLast, isCurrent, onFocus, onType }: LotRowProps) {
  const { t } = useTranslation('dispensing');
  const faultId = useId();
  const { lot, typed } = entry;
  const standing = standingOf(entry);
  const isBad = isBadStanding(standing);
  const fault = standing === 'moreThanKnown' || standing === 'ok' || standing === 'none' ? null : standing;
  const left = lot.known - (quantityOf(typed) ?? 0);
  const isNear = lot.daysLeft <= 90;
  return (
    <tr className={classNames('lot', isCurrent && 'sel', isLast && 'end')}>
      <td className="sub">{t('lot', { number: lot.lotNumber })} {lot.isOpened && <Badge icon="box">{t('opened')}</Badge>}</td>
      <td>{isNear
        ? <StatusText tone="warn" icon="clock">{lot.expiry} {t('daysShort', { count: lot.daysLeft })}</StatusText>
        : <>{lot.expiry} <span className="dim">{t('daysLeft', { count: lot.daysLeft })}</span></>}</td>
      <td className="sub">{lot.shelf}</td>
      <td className="n">
        <NumberInput boxSize="sm" value={typed} unit={unitText(line.unit, null, line.name)} isBad={isBad} aria-describedby={isBad ? faultId : undefined} aria-label={t('quantityOf', { drug: productText(line.name), lot: lot.lotNumber })} onFocus={onFocus} onChange={onType} />
      </td>
      <td id={faultId} className="n">
        {fault !== null && <StatusText tone="danger" icon="stop">{t(fault, { max: maximumUnits })}</StatusText>}
        {standing === 'moreThanKnown' && <StatusText tone="danger" icon="stop">{t('onlyKnown', { amount: stockAmount(lot.known, line) })}</StatusText>}
        {!isBad && <span className="sub">{stockAmount(lot.known, line)} → {stockAmount(left, line)}</span>}
      </td>
    </tr>
  );
}
