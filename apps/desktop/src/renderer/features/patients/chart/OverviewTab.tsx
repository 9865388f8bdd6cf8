import { BloodPressureChart, Columns, KeyValues, LinkButton, Page, SectionHead, SideColumn, type KeyValue } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { identityNumberText, phoneText, recordNumberText } from '../../../format/numbers.ts';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';
import { useMayDo } from '../../../shell/person.ts';
import { addressText, Recent } from '../SideCard.tsx';
import { AllergyList, ProblemList } from './EntryLists.tsx';
import type { ChartDialog } from './dialogs.ts';
import { LinkedRecords } from './LinkedRecords.tsx';

const shownPressures = 6;
/** Below 150/90 for those of 65 and older, 140/90 for others (hypertension follow-up, national specification). */
const goalFor = (years: number) => ({ systolic: years >= 65 ? 150 : 140, diastolic: 90 });

interface OverviewProps {
  readonly chart: ChartView;
  readonly recent: Parameters<typeof Recent>[0]['items'];
  readonly onDialog: (dialog: ChartDialog) => void;
  readonly attachments: ReactNode;
}

export function OverviewTab({ chart, recent, onDialog, attachments }: OverviewProps) {
  const { t } = useTranslation('patients');
  const mayWrite = useMayDo('patient.write');
  return (
    <Columns template="minmax(0, 1fr) 340px" className="record">
      <Page>
        <LinkedRecords chart={chart} />
        <div className="charttwo">
          <section>
            <SectionHead title={t('demographics')} isRuled more={mayWrite ? <LinkButton onClick={() => { onDialog({ name: 'edit' }); }}>{t('edit')}</LinkButton> : undefined} />
            <KeyValues items={useFacts(chart)} className="chartfacts" />
          </section>
          <div>
            <AllergyList chart={chart} onDialog={onDialog} mayWrite={mayWrite} />
            <ProblemList chart={chart} onDialog={onDialog} mayWrite={mayWrite} />
          </div>
        </div>
        {attachments}
      </Page>
      <SideColumn tabIndex={0} aria-label={t('recent')}>
        <PressureSection chart={chart} />
        <SectionHead title={t('recent')} />
        <Recent items={recent} banner={chart.banner} />
      </SideColumn>
    </Columns>
  );
}

function useFacts({ patient, orgNames }: ChartView): readonly KeyValue[] {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const { identity, contact } = patient;
  const fact = (key: string, label: string, value: ReactNode): KeyValue => ({ key, label, value: value === null || value === '' ? <span className="dim">—</span> : value });
  return [
    fact('name', t('name'), patient.formerName === null ? identity.name : <>{identity.name} <span className="dim">{t('formerName')} {patient.formerName}</span></>),
    fact('sex', t('sex'), format.sex(identity.sex)),
    fact('birthDate', t('birthDate'), format.fullDate(identity.birthDate)),
    fact('number', identity.document === null ? t('identityNumber') : t(`document.${identity.document.type}`), identity.document === null ? null : identityNumberText(identity.document.number)),
    fact('phone', t('phone'), patient.phone === null ? null : phoneText(patient.phone)),
    fact('address', t('address'), addressText(patient.address)),
    fact('contact', t('contact'), contact === null ? null : <>{contact.name} <span className="dim">{contact.relation}</span> {phoneText(contact.phone)}</>),
    fact('bloodGroup', t('bloodGroup'), patient.bloodGroup ?? <span className="dim">{t('bloodUnknown')}</span>),
    fact('insurance', t('insurance'), patient.insurance),
    fact('recordNumber', t('recordNumber'), patient.recordNumber === null ? null : <span title={patient.recordNumber}>{recordNumberText(patient.recordNumber)}</span>),
    fact('home', t('unit.homeId'), orgNames[patient.homeId] ?? null),
  ];
}

function PressureSection({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const pressures = chart.bloodPressures.slice(-shownPressures);
  const points = pressures.map(({ on, systolic, diastolic }, at) => ({
    id: `${on}-${at}`, systolic, diastolic, ...((at === 0 || at === pressures.length - 1) && pressures.length > 0 && { label: format.looseDate(on) }),
  }));
  return (
    <section>
      <SectionHead title={t('bloodPressure')} count={points.length === 0 ? undefined : t('lastPressures', { count: points.length })} />
      {isComing(chart.banner) && <p className="small"><NotHereYet isSome={points.length > 0} /></p>}
      {points.length === 0 ? !isComing(chart.banner) && <p className="dim small">{t('noBloodPressure')}</p>
        : <BloodPressureChart points={points} goal={goalFor(chart.banner.age.years)} label={pressures.map(({ on, systolic, diastolic }) => `${on} ${systolic}/${diastolic}`).join(', ')} />}
    </section>
  );
}

