import { typedExpiry } from '@lianyi/schema/rules/typedText';
import { Button, NumberInput, StatusText, TextInput } from '@lianyi/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProductPicker } from './ProductPicker.tsx';
import { receiptFields, receiptProblem, type ReceiptField, type TypedReceipt } from './receipt.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { useFormat } from '../../format/useFormat.ts';

export interface ReceiptRowProps {
  readonly line: TypedReceipt;
  /** Its place among the lines that are sent, -1 while it is empty. */
  readonly at: number;
  readonly isNewest: boolean;
  readonly errorAt: Readonly<Record<string, string | undefined>>;
  readonly onChange: (parts: Partial<TypedReceipt>) => void;
  readonly onRemove: () => void;
}

/** A lot that has come; what is wrong with it is said below it, field by field, from when a field is left. */
export function ReceiptRow({ line, at, isNewest, errorAt, onChange, onRemove }: ReceiptRowProps) {
  const { t } = useTranslation('stock');
  const { labelled, sentences, today } = useFormat();
  const errorWords = useErrorWords('stock');
  const [left, setLeft] = useState<ReadonlySet<ReceiptField>>(new Set());
  const { drug } = line;
  const picker = useRef<HTMLInputElement>(null);
  const lot = useRef<HTMLInputElement>(null);
  const isPicked = drug !== null;
  const wasPicked = useRef(isPicked);
  useEffect(() => {
    if (isNewest || wasPicked.current !== isPicked) (isPicked ? lot : picker).current?.focus();
    wasPicked.current = isPicked;
  }, [isNewest, isPicked]);
  const leave = (field: ReceiptField) => { if (!left.has(field)) setLeft(new Set([...left, field])); };
  const errorOf = (field: ReceiptField | 'productId'): string | undefined => {
    const refused = at < 0 ? undefined : errorAt[`lines.${at}.${field}`];
    if (field === 'productId' || (refused === undefined && !left.has(field))) return refused;
    const problem = receiptProblem(line, field, today);
    return problem === null ? refused : errorWords({ field, ...problem });
  };
  const wrong = (['productId', ...receiptFields] as const).flatMap((field) => {
    const words = errorOf(field);
    return words === undefined ? [] : [labelled(t(`field.${field}`), words)];
  });
  const wrongId = useId();
  const fault = (field: ReceiptField) => (errorOf(field) === undefined ? { isBad: false } : { isBad: true, 'aria-describedby': wrongId });
  const named = (field: ReceiptField) => `${drug === null ? '' : productText(drug.name)} ${t(`field.${field}`)}`.trim();

  return (
    <>
      <tr className={wrong.length > 0 ? 'bad' : undefined}>
        <td>
          {drug === null ? <ProductPicker inputRef={picker} isBad={errorOf('productId') !== undefined} onTyped={(drugText) => { onChange({ drugText }); }} onPick={(hit) => { onChange({ drug: hit, drugText: '' }); }} /> : (
            <span className="picked"><b className="cut"><DrugName name={drug.name} /></b> <span className="dim cut">{specificationText(drug.specification, drug.name)}</span>
              <Button size="sm" variant="quiet" tabIndex={-1} onClick={() => { onChange({ drug: null }); }}>{t('change')}</Button></span>
          )}
        </td>
        <td><TextInput ref={lot} boxSize="sm" aria-label={named('lotNumber')} value={line.lotNumber} {...fault('lotNumber')} onChange={(text) => { onChange({ lotNumber: text }); }} onBlur={() => { leave('lotNumber'); }} /></td>
        <td>
          <TextInput boxSize="sm" aria-label={named('expiry')} placeholder="2027-03" value={line.expiry} {...fault('expiry')} onChange={(text) => { onChange({ expiry: text }); }}
            onBlur={() => { leave('expiry'); const expiry = typedExpiry(line.expiry); if (expiry !== null && expiry !== line.expiry) onChange({ expiry }); }} />
        </td>
        <td><NumberInput boxSize="sm" aria-label={named('packs')} value={line.packs} unit={drug === null ? undefined : unitText(drug.packUnit, null, drug.name)} {...fault('packs')} onChange={(text) => { onChange({ packs: text }); }} onBlur={() => { leave('packs'); }} /></td>
        <td><NumberInput boxSize="sm" aria-label={named('looseUnits')} value={line.looseUnits} unit={drug === null ? undefined : unitText(drug.unit, null, drug.name)} {...fault('looseUnits')} onChange={(text) => { onChange({ looseUnits: text }); }} onBlur={() => { leave('looseUnits'); }} /></td>
        <td><NumberInput boxSize="sm" aria-label={named('packCostYuan')} value={line.packCostYuan} unit={t('yuan')} {...fault('packCostYuan')} onChange={(text) => { onChange({ packCostYuan: text }); }} onBlur={() => { leave('packCostYuan'); }} /></td>
        <td><TextInput boxSize="sm" aria-label={named('shelf')} value={line.shelf} {...fault('shelf')} onChange={(text) => { onChange({ shelf: text }); }} onBlur={() => { leave('shelf'); }} /></td>
        <td className="n"><Button size="sm" variant="quiet" icon="x" tabIndex={-1} aria-label={t('removeLine')} title={t('removeLine')} onClick={onRemove} /></td>
      </tr>
      {wrong.length > 0 && <tr className="wrong"><td id={wrongId} colSpan={8}><StatusText tone="danger" icon="stop">{sentences(wrong)}</StatusText></td></tr>}
    </>
  );
}
