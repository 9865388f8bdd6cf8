import { useQuery } from '@tanstack/react-query';
import { typedExpiry } from '@lianyi/schema/rules/typedText';
import { Button, NumberInput, SectionHead, TextInput } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrugHit } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { ProductPicker } from './ProductPicker.tsx';
import { countedUnits } from './typedNumbers.ts';

/** A lot that stands on the shelf and not in the book. */
export interface FoundLot {
  readonly key: number;
  readonly drug: DrugHit | null;
  readonly lotNumber: string;
  readonly expiry: string;
  readonly counted: string;
}

export function isEmptyFound({ lotNumber, expiry, counted }: FoundLot): boolean {
  return `${lotNumber}${expiry}${counted}`.trim() === '';
}

/** The book knew of none of it. */
export function foundToSend({ drug, lotNumber, expiry, counted }: FoundLot) {
  return { productId: drug?.productId ?? '', lotNumber: lotNumber.trim(), expiry: typedExpiry(expiry) ?? expiry.trim(), counted: countedUnits(counted, drug?.packSize ?? 1), known: 0 };
}

export function FoundLots({ lots, onChange, productId }: { readonly lots: readonly FoundLot[]; readonly onChange: (lots: readonly FoundLot[]) => void; readonly productId: string | null }) {
  const { t } = useTranslation('stock');
  // Where one product is counted, a lot that was found is of that product.
  const only = useQuery(useHost().catalogue.drug.queryOptions({ productId: productId ?? '' }, { enabled: productId !== null })).data ?? null;
  useEffect(() => {
    if (only !== null && lots.some(({ drug }) => drug === null)) onChange(lots.map((lot) => ({ ...lot, drug: lot.drug ?? only })));
  }, [only, lots, onChange]);
  const section = useRef<HTMLElement>(null);
  // A line that was just added wants to be written.
  const count = lots.length;
  useEffect(() => { if (count > 0) [...section.current?.querySelectorAll<HTMLElement>('.foundrow') ?? []].at(-1)?.querySelector('input')?.focus(); }, [count]);
  if (lots.length === 0) return null;
  const change = (key: number, parts: Partial<FoundLot>) => { onChange(lots.map((lot) => (lot.key === key ? { ...lot, ...parts } : lot))); };
  return (
    <section className="found" ref={section}>
      <SectionHead title={t('foundLots')} count={lots.length} isRuled />
      {lots.map((lot) => (
        <div key={lot.key} className="foundrow">
          {lot.drug === null ? <ProductPicker onPick={(drug) => { change(lot.key, { drug }); }} /> : <span className="picked"><b className="cut"><DrugName name={lot.drug.name} /></b> <span className="dim cut">{specificationText(lot.drug.specification, lot.drug.name)}</span></span>}
          <TextInput boxSize="sm" aria-label={t('field.lotNumber')} placeholder={t('field.lotNumber')} value={lot.lotNumber} onChange={(text) => { change(lot.key, { lotNumber: text }); }} />
          <TextInput boxSize="sm" aria-label={t('field.expiry')} placeholder={t('field.expiry')} value={lot.expiry} onChange={(text) => { change(lot.key, { expiry: text }); }}
            onBlur={() => { const expiry = typedExpiry(lot.expiry); if (expiry !== null && expiry !== lot.expiry) change(lot.key, { expiry }); }} />
          <NumberInput boxSize="sm" aria-label={t('column.counted')} placeholder={t('column.counted')} value={lot.counted} unit={lot.drug === null ? undefined : unitText(lot.drug.unit, null, lot.drug.name)} onChange={(text) => { change(lot.key, { counted: text }); }} />
          <Button size="sm" variant="quiet" icon="x" tabIndex={-1} aria-label={t('removeLine')} onClick={() => { onChange(lots.filter(({ key }) => key !== lot.key)); }} />
        </div>
      ))}
    </section>
  );
}
