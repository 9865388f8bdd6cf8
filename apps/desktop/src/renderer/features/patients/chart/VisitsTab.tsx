import { Badge, Button, Cell, DataTable, Empty, Page, SelectableRow, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { useGo } from '../../../navigation/useNavigation.ts';
import { DocumentMark } from '../../../patient/DocumentMark.tsx';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';
import { diagnosisText } from '../../../i18n/catalogueWords.ts';

/** Every visit on this PC, the last first; Enter opens it. */
export function VisitsTab({ chart, onStart }: { readonly chart: ChartView; readonly onStart: (() => void) | undefined }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const go = useGo();
  const [index, setIndex] = useState(0);
  const visits = chart.encounters.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const keys = useRowKeys({ count: visits.length, index, onIndexChange: setIndex, onOpen: (at) => { const visit = visits[at]; if (visit !== undefined) go({ name: 'visit', encounterId: visit.id }); } });
  if (visits.length === 0) {
    return <Page><Empty icon="visit" title={isComing(chart.banner) ? <NotHereYet isTitle /> : t('visitsNone')} action={onStart === undefined ? undefined : <Button keyHint="F8" onClick={onStart}>{t('startVisit')}</Button>}>{isComing(chart.banner) ? null : t('visitsNoneNext')}</Empty></Page>;
  }
  const columns = [
    { id: 'date', label: t('date'), width: 130 }, { id: 'diagnosis', label: t('diagnosis') }, { id: 'doctor', label: t('doctor'), width: 100 }, { id: 'place', label: t('place'), width: 180 },
    { id: 'state', label: t('state'), width: 96 }, { id: 'county', label: t('atCounty'), width: format.language === 'en' ? 190 : 150 },
  ];
  return (
    <Page>
      {isComing(chart.banner) && <p className="entryline"><NotHereYet isSome /></p>}
      <DataTable label={t('tab.visits')} columns={columns} rows={keys}>
        {visits.map((visit, at) => (
          <SelectableRow key={visit.id} {...keys.row(at)}>
            <Cell className="sub">{format.moment(visit.startedAt)}</Cell>
            <Cell isCut title={visit.complaint}>
              {visit.diagnoses.length === 0 ? <span className="sub">{visit.complaint}</span> : visit.diagnoses.map(({ text, code }) => <span key={`${code}${text}`}>{diagnosisText({ code, text })} <span className="dim">{code}</span>　</span>)}
            </Cell>
            <Cell isCut>{chart.staffNames[visit.practitionerId] ?? ''}</Cell>
            <Cell isCut className="sub">{visit.patientId !== chart.patient.id && <Badge icon="people" title={t('ofOther')}>{t('ofOther')}</Badge>} {chart.orgNames[visit.orgId] ?? ''}</Cell>
            <Cell>{visit.progress.state === 'draft' ? <Badge icon="edit">{t('visitDraft')}</Badge> : visit.progress.state === 'signed' ? <span className="sub">{t('visitSigned')}</span> : <Badge tone="warn" icon="x">{t('visitError')}</Badge>}</Cell>
            <Cell isCut><DocumentMark place={chart.places[visit.id] ?? 'held'} /></Cell>
          </SelectableRow>
        ))}
      </DataTable>
    </Page>
  );
}
