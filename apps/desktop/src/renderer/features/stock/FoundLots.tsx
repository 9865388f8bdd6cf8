import { useQuery } from '@tanstack/react-query';
import { SectionHead } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { isEmptyFound, type FoundLot } from './found.ts';
import { FoundRow } from './FoundRow.tsx';

export interface FoundLotsProps {
  readonly lots: readonly FoundLot[];
  /** Where only this product is counted. */
  readonly productId: string | null;
  readonly errorAt: Readonly<Record<string, string | undefined>>;
  /** The place that the first of them has among the lines that are sent. */
  readonly firstAt: number;
  readonly onChange: (lots: readonly FoundLot[]) => void;
}

export function FoundLots({ lots, productId, errorAt, firstAt, onChange }: FoundLotsProps) {
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
  const sent = lots.filter((lot) => !isEmptyFound(lot));
  return (
    <section className="found" ref={section}>
      <SectionHead title={t('foundLots')} count={lots.length} isRuled />
      {lots.map((lot) => (
        <FoundRow key={lot.key} lot={lot} at={isEmptyFound(lot) ? -1 : firstAt + sent.indexOf(lot)} errorAt={errorAt}
          onChange={(parts) => { change(lot.key, parts); }} onRemove={() => { onChange(lots.filter(({ key }) => key !== lot.key)); }} />
      ))}
    </section>
  );
}
