import { useMutation } from '@tanstack/react-query';
import { Button, Dialog, Field, NumberInput, Select, TextInput, useEnterAsTab, useHotkeys, useToast } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, StockRow } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { productText, unitText } from '../../i18n/catalogueWords.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { lengthProblem, type Problem } from './problems.ts';
import { damageProblem, wholeNumber } from './typedNumbers.ts';

/** Units that broke, got wet or ran out of date: they leave the shelf and the book together. A field is judged from when it is left. */
export function DamageDialog({ ownerId, row, onClose }: { readonly ownerId: string; readonly row: StockRow; readonly onClose: () => void }) {
  const { t } = useTranslation('stock');
  const { t: ofShell } = useTranslation('shell');
  const toast = useToast();
  const isComing = useIsComing();
  const fields = useRef<HTMLDivElement>(null);
  const lots = row.lots.filter(({ quantity }) => quantity > 0);
  const [lotKey, setLotKey] = useState(() => keyOf(lots.find(({ state }) => state === 'expired') ?? lots[0]));
  const [quantity, setQuantity] = useState('');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const errorWords = useErrorWords('stock');
  const errorAt = errorsByField(errors, errorWords);
  const leave = (field: string) => { setLeft((now) => new Set([...now, field])); };
  const errorOf = (field: string, problem: Problem | null): string | undefined => (problem === null || !left.has(field) ? errorAt[field] : errorWords({ field, ...problem }));
  const lot = lots.find((candidate) => keyOf(candidate) === lotKey);
  const { mutate, isPending } = useMutation(useHost().stock.damage.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('damageSaved') });
      onClose();
    },
  }));
  const save = () => {
    if (lot === undefined || isPending) return;
    mutate({ ownerId, productId: row.productId, lotNumber: lot.lotNumber, expiry: lot.expiry, quantity: wholeNumber(quantity), note });
  };
  useEnterAsTab(fields, save);

  return (
    <Dialog isOpen icon="warn" tone="warn" title={t('damageTitle', { drug: productText(row.name) })} onClose={onClose}
      foot={<><Button keyHint="Esc" onClick={onClose}>{ofShell('cancel')}</Button><Button variant="accent" keyHint="F8" disabled={lot === undefined} onClick={save}>{t('action.damage')}</Button></>}>
      <SaveKey onSave={save} />
      {lots.length === 0 ? <p className="sub">{isComing ? <NotHereYet /> : t('damageNothing')}</p> : (
        <div ref={fields} className="damage">
          <Field label={t('column.lot')} hint="" error={errorAt['lotNumber'] ?? errorAt['expiry']}>
            <Select value={lotKey} onChange={setLotKey} options={lots.map((one) => ({ value: keyOf(one), label: `${one.lotNumber} · ${one.expiry} · ${stockAmount(one.quantity, row)}` }))} />
          </Field>
          <Field label={t('damageQuantity')} hint={lot === undefined ? '' : t('atMost', { amount: `${lot.quantity} ${unitText(row.unit, lot.quantity, row.name)}` })} error={errorOf('quantity', damageProblem(quantity, lot?.quantity ?? 0))}>
            <NumberInput value={quantity} unit={unitText(row.unit, null, row.name)} onBlur={() => { leave('quantity'); }} onChange={(text) => { setQuantity(text); setErrors([]); }} />
          </Field>
          <Field label={t('damageNote')} hint="" error={errorOf('note', lengthProblem(note.trim(), 200)) ?? errorAt['']}>
            <TextInput value={note} placeholder={t('damageNoteHow')} onBlur={() => { leave('note'); }} onChange={setNote} />
          </Field>
        </div>
      )}
    </Dialog>
  );
}

function SaveKey({ onSave }: { readonly onSave: () => void }) {
  useHotkeys({ F8: onSave });
  return null;
}

const keyOf = (lot: { readonly lotNumber: string; readonly expiry: string } | undefined): string => (lot === undefined ? '' : `${lot.lotNumber} ${lot.expiry}`);
