import { useQuery } from '@tanstack/react-query';
import { Button, Cell, Columns, DataTable, Empty, LinkButton, Page, PageHead, SegmentedTabs, SelectableRow, SideColumn, SkeletonRows, TextInput, useRowKeys } from '@lianyi/ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry, PersonEntry } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo, useNavigation } from '../../navigation/useNavigation.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { useMayDo } from '../../shell/person.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { PersonSide } from './PersonSide.tsx';
import { usePersonWords } from './usePersonWords.ts';
import './people.css';

type Filter = 'all' | 'activeOnly' | 'leftOnly';
const none: readonly OrganisationEntry[] = [];

/** The one roster of the consortium: who works where, as what, and may prescribe what. */
export function PeoplePage({ personId }: { readonly personId: string | null }) {
  const { t } = useTranslation('people');
  const { language } = useFormat();
  const go = useGo();
  const replace = useNavigation((at) => at.replace);
  useTitle(t('title'));
  const county = useCounty();
  const query = useQuery(county.directory.people.queryOptions());
  const organisations = useQuery(county.directory.organisations.queryOptions()).data ?? none;
  const mayWrite = useMayDo('directory.write');
  const [filter, setFilter] = useState<Filter>('activeOnly');
  const [text, setText] = useState('');
  const [isAdding, setAdding] = useState(false);
  const words = usePersonWords(organisations);
  const all = useMemo(() => query.data?.toSorted((a, b) => a.name.localeCompare(b.name, 'zh')), [query.data]);
  const inFilter: Readonly<Record<Filter, (person: PersonEntry) => boolean>> = { all: () => true, activeOnly: ({ active }) => active, leftOnly: ({ active }) => !active };
  const wanted = text.trim();
  const rows = all?.filter((person) => inFilter[filter](person) && (wanted === '' || person.name.includes(wanted) || person.posts.some((post) => words.postLine(post).includes(wanted))));
  const index = rows === undefined || rows.length === 0 ? -1 : Math.max(0, rows.findIndex(({ id }) => id === personId));
  const chosen = rows?.[index];
  const choose = (id: string): void => { replace({ name: 'people', personId: id }); };
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange: (at) => { const to = rows?.[at]; if (to !== undefined) choose(to.id); } });
  const isEnglish = language === 'en';
  const columns = [
    { id: 'name', label: t('name'), width: isEnglish ? 110 : 96 }, { id: 'posts', label: t('posts') }, { id: 'licence', label: t('licence'), width: isEnglish ? 150 : 120 },
    { id: 'title', label: t('titleGrade'), width: isEnglish ? 108 : 72 }, { id: 'rights', label: t('rights'), width: isEnglish ? 112 : 124 }, { id: 'narcotic', label: t('narcotic'), width: isEnglish ? 80 : 116 },
  ];
  if (query.isError && all === undefined) return <LoadFailed error={query.error} onAgain={() => { void query.refetch(); }} />;
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={all === undefined ? undefined : t('sub', { count: all.length })} more={<><LinkButton onClick={() => { go({ name: 'roles' }); }}>{t('toRoles')}</LinkButton> <span className="dim">·</span> <DataAge at={query.dataUpdatedAt} /></>} /></div>
      <Columns template="minmax(0, 1fr) 320px">
        <Page>
          <div className="filterline">
            <SegmentedTabs label={t('filter')} value={filter} onChange={setFilter} options={(['activeOnly', 'leftOnly', 'all'] as const).map((id) => ({ id, label: t(id), count: all?.filter(inFilter[id]).length ?? 0, isPlain: id !== 'leftOnly' }))} />
            <span className="peoplefind"><TextInput value={text} onChange={setText} icon="search" boxSize="sm" aria-label={t('find')} placeholder={t('find')} /></span>
            {mayWrite && <Button size="sm" icon="plus" onClick={() => { setAdding(true); }}>{t('add')}</Button>}
          </div>
          {all?.length === 0 ? <Empty icon="user" title={t('empty')}>{t('emptyNext')}</Empty> : rows?.length === 0 ? <Empty icon="user" title={t('nobody')} /> : (
            <DataTable label={t('list')} columns={columns} rows={keys}>
              {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={8} /> : rows.map((person, at) => (
                <SelectableRow key={person.id} {...keys.row(at)}>
                  <Cell isCut><span className={person.active ? 'nm' : 'nm dim'}>{person.name}</span></Cell>
                  <Cell isCut>{person.active ? words.presentPosts(person) : <span className="dim">{t('left')}</span>}</Cell>
                  <Cell isCut className="sub">{words.licence(person)}</Cell>
                  <Cell isCut className="sub">{words.titleGrade(person)}</Cell>
                  <Cell isCut>{words.antibiotics(person)}</Cell>
                  <Cell isCut>{words.narcotic(person)}</Cell>
                </SelectableRow>
              ))}
            </DataTable>
          )}
        </Page>
        <SideColumn aria-label={t('chosen')}>{chosen !== undefined && <PersonSide key={chosen.id} person={chosen} organisations={organisations} words={words} />}</SideColumn>
      </Columns>
      {isAdding && <AddPersonDialog organisations={organisations} onClose={() => { setAdding(false); }} onAdded={choose} />}
    </>
  );
}
