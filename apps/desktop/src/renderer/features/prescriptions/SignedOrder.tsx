import { useMutation } from '@tanstack/react-query';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import { Alert, Button, Dialog, Field, LinkButton, TextInput, useHotkeys, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { yuan, yuanSign } from '../../format/numbers.ts';
import { frequencyText, routeText } from '../../format/usage.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { useMayDo } from '../../shell/person.ts';
import { unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { OrderHead } from './OrderHead.tsx';

/** A prescription that has been signed: everything on it, to read; and the way to stop it. */
export function SignedOrder({ prescription }: { readonly prescription: Prescription }) {
  const { t } = useTranslation('prescriptions');
  const format = useFormat();
  const mayStop = useMayDo('prescription.sign');
  const [isStopping, setStopping] = useState(false);
  const { order: { items, type, overrides, supplyReason }, number, stopped } = prescription;
  return (
    <>
      {stopped !== null && (
        <Alert tone="warn" title={t('stoppedTitle')}>{t('stoppedAt', { when: format.moment(stopped.signature.at), reason: stopped.reason })}</Alert>
      )}
      <table className="rx read">
        <OrderHead />
        <tbody>
          {items.map((item) => (
            <tr key={item.itemNo}>
              <td>{item.itemNo}</td>
              <td><span className="nm"><DrugName name={item.name} /></span> <span className="dim">{specificationText(item.specification, item.name)}</span>{item.note !== '' && <span className="sub"> {item.note}</span>}</td>
              <td><b>{item.dose}</b> <span className="dim">{unitText(item.doseUnit, item.dose, item.name)}</span></td>
              <td>{frequencyText(item.frequency, format.language)}</td>
              <td>{routeText(item.route, format.language)}</td>
              <td><b>{item.days}</b> <span className="dim">{t('days')}</span></td>
              <td className="qty"><b>{item.quantity}</b> <span className="dim">{unitText(item.unit, item.quantity, item.name)}</span></td>
              <td className="n">{yuan(item.amountFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {overrides.map(({ ruleId, reason }) => <p key={ruleId} className="small sub overridden">{t('setAside', { rule: ruleId })} {reason}</p>)}
      <div className="rxfoot read">
        <span className="sub">{t(`types.${type}`)} · {t('number', { number })}{supplyReason !== '' && ` · ${supplyReason}`}</span>
        {stopped === null && mayStop && <LinkButton onClick={() => { setStopping(true); }}>{t('stop')}</LinkButton>}
        <span className="tot">{t('total')} <b>{yuanSign(items.reduce((sum, { amountFen }) => sum + amountFen, 0))}</b></span>
      </div>
      {isStopping && <StopDialog prescriptionId={prescription.id} onClose={() => { setStopping(false); }} />}
    </>
  );
}

/** What has been dispensed stays dispensed; no more of it leaves. */
function StopDialog({ prescriptionId, onClose }: { readonly prescriptionId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('prescriptions');
  const { t: ofShell } = useTranslation('shell');
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string>();
  const errorWords = useErrorWords('prescriptions');
  const toast = useToast();
  const stop = useMutation(useHost().prescriptions.stop.mutationOptions({
    onSuccess: (result) => {
      const [first] = result.ok ? [] : result.errors;
      if (first !== undefined) { setError(errorWords(first)); return; }
      toast({ text: t('stoppedToast') });
      onClose();
    },
  }));
  const confirm = () => {
    if (reason.trim() === '') setError(t('reasonNeeded'));
    else stop.mutate({ prescriptionId, reason: reason.trim() });
  };
  return (
    <Dialog isOpen onClose={onClose} icon="warn" tone="warn" title={t('stopTitle')}
      foot={<><Button keyHint="Esc" onClick={onClose}>{ofShell('cancel')}</Button><Button variant="danger" keyHint="Alt E" onClick={confirm}>{t('stop')}</Button></>}>
      <p className="sub">{t('stopMeans')}</p>
      <Field label={t('reason')} error={error} hint="">
        <TextInput value={reason} maxLength={200} onChange={(text) => { setReason(text); setError(undefined); }} />
      </Field>
      <ConfirmKey onConfirm={confirm} />
    </Dialog>
  );
}

function ConfirmKey({ onConfirm }: { readonly onConfirm: () => void }) {
  useHotkeys({ 'Alt+E': onConfirm });
  return null;
}
