import { isEmptyTalk, lookupTextLeast, saysWhy } from '@lianyi/schema/wire/lookup';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Choices, Field, Page, PageHead, RadioCard, TextArea } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { glassReason, type GlassReason } from '@lianyi/schema/documents/alertValues';
import type { ClosedChartView } from '../../client/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { LoadFailed } from '../../shell/LoadFailed.tsx';

/** A chart that the post does not cover: whose it is, and what opens it for a while, and who will know. */
export function ClosedChart({ closed: { patient, home } }: { readonly closed: ClosedChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const county = useCounty();
  const queries = useQueryClient();
  const [reason, setReason] = useState<GlassReason | null>(null);
  const [text, setText] = useState('');
  const open = useMutation(county.patients.breakGlass.mutationOptions({
    onSuccess: async () => queries.invalidateQueries({ queryKey: county.patients.get.queryKey({ patientId: patient.id }) }),
  }));
  const isReady = reason !== null && saysWhy(text) && !open.isPending;
  const submit = () => { if (isReady) open.mutate({ patientId: patient.id, reason, text: text.trim() }); };
  return (
    <>
      <div className="headline"><PageHead title={patient.name} sub={`${format.sexAge(patient.sex, patient.birthDate)} · ${home.name}`} /></div>
      <Page className="closedchart">
        <Alert tone="warn" icon="lock" title={t('glass.closed')}>{t('glass.closedBody', { home: home.name })}</Alert>
        <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
          <h2>{t('glass.why')}</h2>
          <Choices label={t('glass.why')} values={glassReason.options} value={reason} onChange={setReason} className="glassreasons">
            {glassReason.options.map((code, at) => <RadioCard key={code} value={code} title={t(`glass.reason.${code}`)} digit={String(at + 1)} isWide />)}
          </Choices>
          <Field label={t('glass.text')} hint={t('glass.textHint', { count: lookupTextLeast })} error={isEmptyTalk(text) ? t('glass.textEmpty') : undefined} isRequired><TextArea value={text} onChange={setText} maxLength={300} rows={3} /></Field>
          <Button type="submit" variant="primary" disabled={!isReady}>{t('glass.open')}</Button>
        </form>
        {open.isError && <LoadFailed error={open.error} onAgain={submit} />}
      </Page>
    </>
  );
}
