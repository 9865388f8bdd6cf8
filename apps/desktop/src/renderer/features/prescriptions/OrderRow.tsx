import { frequencies, routes } from '@lianyi/schema/codes/usage';
import { Button, NumberInput, Select, StatusText, TextInput, classNames } from '@lianyi/ui';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedItem, FieldError } from '../../../contract/views.ts';
import { yuan } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { rowProblems, type RowProblem, type TypedItem } from '../../visit/typedOrder.ts';
import { phraseText, productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { QuantityField } from './QuantityField.tsx';

export interface OrderRowProps {
  readonly item: TypedItem;
  readonly itemNo: number;
  readonly checked: CheckedItem | undefined;
  /** What the host refused of it. */
  readonly errors: readonly FieldError[];
  readonly hasAlerts: boolean;
  readonly isBad: boolean;
  /** Just added: the caret goes to its dose. */
  readonly isNewest: boolean;
  /** How often it was just now made another drug: the caret goes to the dose of that one. */
  readonly takenTimes: number;
  readonly onChange: (parts: Partial<TypedItem>) => void;
  readonly onRemove: () => void;
  /** The alerts about it. */
  readonly children: ReactNode;
}

/** One drug: dose, frequency, route, days; quantity and amount follow. Ctrl+Delete takes the row away. */
export function OrderRow({ item, itemNo, checked, errors, hasAlerts, isBad, isNewest, takenTimes, onChange, onRemove, children }: OrderRowProps) {
  const { t } = useTranslation('prescriptions');
  const format = useFormat();
  const { language } = format;
  const dose = useRef<HTMLInputElement>(null);
  const alertRow = useRef<HTMLTableRowElement>(null);
  const [isNoting, setNoting] = useState(item.note !== '');
  const { drug } = item;
  useEffect(() => { if (isNewest) dose.current?.focus(); }, [isNewest]);
  useEffect(() => { if (takenTimes > 0) dose.current?.focus(); }, [takenTimes]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete' && event.ctrlKey) { event.preventDefault(); onRemove(); }
  };
  // Enter in the last field leads into the alert below it, where a digit answers.
  const onLastEnter = (event: KeyboardEvent) => {
    const alert = alertRow.current?.querySelector<HTMLElement>('.alert[tabindex]');
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || alert === null || alert === undefined) return;
    event.preventDefault();
    alert.focus();
  };
  const errorWords = useErrorWords('prescriptions');
  const wrong = errors.map((error) => {
    const field = error.field.split('.').at(-1) ?? '';
    return isColumn(field) ? format.labelled(t(`field.${field}`), errorWords(error)) : errorWords(error);
  });
  const wrongId = useId();
  const typedWrongly = rowProblems(item);
  const isWrong = (column: RowProblem['field']): boolean => typedWrongly.some(({ field }) => field === column);
  const fault = (column: RowProblem['field']) => ({ isBad: isWrong(column), 'aria-describedby': errors.some(({ field }) => field.split('.').at(-1) === column) ? wrongId : undefined });
  const named = (column: 'dose' | 'frequency' | 'route' | 'days' | 'quantity' | 'note') => t('fieldOf', { field: t(`column.${column}`), drug: productText(drug.name) });

  return (
    <>
      <tr className={classNames((hasAlerts || wrong.length > 0) && 'bad')} onKeyDown={onKeyDown}>
        <td>{itemNo}</td>
        <td className="drug">
          <span className="what"><span className="nm"><DrugName name={drug.name} /></span> <span className="dim">{specificationText(drug.specification, drug.name)}</span></span>
          {item.dose === '' && drug.usualDose !== '' && <span className="usual" title={drug.usualDose}>{t('usual', { dose: phraseText(drug.usualDose) })}</span>}
          <span className="rowacts">
            <Button size="sm" variant="quiet" icon="edit" tabIndex={-1} title={t('note')} aria-label={named('note')} aria-expanded={isNoting} onClick={() => { setNoting(!isNoting); }} />
            <Button size="sm" variant="quiet" icon="x" tabIndex={-1} title={t('removeKey')} aria-label={t('remove', { drug: productText(drug.name) })} onClick={onRemove} />
          </span>
        </td>
        <td><NumberInput ref={dose} aria-label={named('dose')} value={item.dose} unit={unitText(drug.doseUnit, null, drug.name)} {...fault('dose')} onChange={(text) => { onChange({ dose: text }); }} /></td>
        <td>
          <Select aria-label={named('frequency')} value={item.frequency} placeholder={t('choose')} options={frequencies.map((entry) => ({ value: entry.code, label: entry[language] }))}
            onChange={(frequency) => { onChange({ frequency }); }}
            onKeyDown={(event) => {
              const code = frequencyByKey[event.key];
              if (code === undefined || event.ctrlKey || event.altKey) return;
              event.preventDefault();
              onChange({ frequency: code });
            }} />
        </td>
        <td>
          <Select aria-label={named('route')} value={item.route} placeholder={t('choose')} options={routes.map((entry) => ({ value: entry.code, label: entry[language] }))}
            onChange={(route) => { onChange({ route }); }} />
        </td>
        <td><NumberInput aria-label={named('days')} value={item.days} unit={t('days')} {...fault('days')} onChange={(text) => { onChange({ days: text }); }} /></td>
        <td className="qty">
          <QuantityField label={named('quantity')} typed={item.quantity} computed={checked?.computed ?? null} unit={unitText(drug.unit, null, drug.name)} {...fault('quantity')}
            onChange={(text) => { onChange({ quantity: text }); }} onKeyDown={onLastEnter} />
        </td>
        <td className="n">{checked === undefined || checked.amountFen === null || typedWrongly.length > 0 ? '—' : yuan(checked.amountFen)}</td>
      </tr>
      {isNoting && (
        <tr className="noterow"><td colSpan={8}>
          <TextInput boxSize="sm" maxLength={200} aria-label={named('note')} placeholder={t('notePlaceholder')} value={item.note} onChange={(text) => { onChange({ note: text }); }} />
        </td></tr>
      )}
      {wrong.length > 0 && <tr className="al"><td id={wrongId} colSpan={8}><StatusText tone="danger" icon="stop">{format.sentences(wrong)}</StatusText></td></tr>}
      {hasAlerts && <tr className="al" ref={alertRow}><td colSpan={8} data-blocking={isBad || undefined}>{children}</td></tr>}
    </>
  );
}

function isColumn(field: string): field is 'dose' | 'frequency' | 'route' | 'days' | 'quantity' | 'note' {
  return ['dose', 'frequency', 'route', 'days', 'quantity', 'note'].includes(field);
}

/** In the list of frequencies a digit is so many times a day. */
const frequencyByKey: Readonly<Record<string, string>> = { 1: 'qd', 2: 'bid', 3: 'tid', 4: 'qid', n: 'qn', m: 'qdm', s: 'st', p: 'prn' };
