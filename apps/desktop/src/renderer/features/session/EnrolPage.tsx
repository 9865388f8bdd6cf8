import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentBegun } from '../../../contract/views.ts';
import { EnrolCodeForm } from './EnrolCodeForm.tsx';
import { FirstPersonForm } from './FirstPersonForm.tsx';
import { LockFrame } from './LockFrame.tsx';

type Begun = Extract<EnrolmentBegun, { ok: true }>;

/** The very first page of a PC: the county's code makes it a clinic's, and the first of its people sets a PIN. */
export function EnrolPage({ countyUrl }: { readonly countyUrl: string }) {
  const { t } = useTranslation('session');
  const [begun, setBegun] = useState<Begun | null>(null);
  const title = begun === null ? t('enrol.title') : t('enrol.who');
  useEffect(() => { document.title = title; }, [title]);
  return (
    <LockFrame title={<b>{begun?.clinicName ?? t('enrol.newPc')}</b>} onLanguage={() => { document.querySelector<HTMLInputElement>('.lock-col input')?.focus(); }}>
      <h1 id="who">{title}</h1>
      {begun === null ? <EnrolCodeForm countyUrl={countyUrl} onBegun={setBegun} />
        : <FirstPersonForm begun={begun} onAgain={() => { setBegun(null); }} />}
    </LockFrame>
  );
}
