import { Picker } from '@lianyi/ui';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrugHit } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { drugTitle } from '../../format/drugTitle.ts';
import { stockAmount } from '../../format/stockAmount.ts';

/** A product of the catalogue, by name, pinyin or initials. */
export function ProductPicker({ onPick, onTyped, inputRef, isBad }: { readonly onPick: (hit: DrugHit) => void; readonly onTyped?: (text: string) => void; readonly inputRef?: Ref<HTMLInputElement> | undefined; readonly isBad?: boolean }) {
  const { t } = useTranslation('stock');
  const isComing = useIsComing();
  const [query, setQuery] = useState('');
  const { answer, isBehind } = useTypedSearch(useHost().catalogue.drugs.queryOptions({ query: query.trim(), limit: 10 }));
  return (
    <Picker<DrugHit> items={answer.data ?? []} isBehind={isBehind} itemKey={(hit) => hit.productId} query={query} onQueryChange={(text) => { setQuery(text); onTyped?.(text); }} onPick={onPick} inputRef={inputRef} isBad={isBad}
      itemLine={(hit) => ({ title: drugTitle(hit), why: hit.inStock === 0 && isComing ? t('nowComing') : t('now', { amount: stockAmount(hit.inStock, hit) }) })}
      icon="search" placeholder={t('findDrug')} aria-label={t('findDrug')} emptyText={t('noDrug')} />
  );
}
