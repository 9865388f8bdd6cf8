import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Choices, Dialog, Field, RadioCard, TextInput, useEnterAsTab, useHotkeys } from '@lianyi/ui';
import { glassReason, type GlassReason } from '@lianyi/schema/documents/alertValues';
import { isEmptyTalk, lookupTextLeast, saysWhy } from '@lianyi/schema/wire/lookup';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookedUp } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { FoundRecordView } from './FoundRecordView.tsx';

type Found = Extract<LookedUp, { result: 'found' }>;

/**
 * The record of somebody who lives elsewhere, asked of the county by the whole number and with a reason: to be read for a
 * while, and kept nowhere. Their own clinic is told.
 */
export function LookUpDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  const shell = useTranslation('shell').t;
  const [documentNumber, setDocumentNumber] = useState('');
  const [reason, setReason] = useState<GlassReason | null>(null);
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<LookedUp | null>(null);
  const ask = useMutation(useHost().patients.lookUp.mutationOptions({ onMutate: () => { setAnswer(null); }, onSuccess: setAnswer }));
  const isReady = documentNumber.trim() !== '' && reason !== null && saysWhy(text) && !ask.isPending;
  const submit = () => { if (isReady) ask.mutate({ documentNumber, reason, text }); };
  if (answer?.result === 'found') return <FoundDialog found={answer} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} icon="eye" tone="warn" title={t('lookUp.title')}
      foot={<><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant="primary" keyHint="F8" disabled={!isReady} onClick={submit}>{t(ask.isPending ? 'lookUp.asking' : 'lookUp.ask')}</Button></>}>
      <LookUpFields onSubmit={submit}>
        <p className="sub">{t('lookUp.body')}</p>
        <Field label={t('lookUp.number')} hint={t('lookUp.numberHint')} isRequired><TextInput value={documentNumber} maxLength={40} onChange={setDocumentNumber} /></Field>
        <Choices label={t('lookUp.why')} values={glassReason.options} value={reason} onChange={setReason}>
          {glassReason.options.map((code, at) => <RadioCard key={code} value={code} title={t(`lookUp.reason.${code}`)} digit={String(at + 1)} />)}
        </Choices>
        <Field label={t('lookUp.text')} hint={t('lookUp.textHint', { count: lookupTextLeast })} error={isEmptyTalk(text) ? t('lookUp.textEmpty') : undefined} isRequired><TextInput value={text} maxLength={300} onChange={setText} /></Field>
        {answer !== null && <Alert tone="warn" title={t(`lookUp.none.${answer.result}.title`)} isAnnounced>{t(`lookUp.none.${answer.result}.next`)}</Alert>}
      </LookUpFields>
    </Dialog>
  );
}

function LookUpFields({ onSubmit, children }: { readonly onSubmit: () => void; readonly children: ReactNode }) {
  const form = useRef<HTMLDivElement>(null);
  useEnterAsTab(form, onSubmit);
  useHotkeys({ F8: onSubmit });
  return <div ref={form} className="dialogform">{children}</div>;
}

/** Closes by itself when its time is over. */
function FoundDialog({ found: { record, until }, onClose }: { readonly found: Found; readonly onClose: () => void }) {
  const { t } = useTranslation('patients');
  useEffect(() => {
    const timer = setTimeout(onClose, Math.max(0, Date.parse(until) - Date.now()));
    return () => { clearTimeout(timer); };
  }, [until, onClose]);
  return (
    <Dialog isOpen isWide onClose={onClose} icon="eye" tone="warn" title={t('lookUp.found', { name: record.name, home: record.home })} foot={<Button variant="primary" keyHint="Esc" onClick={onClose}>{t('lookUp.close')}</Button>}>
      <FoundRecordView record={record} until={until} />
    </Dialog>
  );
}
