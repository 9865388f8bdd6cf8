import { Badge, Cell, DataTable, LinkButton, SectionHead, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeenRow, TodayView } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { yuan } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { diagnosisText } from '../../i18n/catalogueWords.ts';

const firstRows = 7;

/** Visits of today, the last first; Enter opens the visit. */
export function SeenTable({ today }: { readonly today: TodayView | undefined }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const go = useGo();
  const isComing = useIsComing();
  const [index, setIndex] = useState(-1);
  const [isWhole, setWhole] = useState(false);
  const all = today?.seen ?? [];
  const rows = isWhole ? all : all.slice(0, firstRows);
  const keys = useRowKeys({
    count: rows.length, index, onIndexChange: setIndex,
    onOpen: (at) => { const row = rows[at]; if (row !== undefined) go({ name: 'visit', encounterId: row.encounterId }); },
  });
  const columns = [
    { id: 'time', label: t('time'), width: 60 }, { id: 'name', label: t('name'), width: 76 }, { id: 'sexAge', label: t('sexAge'), width: 72 }, { id: 'diagnosis', label: t('diagnosis') },
    { id: 'outcome', label: t('outcome'), width: 128 }, { id: 'amount', label: t('amount'), width: 80, align: 'right' as const },
  ];
  const counts = today === undefined ? [] : [...(all.length > 0 || !isComing ? [t('people', { count: all.length })] : []), ...(today.drafts > 0 ? [t('drafts', { count: today.drafts })] : [])];
  const count = counts.length === 0 ? undefined : counts.join(' · ');
  const more = all.length > firstRows && <LinkButton onClick={() => { setWhole(!isWhole); }}>{isWhole ? t('fewer') : t('allSeen', { count: all.length })}</LinkButton>;
  return (
    <section aria-labelledby="seen">
      <SectionHead id="seen" className="gap" title={t('seen')} count={count} more={more === false ? undefined : more} />
      {isComing && today !== undefined && <p className="none"><NotHereYet isSome={all.length > 0} /></p>}
      {today !== undefined && all.length === 0 ? !isComing && <p className="none"><b className="sub">{t('nobodySeen')}</b> {t('nobodySeenNext')}</p> : (
        <DataTable label={t('seen')} columns={columns} rows={keys}>
          {today === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} /> : rows.map((row, at) => (
            <SelectableRow key={row.encounterId} {...keys.row(at)}>
              <Cell className="sub">{format.clock(row.at)}</Cell>
              <Cell><span className="nm">{row.name}</span></Cell>
              <Cell className="sub">{format.sexAgeShort(row.sex, { years: row.ageYears, months: row.ageYears * 12, days: row.ageYears * 365 })}</Cell>
              <Cell isCut title={diagnosisText({ code: row.code, text: row.diagnosis })}>{row.diagnosis === '' ? <span className="dim">{t('noDiagnosis')}</span> : <>{diagnosisText({ code: row.code, text: row.diagnosis })} <span className="dim">{row.code}</span></>}</Cell>
              <Cell><Outcome row={row} /></Cell>
              <Cell align="right">{row.amountFen === null ? '—' : yuan(row.amountFen)}</Cell>
            </SelectableRow>
          ))}
        </DataTable>
      )}
    </section>
  );
}

function Outcome({ row }: { readonly row: SeenRow }) {
  const { t } = useTranslation('today');
  const go = useGo();
  const words = t(`seenState.${row.state}`);
  switch (row.state) {
    case 'draft': return <Badge icon="edit">{words}</Badge>;
    case 'partlyDispensed': return <Badge tone="warn" icon="clock">{words}</Badge>;
    case 'prescribed': {
      const { prescriptionId } = row;
      return prescriptionId === null ? <span className="sub">{words}</span>
        : <LinkButton tabIndex={-1} onClick={(event) => { event.stopPropagation(); go({ name: 'dispense', prescriptionId }); }}>{words}</LinkButton>;
    }
    case 'signed':
    case 'dispensed': return <span className="sub">{words}</span>;
  }
}
