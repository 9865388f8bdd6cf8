import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Alert, Button, Field, Page, PageHead, SegmentedTabs, saveFile, TextInput, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { countyDay, countyDayBegins } from '../../format/countyClock.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { AuditTable } from './AuditTable.tsx';
import { SubjectPicker } from './SubjectPicker.tsx';
import { nobodyOnly, onlyNames, type Only } from './only.ts';
import './audit.css';

const kinds = ['all', 'reads', 'glass', 'changes', 'access'] as const;

/** For the auditor: every look and every act, the newest first, by kind, time, patient, person and PC. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  useTitle(t('title'));
  const county = useCounty();
  const format = useFormat();
  const toast = useToast();
  const [what, setWhat] = useState<(typeof kinds)[number]>('all');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [only, setOnly] = useState<Only>(nobodyOnly);
  /** The last export did not go back to the beginning. */
  const [stopped, setStopped] = useState<{ readonly rows: number; readonly at: string } | null>(null);
  const filter = { what, from: countyDayBegins(from)?.toISOString() ?? null, until: countyDayBegins(until, 1)?.toISOString() ?? null, patientId: only.patientId?.id ?? null, personId: only.personId?.id ?? null, deviceId: only.deviceId?.id ?? null };
  // What the auditor looks at stands still: it is asked for again when they ask.
  const pages = useInfiniteQuery(county.audit.page.infiniteQueryOptions(filter, {
    getNextPageParam: ({ next }) => next, initialCursor: null, placeholderData: keepPreviousData, staleTime: 60_000,
  }));
  const download = useMutation(county.audit.export.mutationOptions({
    onMutate: () => { setStopped(null); },
    onSuccess: ({ csv, rows, stoppedAt }) => {
      if (stoppedAt !== null) setStopped({ rows, at: stoppedAt });
      saveFile(`lianyi-audit-${countyDay(new Date())}.csv`, base64Of(csv));
      toast({ text: t('exported', { count: rows }) });
    },
  }));
  return (
    <>
      <div className="headline"><PageHead title={t('title')} sub={t('sub')} /></div>
      <Page className="auditpage">
        <div className="filterline">
          <SegmentedTabs label={t('what')} value={what} onChange={setWhat} options={kinds.map((id) => ({ id, label: t(`kinds.${id}`), isPlain: true }))} />
          <Field label={t('subject.label')} className="subject"><SubjectPicker onPick={(name, named) => { setOnly({ ...only, [name]: named }); }} /></Field>
          <Field label={t('from')} className="day"><TextInput type="date" value={from} onChange={setFrom} /></Field>
          <Field label={t('until')} className="day"><TextInput type="date" value={until} onChange={setUntil} /></Field>
          {onlyNames.map((name) => {
            const chosen = only[name];
            return chosen === null ? null : <Button key={name} icon="x" onClick={() => { setOnly({ ...only, [name]: null }); }} title={t('clear')}>{t(`filtered.${name}`, { name: chosen.name })}</Button>;
          })}
          <Button className="export" disabled={download.isPending} onClick={() => { download.mutate(filter); }}>{t('export')}</Button>
        </div>
        {stopped !== null && <Alert tone="warn" icon="warn" title={t('stopped', { count: stopped.rows })}>{t('stoppedNext', { when: format.moment(stopped.at) })}</Alert>}
        <AuditTable rows={pages.data?.pages.flatMap(({ rows }) => rows)} error={pages.isError ? pages.error : null} onAgain={() => { void pages.refetch(); }}
          onMore={pages.hasNextPage ? () => { void pages.fetchNextPage(); } : null} onOnly={(name, named) => { setOnly({ ...only, [name]: named }); }} />
      </Page>
    </>
  );
}

function base64Of(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join(''));
}
