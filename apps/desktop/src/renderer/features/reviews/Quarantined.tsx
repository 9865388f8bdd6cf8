import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Columns, Field, KeyValues, Page, TextInput, useToast, type KeyValue } from '@lianyi/ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError, QuarantinedSave, QuarantineRow } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { BundleLeaves } from './BundleLeaves.tsx';
import { changedLeaves, type TypedLeaves } from './typedLeaves.ts';
import { useOutcomeWords } from './quarantineWords.ts';

export interface QuarantinedProps {
  readonly row: QuarantineRow;
  readonly queue: ReactNode;
  readonly walk: readonly PageAction[];
  readonly onChoose: (bundleId: string) => void;
}

/**
 * A save that the county cannot take as it is: kept, shown where it was made, settled by a later save, never dropped.
 * F8 sends it again, with what was put right; what has not happened yet may be taken back.
 */
export function Quarantined({ row, queue, walk, onChoose }: QuarantinedProps) {
  const { t } = useTranslation('reviews');
  const host = useHost();
  const go = useGo();
  const toast = useToast();
  const errorWords = useErrorWords('reviews');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState<TypedLeaves>({});
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const save = useQuery(host.reviews.quarantinedSave.queryOptions({ bundleId: row.bundleId })).data ?? null;
  const { mutate, isPending } = useMutation(host.reviews.correct.mutationOptions({
    onSuccess: (result) => {
      if (!result.ok) { setErrors(result.errors); return; }
      toast({ text: t('correctedToast') });
    },
  }));
  const { reason: why, settle } = useOutcomeWords()(row);
  const { patientId } = row;
  const correct = (withdraw: boolean) => { mutate({ bundleId: row.bundleId, reason, withdraw, edits: withdraw ? [] : [...changedLeaves(save?.leaves ?? [], typed)] }); };
  const isEdited = changedLeaves(save?.leaves ?? [], typed).length > 0;
  const fieldErrors = errorsByField(errors, errorWords);
  const others = errors.filter(({ field }) => field !== 'reason').map((error) => (error.field === '' ? errorWords(error) : `${error.field}：${errorWords(error)}`));
  return (
    <PageFrame title={t('title')} states={[{ id: 'kept', icon: 'info', tone: 'info', text: t('quarantineKept') }]}
      actions={[
        ...walk,
        ...(patientId === null ? [] : [{ id: 'chart', label: t('action.chart'), keys: 'F6', onPress: () => { go({ name: 'chart', patientId }); } }]),
        ...(save?.mayWithdraw === true ? [{ id: 'withdraw', label: t('action.withdraw'), keys: 'F9', isDisabled: isPending, onPress: () => { correct(true); } }] : []),
        ...(save?.mayResubmit === true ? [{ id: 'correct', label: t(isEdited ? 'action.correct' : 'action.resubmit'), keys: 'F8', isPrimary: true, isDisabled: isPending, onPress: () => { correct(false); } }] : []),
      ]}>
      <Columns template="292px minmax(0, 1fr)" className="rev">
        {queue}
        <Page>
          <Alert tone="warn" title={t('quarantineTitle')}>{why}{settle}</Alert>
          {others.length > 0 && <Alert className="gap" title={t('notCorrected')}>{others.join('；')}</Alert>}
          <Facts row={row} save={save} />
          {save !== null && <Around save={save} onChoose={onChoose} />}
          {save?.mayResubmit === true && (
            <>
              <Field label={t('correctReason')} hint={t('correctReasonHow')} error={fieldErrors['reason']} isRequired className="why"><TextInput value={reason} maxLength={300} onChange={setReason} /></Field>
              <BundleLeaves leaves={save.leaves} typed={typed} onType={setTyped} />
            </>
          )}
        </Page>
      </Columns>
    </PageFrame>
  );
}

function Facts({ row, save }: { readonly row: QuarantineRow; readonly save: QuarantinedSave | null }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const { action } = useOutcomeWords()(row);
  const items: readonly KeyValue[] = [
    { key: 'what', label: t('fact.what'), value: action },
    { key: 'patient', label: t('fact.patient'), value: row.patientName ?? '—' },
    { key: 'when', label: t('fact.when'), value: <>{format.moment(row.savedAt)} <span className="dim">{format.ago(row.savedAt)}</span></> },
    { key: 'who', label: t('fact.who'), value: [save?.by ?? '', save?.orgName ?? ''].filter((part) => part !== '').join(' · ') || '—' },
    { key: 'detail', label: t('fact.detail'), value: row.detail === '' ? '—' : <span lang="en">{row.detail}</span> },
    ...(save === null || save.corrects === null ? [] : [{ key: 'corrects', label: t('fact.corrects'), value: save.corrects }]),
  ];
  return <KeyValues className="facts" items={items} />;
}

/** What it waits for, and what waits for it. */
function Around({ save, onChoose }: { readonly save: QuarantinedSave; readonly onChoose: (bundleId: string) => void }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const outcomeWords = useOutcomeWords();
  const lists = [{ id: 'needs', title: t('needs'), saves: save.needs }, { id: 'dependants', title: t('dependants'), saves: save.dependants }].filter(({ saves }) => saves.length > 0);
  return lists.map(({ id, title, saves }) => (
    <section key={id} className="how" aria-label={title}>
      <h3 className="small sub">{title}</h3>
      <ul className="around">
        {saves.map(({ bundleId, action, savedAt }) => (
          <li key={bundleId}><button type="button" className="link" onClick={() => { onChoose(bundleId); }}>{outcomeWords({ action, reason: '' }).action}</button> <span className="dim">{format.moment(savedAt)}</span></li>
        ))}
      </ul>
    </section>
  ));
}
