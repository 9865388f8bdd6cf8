import { useMutation } from '@tanstack/react-query';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { Alert, Button, Field, TextInput } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentBegun } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';

const codeLetters = 12;

export interface EnrolCodeFormProps {
  readonly countyUrl: string;
  readonly onBegun: (begun: Extract<EnrolmentBegun, { ok: true }>) => void;
}

/** Where the county is, its code, and what this PC is called there. What was typed stays, whatever the county says. */
export function EnrolCodeForm({ countyUrl, onBegun }: EnrolCodeFormProps) {
  const { t } = useTranslation('session');
  const format = useFormat();
  const [address, setAddress] = useState(countyUrl);
  const [code, setCode] = useState('');
  const [deviceName, setDeviceName] = useState('');
  const [failed, setFailed] = useState<Exclude<EnrolmentBegun, { ok: true }> | null>(null);
  const begin = useMutation(useHost().enrolment.begin.mutationOptions({
    onMutate: () => { setFailed(null); },
    onSuccess: (answer) => {
      if (answer.ok) onBegun(answer);
      else setFailed(answer);
    },
  }));
  const isReady = address.trim() !== '' && code.replaceAll(/[^0-9a-z]/gi, '').length === codeLetters && deviceName.trim() !== '' && !begin.isPending;
  return (
    <form className="enrol" onSubmit={(event) => {
      event.preventDefault();
      if (isReady) begin.mutate({ countyUrl: address, code, deviceName });
    }}>
      <p className="sub">{t('enrol.lead')}</p>
      <Field label={t('enrol.address')} hint={t('enrol.addressHint')}>
        <TextInput autoFocus={countyUrl === ''} inputMode="url" maxLength={300} value={address} onChange={setAddress} />
      </Field>
      <div className="forgottenpair">
        <Field label={t('enrol.code')} hint={t('enrol.codeHint')}>
          <TextInput autoFocus={countyUrl !== ''} maxLength={40} value={code} onChange={setCode} />
        </Field>
        <Field label={t('enrol.name')} hint={t('enrol.nameHint')}>
          <TextInput maxLength={60} value={deviceName} onChange={setDeviceName} />
        </Field>
      </div>
      {failed !== null && (
        <Alert tone="warn" title={t('enrol.failed')} isAnnounced>
          {failed.reason === 'refused' ? t(failed.triesLeft === 0 ? 'enrol.spent' : 'enrol.refused', { left: failed.triesLeft }) : t(`enrol.why.${failed.reason}`)}
        </Alert>
      )}
      <div className="forgottenbuttons">
        <span className="dim small" role="status">{begin.isPending ? t('enrol.asking') : t('enrol.clock', { when: `${format.fullDate(format.today)} ${format.clock(localClockTime(format.now))}` })}</span>
        <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady}>{t('enrol.begin')}</Button>
      </div>
    </form>
  );
}
