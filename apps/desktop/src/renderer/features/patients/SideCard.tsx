import { useQuery } from '@tanstack/react-query';
import { AllergyBlock, KeyValues, SectionHead, Timeline, type KeyValue } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientCard, PatientHit, TimelineItem } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { identityNumberText, phoneText, recordNumberText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { DocumentMark } from '../../patient/DocumentMark.tsx';
import { isComing, NotHereYet } from '../../patient/NotHereYet.tsx';
import { useAllergyWords } from '../../shell/PatientBannerBar.tsx';
import { diagnosisText, titleText } from '../../i18n/catalogueWords.ts';

/** The chosen person beside the list: enough to know them by, before the record is opened. */
export function SideCard({ hit }: { readonly hit: PatientHit }) {
  const format = useFormat();
  const card = useQuery(useHost().patients.card.queryOptions({ patientId: hit.patientId }));
  return (
    <>
      <div className="cardhead">
        <h1>{hit.name}</h1><span>{card.data == null ? format.sexYears(hit.sex, hit.ageYears) : format.sexAge(hit.sex, card.data.banner.age)}</span><span className="dim">{format.fullDate(hit.birthDate)}</span>
      </div>
      {card.data != null && <CardFacts card={card.data} />}
    </>
  );
}

function CardFacts({ card }: { readonly card: PatientCard }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const allergy = useAllergyWords(card.banner);
  const { patient, banner } = card;
  const waitingAt = (unit: string): ReactNode => {
    const waiting = card.waitingUnits.find((candidate) => candidate.unit === unit);
    return waiting === undefined ? null : <span className="dim">{t('changedWaiting', { when: format.recent(waiting.at) })}</span>;
  };
  const item = (key: string, label: string, value: ReactNode, unit: string): KeyValue[] => (
    value === null || value === '' ? [] : [{ key, label, value: <>{value} {waitingAt(unit)}</> }]
  );
  const items = [
    ...item('identityNumber', t('identityNumber'), banner.identityNumber === null ? null : identityNumberText(banner.identityNumber), 'identity'),
    ...item('recordNumber', t('recordNumber'), patient.recordNumber === null ? null : recordNumberText(patient.recordNumber), 'recordNumber'),
    ...item('address', t('address'), addressText(patient.address), 'address'),
    ...item('phone', t('phone'), patient.phone === null ? null : phoneText(patient.phone), 'phone'),
    ...item('contact', t('contact'), patient.contact === null ? null : <>{patient.contact.name} <span className="dim">{patient.contact.relation}</span></>, 'contact'),
    ...item('insurance', t('insurance'), patient.insurance, 'insurance'),
    ...item('problems', t('problems'), format.list(banner.problems.map(diagnosisText)), 'problems'),
  ];
  return (
    <>
      <AllergyBlock allergy={allergy} className="cardallergy" />
      <KeyValues items={items} className="cardfacts" />
      <SectionHead title={t('recent')} />
      <Recent items={card.recent} banner={banner} />
    </>
  );
}

/** What was done last; where there is nothing, whether that is so or not known yet. */
export function Recent({ items, banner }: { readonly items: readonly TimelineItem[]; readonly banner: PatientCard['banner'] }) {
  const { t } = useTranslation('patients');
  return (
    <>
      {isComing(banner) && <p className="small"><NotHereYet isSome={items.length > 0} /></p>}
      {items.length > 0 ? <RecentTimeline items={items} /> : !isComing(banner) && <p className="dim small">{t('noRecent')}</p>}
    </>
  );
}

function RecentTimeline({ items }: { readonly items: readonly TimelineItem[] }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  return (
    <Timeline isNarrow label={t('recent')} entries={items.map((item, at) => ({
      id: `${item.what}-${item.id}`, time: format.recent(item.at), dateTime: item.at,
      text: item.what === 'queued' && /^\d+$/.test(item.title) ? t('queuedTitle', { title: item.title }) : titleText(item.title),
      note: <>{item.note}{item.note !== '' && '　'}<DocumentMark place={item.place} /></>, ...(at === 0 && format.recent(item.at) === format.moment(item.at) && { mark: 'now' as const }),
    }))} />
  );
}

export function addressText(address: PatientCard['patient']['address']): string {
  return address === null ? '' : `${address.village}${address.group}${address.detail}`;
}
