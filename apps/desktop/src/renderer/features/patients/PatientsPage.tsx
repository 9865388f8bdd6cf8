import { useQuery } from '@tanstack/react-query';
import { Button, Columns, Empty, Key, LinkButton, Page, PageHead, SideColumn, useRowKeys } from '@lianyi/ui';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useKnownCount, useLine } from '../../client/useLine.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useFind } from '../../shell/find.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { useMayDo } from '../../shell/person.ts';
import { useQueueRequest } from '../../shell/queueRequest.ts';
import { Unread } from '../../shell/Unread.tsx';
import { LookUpDialog } from './elsewhere/LookUpDialog.tsx';
import { DuplicateHint } from './DuplicateHint.tsx';
import { ResultsTable } from './ResultsTable.tsx';
import { SideCard } from './SideCard.tsx';
import './patients.css';

const shownHits = 50;

/** Whoever the find box is looking for, with the letters that matched and the reason why. */
export function PatientsPage({ query }: { readonly query: string }) {
  const { t } = useTranslation('patients');
  const go = useGo();
  const queue = useQueueRequest((state) => state.open);
  const mayRegister = useMayDo('patient.write');
  const mayVisit = useMayDo('encounter.write');
  const clinicName = useQuery(useHost().session.status.queryOptions()).data?.clinicName ?? '';
  const hereWords = t(clinicName.includes('村') ? 'onlyHere' : 'onlyHereTown');
  const [onlyHere, setOnlyHere] = useState(false);
  const [isLookingUp, setLookingUp] = useState(false);
  const [chosen, setChosen] = useState({ query, index: 0 });
  const { answer: search, isBehind } = useTypedSearch(useHost().patients.search.queryOptions({ query, limit: shownHits, onlyHere }));
  const hits = search.data?.hits ?? [];
  const index = hits.length === 0 ? -1 : chosen.query === query ? Math.min(chosen.index, hits.length - 1) : 0;
  const hit = hits[index];
  const open = (at: number) => { const patient = hits[at]; if (patient !== undefined) go({ name: 'chart', patientId: patient.patientId }); };
  const closeLookUp = useCallback(() => { setLookingUp(false); }, []);
  const register = () => { go({ name: 'register', typed: query }); };
  const keys = useRowKeys({ count: hits.length, index, onIndexChange: (at) => { setChosen({ query, index: at }); }, onOpen: open, search: { typed: query, isBehind } });

  const setResults = useFind((state) => state.setResults);
  const focusBox = useFind((state) => state.focusBox);
  const known = useKnownCount();
  const found = known(search.data?.total);
  const onThisPc = known(search.data?.onThisPc);
  const total = query === '' ? null : found ?? null;
  // After every render: the box's keys must see the rows as they are now.
  useEffect(() => { setResults({ total, listId: keys.tableId, activeRowId: keys.activeRowId, onRowKey: keys.onKeyDown }); });
  useEffect(() => {
    focusBox();
    return () => { setResults(null); };
  }, [focusBox, setResults]);

  const actions: readonly PageAction[] = [
    ...(mayRegister ? [{ id: 'new', label: t('newPatient'), keys: 'F3', onPress: register }] : []),
    ...(mayVisit ? [{ id: 'queue', label: t('queue'), keys: 'F7', isDisabled: hit === undefined || isBehind, onPress: () => { if (hit !== undefined) queue({ patientId: hit.patientId, name: hit.name }); } }] : []),
    ...(mayVisit ? [{ id: 'lookUp', label: t('lookUp.open'), keys: 'F6', onPress: () => { setLookingUp(true); } }] : []),
    { id: 'open', label: hit === undefined ? t('openNobody') : t('open', { name: hit.name }), keys: 'Enter', isPrimary: true, isDisabled: hit === undefined || isBehind, onPress: () => { open(index); } },
    { id: 'here', label: onlyHere ? t('everywhere') : hereWords, keys: 'Alt V', isKeyOnly: true, onPress: () => { setOnlyHere(!onlyHere); } },
  ];

  if (search.isError && search.data === undefined) return <Unread title={t('title')} onAgain={() => { void search.refetch(); }} />;
  return (
    <PageFrame title={t('title')} actions={actions} moreKeys={[{ keys: '↑↓', words: t('choose') }]}
      states={[{ id: 'keys', text: <><Key>↑↓</Key> {t('choose')} <span className="dim patients-also">{t('alsoType')}</span></> }]}>
      <Columns template="minmax(0, 1fr) 340px" className="patients">
        <Page>
          <PageHead title={t('title')} sub={query === '' || found === undefined ? '' : t('found', { query, people: count(found) })}
            note={search.data === undefined || onThisPc === undefined ? '' : query === '' ? t('hereOnly', { people: count(onThisPc) }) : t('here', { people: count(onThisPc), ms: Math.max(1, Math.round(search.data.tookMs)) })}
            more={<Button size="sm" keyHint="Alt V" aria-pressed={onlyHere} variant={onlyHere ? 'accent' : 'default'} onClick={() => { setOnlyHere(!onlyHere); }}>{hereWords}</Button>} />
          {search.data !== undefined && hits.length === 0 ? (
            <Nobody query={query} onThisPc={search.data.onThisPc} onRegister={mayRegister ? register : undefined} />
          ) : (
            <>
              <ResultsTable hits={search.data?.hits} keys={keys} />
              <DuplicateHint hits={hits} chosen={hit} />
              {query !== '' && mayRegister && (
                <p className="notfound">{t('notFoundHint')} <LinkButton onClick={register}>{t('newPatient')}</LinkButton> <Key>F3</Key> <span className="dim">{t('checksAgain')}</span></p>
              )}
            </>
          )}
        </Page>
        <SideColumn tabIndex={0} aria-label={t('card')}>{hit !== undefined && <SideCard key={hit.patientId} hit={hit} />}</SideColumn>
      </Columns>
      {isLookingUp && <LookUpDialog onClose={closeLookUp} />}
    </PageFrame>
  );
}

/** What a miss means: that depends on whether all that was registered elsewhere has come to this PC. */
function Nobody({ query, onThisPc, onRegister }: { readonly query: string; readonly onThisPc: number; readonly onRegister: (() => void) | undefined }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const line = useLine();
  if (query === '') return <Empty icon="search" title={t('startTitle')}>{t('startNext')}</Empty>;
  const lastExchangeAt = line?.lastExchangeAt ?? null;
  const standing = line === undefined || line.pulling !== null || line.isMoreAtCounty ? 'pulling' : line.problem === null && lastExchangeAt !== null ? 'connected' : 'apart';
  return (
    <Empty icon="search" title={t(standing === 'pulling' ? 'nobodyYet' : 'nobody', { query })} action={onRegister === undefined ? undefined : <Button keyHint="F3" onClick={onRegister}>{t('newPatient')}</Button>}>
      {standing === 'pulling' && onThisPc === 0 ? t('nobodyHereYet') : t(`nobodyNext.${standing}`, { people: count(onThisPc), ago: lastExchangeAt === null ? t('neverExchanged') : format.ago(lastExchangeAt) })}
      {onRegister !== undefined && <><br />{t(`nobodyRegister.${standing === 'connected' ? 'connected' : 'apart'}`)}</>}
    </Empty>
  );
}
