import { Cell, KeyValues, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/useFormat.ts';
import { OriginFacts } from '../../record/OriginFacts.tsx';
import type { EntryOf } from './chartEntries.ts';
import { EntryTable } from './EntryTable.tsx';

type Entry = EntryOf<'historyEntry'>;

/** What other institutions did, as they told us, with their own system and number. */
export function HistoryList({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('patients');
  const record = useTranslation('record').t;
  const format = useFormat();
  const columns = [
    { id: 'day', label: t('day'), width: 120 }, { id: 'kind', label: t('kindOf'), width: 104 }, { id: 'value', label: t('value') }, { id: 'source', label: t('source'), width: 220 },
  ];
  const valueOf = ({ text, value, unit }: Entry['document']) => [text, [value, unit].filter((part) => part !== '').join(' ')].filter((part) => part !== '').join(' · ');
  return (
    <EntryTable<Entry> tab="history" entries={entries} idOf={({ id }) => id} columns={columns}
      renderCells={({ document }) => (
        <>
          <Cell className="dim">{document.day === null ? t('noDay') : format.shortDate(document.day)}</Cell>
          <Cell isCut className="sub">{t(`category.${document.category}`)}</Cell>
          <Cell isCut title={valueOf(document)}>{valueOf(document)}</Cell>
          <Cell isCut className="sub" title={document.source.system}>{document.source.system}</Cell>
        </>
      )}
      renderDetail={({ document, created, revision }) => (
        <>
          <h2 className="sidetitle">{t(`category.${document.category}`)}</h2>
          <p className="wholevalue">{valueOf(document)}</p>
          <KeyValues className="sidefacts" items={[
            { key: 'day', label: t('day'), value: document.day === null ? t('noDay') : format.fullDate(document.day) },
            ...(document.status === '' ? [] : [{ key: 'status', label: t('state'), value: document.status }]),
            ...(document.code === null ? [] : [{ key: 'code', label: document.code.system, value: document.code.value }]),
          ]} />
          <SectionHead className="g" title={record('origin.title')} isRuled />
          <OriginFacts origin={created} revision={revision} source={document.source} />
        </>
      )} />
  );
}
