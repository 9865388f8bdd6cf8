import { useQuery } from '@tanstack/react-query';
import { Picker } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../../client/useHost.ts';
import type { DraftForm } from './draftForm.ts';
import { findVillages } from './findVillages.ts';

interface Village { readonly name: string; readonly orgName: string }

/** A village of the county's list, this clinic's first; or whatever is written, for those who live elsewhere. */
export function VillageInput({ form }: { readonly form: DraftForm }) {
  const { t } = useTranslation('patients');
  const [query, setQuery] = useState('');
  const villages = useQuery(useHost().patients.villages.queryOptions());
  const text = query.trim();
  const found = findVillages(villages.data ?? [], text);
  // Before the county's villages are here, nobody can say that this is none of them.
  const items: readonly Village[] = villages.isPending ? [] : text === '' || found.some(({ name }) => name === text) ? found : [...found, { name: text, orgName: '' }];
  const { village } = form.draft;
  return (
    <Picker<Village> isSingle query={query} onQueryChange={setQuery} items={items} isBehind={villages.isPending} itemKey={({ name, orgName }) => `${name} ${orgName}`} emptyText={t('nothingFound')}
      itemLine={({ name, orgName }) => ({ title: orgName === '' ? t('writeVillage', { village: name }) : name, why: orgName, isAsTyped: orgName === '' })}
      onPick={({ name }) => { form.onChange({ village: name }); form.onLeave('village'); }} keyHint={village === '' ? 'F4' : undefined}
      chips={village === '' ? [] : [{ id: village, label: village, removeLabel: t('remove', { name: village }), onRemove: () => { form.onChange({ village: '' }); } }]} />
  );
}
