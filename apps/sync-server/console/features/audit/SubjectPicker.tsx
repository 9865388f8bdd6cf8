import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Picker, useSettled, type PickerLine } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditSubject } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import type { Named, Only } from './only.ts';

/** A pause of somebody who types. */
const pauseMs = 250;
const none: readonly AuditSubject[] = [];

/** Whom to look for: somebody of the roster or a patient, by name or number. Whom the list shows is in the audit. */
export function SubjectPicker({ onPick }: { readonly onPick: (name: keyof Only, named: Named) => void }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const [query, setQuery] = useState('');
  const wanted = query.trim();
  const asked = useSettled(wanted, pauseMs);
  const found = useQuery({ ...useCounty().audit.find.queryOptions({ query: asked }), enabled: asked !== '', placeholderData: keepPreviousData });
  const lineOf = (subject: AuditSubject): PickerLine => (subject.kind === 'person'
    ? { code: t('subject.person'), title: subject.name, why: [...subject.places, ...(subject.login === null || subject.login === subject.name ? [] : [subject.login])].join(t('comma')) }
    : { code: t('subject.patient'), title: subject.name, why: [format.sexAge(subject.sex, subject.birthDate), ...(subject.numberEnd === null ? [] : [`••••${subject.numberEnd}`]), subject.home].join(' · ') });
  return (
    <Picker<AuditSubject> aria-label={t('subject.find')} placeholder={t('subject.placeholder')} icon="search" hasCodes query={query} onQueryChange={setQuery}
      items={wanted === '' ? none : (found.data ?? none)} isBehind={wanted !== '' && (wanted !== asked || found.isPlaceholderData || found.isPending)} itemKey={({ kind, id }) => `${kind} ${id}`} itemLine={lineOf}
      emptyText={t(found.isError ? 'subject.offline' : [...wanted].length < 2 ? 'subject.short' : 'subject.nobody')}
      onPick={({ kind, id, name }) => { onPick(kind === 'person' ? 'personId' : 'patientId', { id, name }); }} />
  );
}
