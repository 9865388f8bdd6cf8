import { useQuery } from '@tanstack/react-query';
import { Cell, Icon, KeyValues, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../client/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { bytesText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { OriginBrief, OriginFacts } from '../../record/OriginFacts.tsx';
import type { EntryOf } from './chartEntries.ts';
import { EntryTable } from './EntryTable.tsx';

type Entry = EntryOf<'attachment'>;

/** Photos and reports: what each is, how large, from where, and its thumbnail where the county has it. The picture itself is looked at in the clinic. */
export function AttachmentList({ chart, entries }: { readonly chart: ChartView; readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const here = useQuery({ ...useCounty().patients.attachments.queryOptions({ patientId: chart.patient.id }), enabled: entries.length > 0 }).data;
  const hereOf = ({ id }: Entry) => here?.attachments.find((one) => one.id === id);
  const nameOf = ({ document }: Entry): string => (document.caption === '' ? t(`media.${document.mediaType}`) : document.caption);
  const stateOf = (entry: Entry): string => {
    const found = hereOf(entry);
    return found === undefined ? t('none') : t(found.isHeld ? 'attachmentHeld' : 'attachmentWaits');
  };
  const columns = [
    { id: 'picture', label: t('picture'), width: 72 }, { id: 'date', label: t('date'), width: 130 }, { id: 'name', label: t('attachmentName') }, { id: 'size', label: t('size'), width: 76, align: 'right' as const }, { id: 'origin', label: t('origin'), width: 270 },
  ];
  return (
    <EntryTable<Entry> tab="attachments" entries={entries} idOf={({ id }) => id} columns={columns}
      renderCells={(entry) => {
        const thumbnail = hereOf(entry)?.thumbnail ?? null;
        return (
          <>
            <Cell>{thumbnail === null ? <Icon name={entry.document.mediaType === 'application/pdf' ? 'paper' : 'image'} className="dim" /> : <img className="attachmentsmall" src={thumbnail} alt="" />}</Cell>
            <Cell className="dim">{format.moment(entry.document.takenAt)}</Cell>
            <Cell isCut title={nameOf(entry)}>{nameOf(entry)}</Cell>
            <Cell align="right">{bytesText(entry.document.bytes)}</Cell>
            <Cell isCut className="dim"><OriginBrief origin={entry.created} /></Cell>
          </>
        );
      }}
      renderDetail={(entry) => {
        const thumbnail = hereOf(entry)?.thumbnail ?? null;
        return (
          <>
            <h2 className="sidetitle">{nameOf(entry)}</h2>
            {thumbnail !== null && <img className="attachmentpicture" src={thumbnail} alt={nameOf(entry)} />}
            <KeyValues className="sidefacts" items={[
              { key: 'taken', label: t('taken'), value: format.moment(entry.document.takenAt) }, { key: 'media', label: t('kindOf'), value: t(`media.${entry.document.mediaType}`) },
              { key: 'size', label: t('size'), value: bytesText(entry.document.bytes) }, { key: 'state', label: t('bytesAt'), value: stateOf(entry) },
            ]} />
            <SectionHead className="g" title={record('origin.title')} isRuled />
            <OriginFacts origin={entry.created} revision={entry.revision} />
          </>
        );
      }} />
  );
}
