import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, saveFile } from '@lianyi/ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StickAnswer } from '../../../src/reports/views.ts';

/** A clinic's stick: its file is taken in, and the one that goes back is saved. */
export function StickButton() {
  const { t } = useTranslation('devices');
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const stick = useMutation({
    mutationFn: handIn,
    onSuccess: (answer) => {
      if (answer.ok && answer.back !== null) saveFile(answer.back.name, answer.back.base64);
      void client.invalidateQueries();
    },
  });
  return (
    <div className="stickline">
      <Button icon="usb" disabled={stick.isPending} onClick={() => chooser.current?.click()}>{t('stick.take')}</Button>
      <input ref={chooser} type="file" accept=".parcel" hidden aria-label={t('stick.take')} onChange={(event) => {
        const [file] = event.target.files ?? [];
        event.target.value = '';
        if (file !== undefined) stick.mutate(file);
      }} />
      {stick.isError && <Alert tone="warn" icon="warn" title={t('stick.notTaken')}>{t('stick.noAnswer')}</Alert>}
      {stick.data !== undefined && <StickWords answer={stick.data} />}
    </div>
  );
}

function StickWords({ answer }: { readonly answer: StickAnswer }) {
  const { t } = useTranslation('devices');
  if (!answer.ok) return <Alert tone="warn" icon="warn" title={t('stick.notTaken')}>{t(`stick.whyNot.${answer.reason}`)}</Alert>;
  const { device, outcomes, repeats, refusal, back } = answer;
  const all = outcomes.accepted + outcomes.merged + outcomes.quarantined + outcomes.waiting;
  const taken = t('stick.taken', { count: outcomes.accepted + outcomes.merged, quarantined: outcomes.quarantined, waiting: outcomes.waiting });
  return (
    <Alert tone={refusal === null ? 'info' : 'warn'} icon={refusal === null ? 'ok' : 'warn'} title={t('stick.from', { name: device.name })}>
      {taken} {repeats > 0 && t(repeats === all ? 'stick.isRepeat' : 'stick.repeats', { repeats })} {refusal !== null && t(`stick.refusals.${refusal}`)} {back !== null && t(back.isRestored ? 'stick.restored' : back.isMore ? 'stick.backMore' : 'stick.back', { name: back.name, receipts: back.receipts, documents: back.documents })}
    </Alert>
  );
}

async function handIn(file: File): Promise<StickAnswer> {
  const answer = await fetch('/console/parcels', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as StickAnswer;
}
