import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { useMayDo } from '../../shell/person.ts';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import { CountForm } from './CountForm.tsx';
import { ReceiveForm } from './ReceiveForm.tsx';
import type { StockFilter } from './stockFilter.ts';
import { StockList } from './StockList.tsx';
import './stock.css';

/** What the page does now: look, receive, or count a shelf or a product. */
type Work = { readonly does: 'look' } | { readonly does: 'receive' | 'count'; readonly productId: string | null };

export function StockPage() {
  const { t } = useTranslation('stock');
  const page = useNavigation((at) => at.page);
  const task = page.name === 'stock' ? page.task : undefined;
  const [ownerId, setOwnerId] = useState<string | null>(task?.ownerId ?? null);
  const mayWrite = useMayDo('stock.write');
  const [work, setWork] = useState<Work>(task !== undefined && mayWrite ? task : { does: 'look' });
  const [filter, setFilter] = useState<StockFilter>('act');
  const [query, setQuery] = useState('');
  const { answer, isBehind } = useTypedSearch(useHost().stock.view.queryOptions({ ownerId, filter, query: query.trim() }));
  const view = answer.data;

  if (answer.isError && view === undefined) return <Unread title={t('title')} onAgain={() => { void answer.refetch(); }} />;
  if (view === undefined) return <Unanswered title={t('title')} />;
  // Back to where the shortage was found, or to the list.
  const finish = () => {
    if (task !== undefined) useNavigation.getState().back();
    else setWork({ does: 'look' });
  };
  if (work.does === 'receive') return <ReceiveForm ownerId={view.ownerId} owners={view.owners} productId={work.productId} onDone={finish} />;
  if (work.does === 'count') return <CountForm ownerId={view.ownerId} productId={work.productId} onDone={finish} />;
  return (
    <StockList view={view} mayWrite={mayWrite} isBehind={isBehind} filter={filter} onFilter={setFilter} query={query} onQuery={setQuery} onOwner={setOwnerId}
      onReceive={(productId) => { setWork({ does: 'receive', productId }); }} onCount={(productId) => { setWork({ does: 'count', productId }); }} />
  );
}
