import { Cell, DataTable, NumberInput, StatusText } from '@lianyi/ui';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { differenceOf, shelfOf, type Counted, type CountLine } from './counting.ts';
import { countProblem } from './typedNumbers.ts';

export interface CountTableProps {
  readonly lines: readonly CountLine[];
  readonly counted: Readonly<Record<string, Counted>>;
  readonly errors: readonly FieldError[];
  /** The lines that were sent: errors name them by their place. */
  readonly sent: readonly CountLine[];
  readonly onType: (line: CountLine, typed: string) => void;
}

export function CountTable({ lines, counted, errors, sent, onType }: CountTableProps) {
  const { t } = useTranslation('stock');
  const id = useId();
  const table = useRef<HTMLTableElement>(null);
  const words = useErrorWords('stock');
  useEffect(() => { table.current?.querySelector('input')?.focus(); }, []);
  const errorOf = (line: CountLine): string | undefined => {
    const at = sent.indexOf(line);
    const error = at < 0 ? undefined : errors.find(({ field }) => field.startsWith(`lines.${at}.`) || field === `lines.${at}`);
    return error === undefined ? undefined : words(error);
  };
  return (
    <DataTable ref={table} label={t('count')} className="counts" columns={[
      { id: 'shelf', label: t('column.shelf'), width: 72 }, { id: 'drug', label: t('column.drug') }, { id: 'lot', label: t('column.lot'), width: 120 }, { id: 'expiry', label: t('column.expiry'), width: 110 },
      { id: 'known', label: t('column.known'), width: 130, align: 'right' }, { id: 'counted', label: t('column.counted'), width: 140, align: 'right' }, { id: 'difference', label: t('column.difference'), width: 200 },
    ]}>
      {lines.map((line, at) => {
        const { key, row, lot } = line;
        const mine = counted[key];
        const problem = countProblem(mine?.typed ?? '', row.packSize);
        const error = errorOf(line) ?? (problem === null ? undefined : t(`errors.${problem}`));
        return (
          <tr key={key}>
            <Cell className="sub">{shelfOf(row, lot)}</Cell>
            <Cell className="drugname"><span className="nm"><DrugName name={row.name} /></span> <span className="dim">{specificationText(row.specification, row.name)}</span></Cell>
            <Cell className="sub">{lot.lotNumber}</Cell>
            <Cell className="sub">{lot.expiry}</Cell>
            <Cell align="right">{stockAmount(mine?.known ?? lot.quantity, row)}</Cell>
            <Cell align="right">
              <NumberInput boxSize="sm" value={mine?.typed ?? ''} unit={unitText(row.unit, null, row.name)} isBad={error !== undefined} aria-describedby={error === undefined ? undefined : `${id}-${at}`} aria-label={t('countedOf', { drug: productText(row.name), lot: lot.lotNumber })} onChange={(text) => { onType(line, text); }} />
            </Cell>
            <Cell id={`${id}-${at}`}>{error === undefined ? <Difference line={line} counted={mine} /> : <StatusText tone="danger" icon="stop">{error}</StatusText>}</Cell>
          </tr>
        );
      })}
    </DataTable>
  );
}

function Difference({ line, counted }: { readonly line: CountLine; readonly counted: Counted | undefined }) {
  const { t } = useTranslation('stock');
  const difference = differenceOf(line, counted);
  if (difference === null) return null;
  if (difference === 0) return <StatusText tone="ok" icon="ok">{t('agrees')}</StatusText>;
  return <StatusText tone="warn" icon="warn">{t(difference > 0 ? 'more' : 'less', { amount: stockAmount(Math.abs(difference), line.row) })}</StatusText>;
}
