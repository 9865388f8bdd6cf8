import { Columns, Page, PageHead, SegmentedTabs, Select, TextInput, useHotkeys, useRowKeys, type FilterTab } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockView } from '../../../contract/views.ts';
import { useIsComing, useKnownCount } from '../../client/useLine.ts';
import { count, yuanSign } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { useFirstFocus } from '../../shell/useFirstFocus.ts';
import { DamageDialog } from './DamageDialog.tsx';
import { MovesDialog } from './MovesDialog.tsx';
import { stockFilters, type StockFilter } from './stockFilter.ts';
import { StockComing } from './StockComing.tsx';
import { StockSide } from './StockSide.tsx';
import { StockTable } from './StockTable.tsx';

export interface StockListProps {
  readonly view: StockView;
  /** Receives, counts and writes off; else only looks. */
  readonly mayWrite: boolean;
  /** The rows answer an earlier query or filter. */
  readonly isBehind: boolean;
  readonly filter: StockFilter;
  readonly onFilter: (filter: StockFilter) => void;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOwner: (ownerId: string) => void;
  readonly onReceive: (productId: string | null) => void;
  readonly onCount: (productId: string | null) => void;
}

/** Products with their lots, filtered; what expires and what to do about it beside them. */
export function StockList({ view, mayWrite, isBehind, filter, onFilter, query, onQuery, onOwner, onReceive, onCount }: StockListProps) {
  const { t } = useTranslation('stock');
  const format = useFormat();
  const isComing = useIsComing();
  const known = useKnownCount();
  const search = useRef<HTMLInputElement>(null);
  const [index, setIndex] = useState(0);
  const [dialog, setDialog] = useState<'moves' | 'damage' | null>(null);
  const at = Math.min(index, view.rows.length - 1);
  const chosen = view.rows[at];
  const rows = useRowKeys({ count: view.rows.length, index: at, onIndexChange: setIndex, onOpen: () => { setDialog('moves'); }, search: { typed: query, isBehind } });
  useFirstFocus(rows.activeRowId);
  useHotkeys({ '/': () => { search.current?.focus(); search.current?.select(); } });
  const choose = (next: StockFilter) => { onFilter(next); setIndex(0); };
  const { counts, lots, valueFen, lastCountOn } = view;

  const options: readonly FilterTab<StockFilter>[] = stockFilters
    .filter((id) => id !== 'negative' || counts.negative > 0 || filter === 'negative')
    .map((id) => ({ id, label: t(`filter.${id}`), count: known(counts[id]), isPlain: id === 'all' }));

  return (
    <PageFrame title={t('title')} moreKeys={[{ keys: '/', words: t('search') }, { keys: 'Enter', words: t('action.moves') }]}
      actions={[
        { id: 'moves', label: t('action.moves'), keys: 'Enter', isShownOnly: true, onPress: () => { setDialog('moves'); }, isDisabled: chosen === undefined },
        ...mayWrite ? [
          { id: 'damage', label: t('action.damage'), keys: 'F6', onPress: () => { setDialog('damage'); }, isDisabled: chosen === undefined || isBehind },
          { id: 'count', label: t('action.count'), keys: 'F9', onPress: () => { onCount(null); } },
          { id: 'receive', label: t('action.receive'), keys: 'F3', isPrimary: true, onPress: () => { onReceive(null); } },
        ] : [],
      ]}>
      <Columns template="minmax(0, 1fr) 344px" className="stk">
        <Page>
          <PageHead title={t('title')} sub={isComing && counts.all === 0 ? undefined : <>{t('products', { count: counts.all })} · {t('lots', { count: lots })} · <b>{yuanSign(valueFen)}</b></>}
            note={lastCountOn === null ? isComing ? undefined : t('neverCounted') : t('lastCount', { day: format.shortDate(lastCountOn) })}
            more={view.owners.length > 1 && (
              <Select boxSize="sm" aria-label={t('owner')} value={view.ownerId} options={view.owners.map(({ orgId, name }) => ({ value: orgId, label: name }))} onChange={onOwner} />
            )} />
          <StockComing />
          <div className="stockfilters">
            <SegmentedTabs label={t('filter.label')} value={filter} onChange={choose} options={options} />
            <TextInput ref={search} icon="search" boxSize="sm" boxClassName="fil" keyHint="/" aria-label={t('search')} placeholder={t('searchHow')} value={query}
              onChange={(text) => { onQuery(text); setIndex(0); }}
              onKeyDown={(event) => {
                if (event.key === 'Escape') { event.preventDefault(); onQuery(''); event.currentTarget.blur(); return; }
                rows.onKeyDown(event);
              }} />
          </div>
          <StockTable view={view} rows={rows} query={query} filter={filter} onAll={() => { choose('all'); }} countOfAll={isComing && counts.all === 0 ? '' : count(counts.all)} />
        </Page>
        <StockSide view={view} onFilter={choose} onCount={mayWrite ? () => { onCount(null); } : null} />
      </Columns>
      {dialog === 'moves' && chosen !== undefined && <MovesDialog ownerId={view.ownerId} row={chosen} onClose={() => { setDialog(null); }} onCount={mayWrite ? () => { onCount(chosen.productId); } : null} />}
      {dialog === 'damage' && chosen !== undefined && <DamageDialog ownerId={view.ownerId} row={chosen} onClose={() => { setDialog(null); }} />}
    </PageFrame>
  );
}
