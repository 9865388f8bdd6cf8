import { typedExpiry } from '@lianyi/schema/rules/typedText';
import { Button, NumberInput, StatusText, TextInput } from '@lianyi/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DrugName } from '../../format/DrugName.tsx';
import { useFormat } from '../../format/useFormat.ts';
import { specificationText, unitText } from '../../i18n/catalogueWords.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { foundFields, foundProblem, type FoundField, type FoundLot } from './found.ts';
import { ProductPicker } from './ProductPicker.tsx';

export interface FoundRowProps {
  readonly lot: FoundLot;
  /** Its place among the lines that are sent, -1 while it is empty. */
  readonly at: number;
  readonly errorAt: Readonly<Record<string, string | undefined>>;
  readonly onChange: (parts: Partial<FoundLot>) => void;
  readonly onRemove: () => void;
}

/** A lot that was found; what is wrong with it is said below it from when a field is left, as in receiving. */
export function FoundRow({ lot, at, errorAt, onChange, onRemove }: FoundRowProps) {
  const { t } = useTranslation('stock');
  const { labelled, sentences, today } = useFormat();
  const errorWords = useErrorWords('stock');
  const [left, setLeft] = useState<ReadonlySet<FoundField>>(new Set());
  const wrongId = useId();
  const leave = (field: FoundField) => { if (!left.has(field)) setLeft(new Set([...left, field])); };
  const errorOf = (field: FoundField | 'productId'): string | undefined => {
    const refused = at < 0 ? undefined : errorAt[`lines.${at}.${field}`];
    const problem = field === 'productId' || !left.has(field) ? null : foundProblem(lot, field, today);
    return problem === null ? refused : errorWords({ field, ...problem });
  };
  const labels = { productId: t('field.productId'), lotNumber: t('field.lotNumber'), expiry: t('field.expiry'), counted: t('column.counted') };
  const wrong = (['productId', ...foundFields] as const).flatMap((field) => {
    const words = errorOf(field);
    return words === undefined ? [] : [labelled(labels[field], words)];
  });
  const lotNumber = useRef<HTMLInputElement>(null);
  const isPicked = lot.drug !== null;
  const wasPicked = useRef(isPicked);
  // The picker has gone, and the caret with it.
  useEffect(() => {
    if (wasPicked.current !== isPicked) lotNumber.current?.focus();
    wasPicked.current = isPicked;
  }, [isPicked]);
  const wrongWords = useRef<HTMLDivElement>(null);
  const isWrong = wrong.length > 0;
  // The last line of a long shelf has its words below the window's edge.
  useEffect(() => { if (isWrong) wrongWords.current?.scrollIntoView({ block: 'nearest' }); }, [isWrong]);
  const of = (field: FoundField) => ({
    boxSize: 'sm', 'aria-label': labels[field], placeholder: labels[field], value: lot[field], isBad: errorOf(field) !== undefined, ...(errorOf(field) !== undefined && { 'aria-describedby': wrongId }),
    onChange: (text: string) => { onChange({ [field]: text }); },
  } as const);
  return (
    <>
      <div className="foundrow">
        {lot.drug === null ? <ProductPicker isBad={errorOf('productId') !== undefined} onPick={(drug) => { onChange({ drug }); }} /> : <span className="picked"><b className="cut"><DrugName name={lot.drug.name} /></b> <span className="dim cut">{specificationText(lot.drug.specification, lot.drug.name)}</span></span>}
        <TextInput ref={lotNumber} {...of('lotNumber')} onBlur={() => { leave('lotNumber'); }} />
        <TextInput {...of('expiry')} onBlur={() => { leave('expiry'); const expiry = typedExpiry(lot.expiry); if (expiry !== null && expiry !== lot.expiry) onChange({ expiry }); }} />
        <NumberInput {...of('counted')} unit={lot.drug === null ? undefined : unitText(lot.drug.unit, null, lot.drug.name)} onBlur={() => { leave('counted'); }} />
        <Button size="sm" variant="quiet" icon="x" tabIndex={-1} aria-label={t('removeLine')} onClick={onRemove} />
      </div>
      {isWrong && <div ref={wrongWords} id={wrongId} className="foundwrong"><StatusText tone="danger" icon="stop">{sentences(wrong)}</StatusText></div>}
    </>
  );
}
