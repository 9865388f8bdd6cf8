import { BloodPressureChart, Icon, LinkButton, SectionHead, SideColumn, StatusText, classNames } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { EncounterView, MedicationInUse } from '../../../contract/views.ts';
import { frequencyText } from '../../format/usage.ts';
import { isComing, NotHereYet } from '../../patient/NotHereYet.tsx';
import type { DrawAttachments } from '../../patient/attachmentsSlot.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { readVital } from '../../visit/typedVitals.ts';
import type { VisitDraft } from '../../visit/visitDrafts.ts';
import { diagnosisText, unitText } from '../../i18n/catalogueWords.ts';
import { DrugName } from '../../format/DrugName.tsx';
import { bloodPressurePoints } from './bloodPressurePoints.ts';

export interface VisitSideProps {
  readonly view: EncounterView;
  readonly draft: VisitDraft;
  /** Medicines in use that an alert on the prescription names, with what to say of them. */
  readonly hits: ReadonlyMap<string, string>;
  readonly attachments: DrawAttachments;
}

/** Beside the visit: what is taken, the blood pressures, the last visit, what is due, what was photographed. */
export function VisitSide({ view, draft, hits, attachments }: VisitSideProps) {
  const { t } = useTranslation('encounters');
  const go = useGo();
  const comes = isComing(view.banner);
  const openChart = () => { go({ name: 'chart', patientId: view.banner.patientId }); };
  return (
    <SideColumn aria-label={t('beside')}>
      <SectionHead title={t('medications')} count={comes && view.medications.length === 0 ? undefined : view.medications.length} more={<LinkButton onClick={openChart}>{t('open')}</LinkButton>} />
      <ul className="meds">
        {view.medications.map((medication) => <Medication key={`${medication.name} ${medication.from}`} medication={medication} hits={hits} />)}
        {comes ? <li><span className="small"><NotHereYet isSome={view.medications.length > 0} /></span></li> : view.medications.length === 0 && <li><span className="dim">{t('noMedications')}</span></li>}
      </ul>
      <Pressures view={view} draft={draft} />
      <LastVisit view={view} onOpen={openChart} />
      <Due view={view} />
      {attachments({ patientId: view.banner.patientId, encounterId: view.encounter.id })}
    </SideColumn>
  );
}

function Medication({ medication, hits }: { readonly medication: MedicationInUse; readonly hits: VisitSideProps['hits'] }) {
  const { t } = useTranslation('encounters');
  const format = useFormat();
  const { name, dose, doseUnit, frequency, from, daysLeft, isGiven, prescribedBy } = medication;
  const left = !isGiven ? t('notGiven') : daysLeft > 0 ? t('daysLeft', { count: daysLeft }) : '';
  const hit = hits.get(name);
  const note = [format.looseDate(from), prescribedBy, left].filter((part) => part !== '').join(' · ');
  return (
    <li className={classNames(hit !== undefined && 'hit')}>
      <b><DrugName name={name} /></b><span className="sub">{`${dose} ${unitText(doseUnit, dose)} ${frequencyText(frequency, format.language)}`}</span>
      <span className={classNames('small', hit === undefined ? 'dim' : 'is-danger')}>{hit === undefined ? note : [hit, left].filter((part) => part !== '').join(' · ')}</span>
    </li>
  );
}

function Pressures({ view, draft }: Omit<VisitSideProps, 'hits' | 'attachments'>) {
  const { t } = useTranslation('encounters');
  const format = useFormat();
  const typed = readVital('bloodPressure', draft.typed.vitals.bloodPressure);
  const points = bloodPressurePoints(view.bloodPressures, typed.is === 'pair' ? { on: view.encounter.startedAt.slice(0, 10), systolic: typed.systolic, diastolic: typed.diastolic } : null, format);
  if (points.length === 0) return isComing(view.banner) ? <NotHereSection title={t('vital.bloodPressure')} /> : null;
  const words = points.map((point) => `${format.shortDate(point.id)} ${point.systolic}/${point.diastolic}`).join(', ');
  return (
    <>
      <SectionHead className="g" title={t('vital.bloodPressure')} count={t('lastPressures', { count: points.length })} />
      <BloodPressureChart points={points} goal={{ systolic: view.banner.age.years >= 65 ? 150 : 140, diastolic: 90 }} label={t('pressuresInWords', { words })} />
    </>
  );
}

/** What would stand here is not known to be nothing. */
function NotHereSection({ title }: { readonly title: string }) {
  return (
    <>
      <SectionHead className="g" title={title} />
      <p className="small"><NotHereYet /></p>
    </>
  );
}

function LastVisit({ view: { lastVisit, banner }, onOpen }: { readonly view: EncounterView; readonly onOpen: () => void }) {
  const { t } = useTranslation('encounters');
  const format = useFormat();
  if (lastVisit === null) return isComing(banner) ? <NotHereSection title={t('lastVisit')} /> : null;
  const { on, diagnosis, code, summary, by, orgName } = lastVisit;
  return (
    <>
      <SectionHead className="g" title={t('lastVisit')} count={`${format.shortDate(on)} · ${format.relativeDay(on)}`} more={<LinkButton onClick={onOpen}>{t('open')}</LinkButton>} />
      <div className="last">
        <p><b>{diagnosisText({ code, text: diagnosis })}</b> <span className="dim">{code}</span></p>
        {summary !== '' && <p className="sub">{summary}</p>}
        <p className="dim small">{[by, orgName].filter((part) => part !== '').join(' · ')}</p>
      </div>
    </>
  );
}

function Due({ view: { due, banner } }: { readonly view: EncounterView }) {
  const { t } = useTranslation('encounters');
  const { t: ofPatient } = useTranslation('patient');
  const format = useFormat();
  if (due.length === 0) return null;
  return (
    <>
      <SectionHead className="g" title={t('due')} />
      {isComing(banner) && <p className="small duenote"><StatusText tone="warn" icon="clock">{t('dueMeanwhile')}</StatusText></p>}
      <ul className="meds">
        {due.map(({ programme, dueOn, lastOn }) => {
          const isLate = dueOn < format.today;
          return (
            <li key={programme}>
              <b>{t('followUpOf', { programme: ofPatient(`programme.${programme as 'copd'}`, { defaultValue: programme }) })}</b>
              <span className={isLate ? 'is-warn' : 'sub'}>
                {isLate && <><Icon name="clock" /> </>}{isLate ? t('overdue', { span: format.spanOfDays(daysLate(dueOn, format.today)) }) : format.relativeDay(dueOn)}
              </span>
              <span className="small dim">{t('dueOn', { day: format.shortDate(dueOn) })}{lastOn !== null && ` · ${t('lastOn', { day: format.shortDate(lastOn) })}`}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

const daysLate = (dueOn: string, today: string): number => Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000);
