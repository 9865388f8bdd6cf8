import { useQuery } from '@tanstack/react-query';
import { Cell, Columns, DataTable, LinkButton, Page, PageHead, SectionHead, SelectableRow, SideColumn, SkeletonRows, useRowKeys } from '@lianyi/ui';
import type { Role } from '@lianyi/schema/codes/roles';
import { permissionsByRole, roles } from '@lianyi/schema/codes/roles';
import { permissionWords } from '@lianyi/schema/codes/roleWords';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo, useNavigation } from '../../navigation/useNavigation.ts';
import { DataAge } from '../../shell/DataAge.tsx';
import { LoadFailed } from '../../shell/LoadFailed.tsx';
import { useTitle } from '../../shell/useTitle.ts';
import { heldRoles, type Holder } from './heldRoles.ts';
import './roles.css';

/** Each role: what it may do, from the table that county and clinics ask, and who holds it where today. Roles are given on the page of people. */
export function RolesPage({ role }: { readonly role: string | null }) {
  const { t } = useTranslation('roles');
  const directory = useTranslation('directory').t;
  const { language, today } = useFormat();
  const go = useGo();
  const replace = useNavigation((at) => at.replace);
  useTitle(t('title'));
  const county = useCounty();
  const people = useQuery(county.directory.people.queryOptions());
  const held = useMemo(() => (people.data === undefined ? undefined : heldRoles(people.data, today)), [people.data, today]);
  const index = Math.max(0, roles.findIndex((one) => one === role));
  const chosen = roles[index] ?? 'villageDoctor';
  const keys = useRowKeys({ count: roles.length, index, onIndexChange: (at) => { const to = roles[at]; if (to !== undefined) replace({ name: 'roles', role: to }); } });
  const mayDo = (one: Role): string => permissionsByRole[one].map((act) => permissionWords[act][language]).join(t('and'));
  const columns = [{ id: 'role', label: t('role'), width: language === 'zh' ? 130 : 150 }, { id: 'held', label: t('heldBy'), width: 84, align: 'right' as const }, { id: 'may', label: t('may') }];
  if (people.isError && held === undefined) return <LoadFailed error={people.error} onAgain={() => { void people.refetch(); }} />;
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={t('sub')} more={<><LinkButton onClick={() => { go({ name: 'people' }); }}>{t('toPeople')}</LinkButton> <span className="dim">·</span> <DataAge at={people.dataUpdatedAt} /></>} /></div>
      <Columns template="minmax(0, 1fr) 420px">
        <Page>
          <DataTable label={t('list')} columns={columns} rows={keys}>
            {held === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={roles.length} /> : roles.map((one, at) => (
              <SelectableRow key={one} {...keys.row(at)}>
                <Cell isCut><span className="nm">{directory(`role.${one}`)}</span></Cell>
                <Cell align="right">{held.get(one)?.length === 0 ? <span className="dim">{t('nobody')}</span> : held.get(one)?.length}</Cell>
                <Cell isCut className="sub" title={mayDo(one)}>{mayDo(one)}</Cell>
              </SelectableRow>
            ))}
          </DataTable>
        </Page>
        <SideColumn aria-label={t('chosen')}>
          <h2 className="sidetitle">{directory(`role.${chosen}`)}</h2>
          <SectionHead className="g" title={t('may')} count={permissionsByRole[chosen].length} />
          <ul className="roleacts">{permissionsByRole[chosen].map((act) => <li key={act}>{permissionWords[act][language]}</li>)}</ul>
          <SectionHead className="g" title={t('heldBy')} count={held?.get(chosen)?.length ?? 0} />
          {held?.get(chosen)?.length === 0 && <p className="small dim">{t('nobodyNow')}</p>}
          <Holders holders={held?.get(chosen) ?? []} />
        </SideColumn>
      </Columns>
    </>
  );
}

function Holders({ holders }: { readonly holders: readonly Holder[] }) {
  const { t } = useTranslation('roles');
  const { shortDate } = useFormat();
  const go = useGo();
  const organisations = useQuery(useCounty().directory.organisations.queryOptions()).data;
  return (
    <ul className="roleholders">
      {holders.map(({ person, post }) => (
        <li key={`${person.id} ${post.orgId} ${post.from ?? ''}`}>
          <LinkButton onClick={() => { go({ name: 'people', personId: person.id }); }}>{person.name}</LinkButton>
          <span className="small">{organisations?.find(({ id }) => id === post.orgId)?.shortName ?? ''}{post.until !== null && ` · ${t('until', { day: shortDate(post.until) })}`}</span>
        </li>
      ))}
    </ul>
  );
}
