import { Alert, Cell, SectionHead, StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { OriginFacts } from '../../record/OriginFacts.tsx';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { useValueText } from '../../record/useValueText.ts';
import { diagnosisText } from '../../i18n/catalogueWords.ts';
import type { ChartEntries, EntryOf } from './chartEntries.ts';
import { EntryTable } from './EntryTable.tsx';
import { UnitList } from './UnitList.tsx';

type Entry = ChartEntries['visits'][number];

/** Visits, and arrivals in a queue; a visit's sections each with who wrote them. */
export function VisitList({ chart, entries }: { readonly chart: ChartView; readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const words = useRecordWords();
  const columns = [
    { id: 'date', label: t('date'), width: format.language === 'zh' ? 132 : 150 }, { id: 'diagnosis', label: t('diagnosis') }, { id: 'complaint', label: t('complaint'), width: 190 }, { id: 'place', label: t('place'), width: 118 }, { id: 'state', label: t('state'), width: 84, align: 'right' as const },
  ];
  return (
    <EntryTable<Entry> tab="visits" entries={entries} idOf={({ id }) => id} columns={columns}
      renderCells={({ document }) => (document.kind === 'queueEntry' ? (
        <>
          <Cell isCut className="dim">{format.moment(document.arrived.at)}</Cell>
          <Cell isCut className="sub">{t('queue', { number: document.number })}</Cell>
          <Cell isCut title={document.reason}>{document.reason}</Cell>
          <Cell isCut className="sub">{chart.names[document.orgId]}</Cell>
          <Cell align="right" className="sub">{record(`status.${document.state.name}`)}</Cell>
        </>
      ) : (
        <>
          <Cell isCut className="dim">{format.moment(document.startedAt)}</Cell>
          <Cell isCut title={document.diagnoses.map(diagnosisText).join(' · ')}>{document.diagnoses.length === 0 ? <span className="dim">{t('noDiagnosis')}</span> : <b>{document.diagnoses.map(diagnosisText).join(' · ')}</b>}</Cell>
          <Cell isCut className="sub" title={document.complaint}>{document.complaint}</Cell>
          <Cell isCut className="sub">{chart.names[document.orgId]}</Cell>
          <Cell align="right"><Progress state={document.progress.state} /></Cell>
        </>
      ))}
      renderDetail={(entry) => (
        <>
          <h2 className="sidetitle">{words.kind(entry.kind)} {format.moment(entry.document.kind === 'encounter' ? entry.document.startedAt : entry.document.arrived.at)}</h2>
          {entry.document.kind === 'encounter' && <p className="sub">{t('visitNumber')} {entry.document.visitNumber} · {chart.names[entry.document.practitionerId]}</p>}
          <UnitList units={entry.units} chart={chart} />
          {entry.document.kind === 'encounter' && <Variants encounter={entry.document} chart={chart} />}
          <SectionHead className="g" title={record('origin.title')} isRuled />
          <OriginFacts origin={entry.created} revision={entry.revision} />
        </>
      )} />
  );
}

function Progress({ state }: { readonly state: EntryOf<'encounter'>['document']['progress']['state'] }) {
  const record = useTranslation('record').t;
  if (state === 'signed') return <StatusText tone="ok" icon="ok">{record('status.signed')}</StatusText>;
  return state === 'draft' ? <StatusText tone="plain" icon="edit">{record('status.draft')}</StatusText> : <StatusText tone="warn" icon="warn">{record('status.enteredInError')}</StatusText>;
}

/** What another PC wrote into the same section: shown until somebody has looked. */
function Variants({ encounter, chart }: { readonly encounter: EntryOf<'encounter'>['document']; readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const words = useRecordWords();
  const value = useValueText(chart.names);
  const variants = Object.entries(encounter.variants).flatMap(([section, byDevice]) => Object.entries(byDevice).map(([device, text]) => ({ section, device, text })));
  return variants.map(({ section, device, text }) => (
    <Alert key={`${section} ${device}`} tone="warn" icon="review" title={t('variant', { device: chart.names[device] ?? device, section: words.unit(section) })}>{value(section, text)}</Alert>
  ));
}
