import { Button, Icon, LinkButton, SectionHead } from '@lianyi/ui';
import type { AllergyEntry, ProblemEntry } from '@lianyi/schema/documents/patient';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';
import { diagnosisText, substanceText, reactionText } from '../../../i18n/catalogueWords.ts';
import type { ChartDialog } from './dialogs.ts';
import { useChangePatient } from './useChangePatient.ts';

interface ListProps { readonly chart: ChartView; readonly mayWrite: boolean; readonly onDialog: (dialog: ChartDialog) => void }

/** Active first; what was refuted stays, struck out, with its reason. */
export function AllergyList({ chart, mayWrite, onDialog }: ListProps) {
  const { t } = useTranslation('patients');
  const words = useTranslation('patient').t;
  const { patient } = chart;
  const changing = useChangePatient(patient.id);
  const entries = Object.entries(patient.allergies).toSorted(([, a], [, b]) => Number(b.status === 'active') - Number(a.status === 'active'));
  const hasActive = [...Object.values(patient.allergies), ...chart.linked.flatMap((other) => Object.values(other.allergies))].some(({ status }) => status === 'active');
  return (
    <section>
      <SectionHead title={t('allergies')} isRuled more={mayWrite ? <LinkButton onClick={() => { onDialog({ name: 'addAllergy' }); }}>{t('addAllergyTo')}</LinkButton> : undefined} />
      {isComing(chart.banner) && <p className="entryline"><NotHereYet isSome={hasActive} /></p>}
      {!hasActive && (
        <p className="entryline">
          {patient.noKnownAllergies === null ? <span className="is-warn"><Icon name="warn" /> {words('allergiesUnasked')}</span> : <span className="sub">{!isComing(chart.banner) && <Icon name="tick" />} {words('noAllergies')} <Recorded chart={chart} entry={{ recorded: patient.noKnownAllergies, source: null }} /></span>}
          {patient.noKnownAllergies === null && mayWrite && (
            <Button size="sm" disabled={changing.isSaving} onClick={() => { changing.save([{ unit: 'noKnownAllergies', before: null, after: true }], () => undefined); }}>{t('nkaButton')}</Button>
          )}
        </p>
      )}
      <ul className="entrylist">
        {entries.map(([id, entry]) => (
          <li key={id} className={entry.status === 'active' ? undefined : 'gone'}>
            <div>
              <b className={entry.status === 'active' ? 'is-danger' : undefined}>{substanceText(entry.substance)}</b>{' '}
              <span className="sub">{[reactionText(entry.reaction), entry.severity === 'severe' ? t('severe') : '', entry.onset].filter((word) => word !== '').join(' · ')}</span>
              <EndedWords entry={entry} />
              <small><Recorded chart={chart} entry={entry} /></small>
            </div>
            {mayWrite && entry.status === 'active' && (
              <span className="row">
                <LinkButton onClick={() => { onDialog({ name: 'endEntry', unit: `allergies/${id}`, to: 'refuted' }); }}>{t('refute')}</LinkButton>
                <LinkButton onClick={() => { onDialog({ name: 'endEntry', unit: `allergies/${id}`, to: 'enteredInError' }); }}>{t('enteredInError')}</LinkButton>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ProblemList({ chart, mayWrite, onDialog }: ListProps) {
  const { t } = useTranslation('patients');
  const entries = Object.entries(chart.patient.problems).toSorted(([, a], [, b]) => Number(b.status === 'active') - Number(a.status === 'active'));
  return (
    <section>
      <SectionHead title={t('problems')} isRuled more={mayWrite ? <LinkButton onClick={() => { onDialog({ name: 'addProblem' }); }}>{t('addProblemTo')}</LinkButton> : undefined} />
      {isComing(chart.banner) ? <p className="entryline"><NotHereYet isSome={entries.length > 0} /></p> : entries.length === 0 && <p className="entryline dim">{t('noProblems')}</p>}
      <ul className="entrylist">
        {entries.map(([id, entry]) => (
          <li key={id} className={entry.status === 'active' ? undefined : 'gone'}>
            <div>
              <b>{diagnosisText(entry)}</b> <span className="dim">{entry.code}</span> <span className="sub">{entry.onset}</span>
              <EndedWords entry={entry} />
              <small><Recorded chart={chart} entry={entry} /></small>
            </div>
            {mayWrite && entry.status === 'active' && (
              <span className="row">
                <LinkButton onClick={() => { onDialog({ name: 'endEntry', unit: `problems/${id}`, to: 'resolved' }); }}>{t('resolve')}</LinkButton>
                <LinkButton onClick={() => { onDialog({ name: 'endEntry', unit: `problems/${id}`, to: 'enteredInError' }); }}>{t('enteredInError')}</LinkButton>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndedWords({ entry }: { readonly entry: AllergyEntry | ProblemEntry }) {
  const { t } = useTranslation('patients');
  return entry.status === 'active' ? null : <span className="ended"> {t(`status.${entry.status}`)}{entry.statusReason === '' ? '' : ` · ${entry.statusReason}`}</span>;
}

/** Who recorded it when, or which institution it came from. */
function Recorded({ chart, entry }: { readonly chart: ChartView; readonly entry: Pick<AllergyEntry, 'recorded' | 'source'> }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const when = format.recent(entry.recorded.at);
  if (entry.source !== null) return <>{t('bySource', { source: entry.source.system })}</>;
  return <>{t('recordedBy', { by: chart.staffNames[entry.recorded.by] ?? chart.orgNames[entry.recorded.orgId] ?? '', when })}</>;
}
