import { Field, Select, TextInput } from '@lianyi/ui';
import { isCalendarDate } from '@lianyi/schema/basics/dates';
import type { Role } from '@lianyi/schema/codes/roles';
import { roles } from '@lianyi/schema/codes/roles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';

export interface PostDraft {
  readonly orgId: string;
  readonly role: Role | '';
  readonly from: string;
  readonly until: string;
}

export interface ReadPost {
  readonly orgId: string;
  readonly role: Role;
  readonly from: string | null;
  readonly until: string | null;
}

/** A post as it is typed: it begins today, unless another day is written. */
export function usePostDraft() {
  const { today } = useFormat();
  return useState<PostDraft>({ orgId: '', role: '', from: today, until: '' });
}

/** Null while something is missing or no day. */
export function readPost({ orgId, role, from, until }: PostDraft): ReadPost | null {
  if (orgId === '' || role === '' || [from, until].some((day) => day !== '' && !isCalendarDate(day))) return null;
  return { orgId, role, from: from === '' ? null : from, until: until === '' ? null : until };
}

/** Clinic, role and days of a post. */
export function PostFields({ draft, onChange, organisations, isTried }: { readonly draft: PostDraft; readonly onChange: (draft: PostDraft) => void; readonly organisations: readonly OrganisationEntry[]; readonly isTried: boolean }) {
  const { t } = useTranslation('people');
  const directory = useTranslation('directory').t;
  const missing = (value: string): string | undefined => (isTried && value === '' ? directory('required') : undefined);
  const wrongDay = (day: string): string | undefined => (isTried && day !== '' && !isCalendarDate(day) ? t('dayWrong') : undefined);
  const open = organisations.filter(({ closedOn }) => closedOn === null).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'));
  return (
    <>
      <Field label={t('place')} isRequired hint="" error={missing(draft.orgId)}>
        <Select value={draft.orgId} placeholder={t('choose')} options={open.map(({ id, name }) => ({ value: id, label: name }))} onChange={(orgId) => { onChange({ ...draft, orgId }); }} />
      </Field>
      <Field label={t('role')} isRequired hint="" error={missing(draft.role)}>
        <Select<Role> value={draft.role} placeholder={t('choose')} options={roles.map((role) => ({ value: role, label: directory(`role.${role}`) }))} onChange={(role) => { onChange({ ...draft, role }); }} />
      </Field>
      <div className="pair">
        <Field label={directory('from')} hint={t('dayHint')} error={wrongDay(draft.from)}><TextInput value={draft.from} maxLength={10} onChange={(from) => { onChange({ ...draft, from: from.trim() }); }} /></Field>
        <Field label={directory('until')} hint={t('dayHint')} error={wrongDay(draft.until)}><TextInput value={draft.until} maxLength={10} onChange={(until) => { onChange({ ...draft, until: until.trim() }); }} /></Field>
      </div>
    </>
  );
}
