import type { Source } from '@lianyi/schema/documents/parts';
import { KeyValues, type KeyValue } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { OriginView } from '../../src/reports/views.ts';
import { useFormat } from '../format/useFormat.ts';
import { useRecordWords } from './useRecordWords.ts';

export interface OriginFactsProps {
  readonly origin: OriginView | null;
  readonly revision?: number | undefined;
  /** Of an entry that came from another institution's system. */
  readonly source?: Source | null | undefined;
}

/** Who wrote it, in which institution, on which PC, when, and in which bundle. */
export function OriginFacts({ origin, revision, source }: OriginFactsProps) {
  const { t } = useTranslation('record');
  const format = useFormat();
  const words = useRecordWords();
  const nobody = origin !== null && origin.device === null;
  const items: readonly KeyValue[] = origin === null ? [] : [
    { key: 'who', label: t('origin.who'), value: <b>{named(origin.person, nobody ? t('origin.byCounty') : t('origin.unknown'))}</b> },
    { key: 'where', label: t('origin.where'), value: named(origin.organisation, nobody ? t('origin.byCounty') : t('origin.unknown')) },
    { key: 'device', label: t('origin.device'), value: named(origin.device, '—') },
    { key: 'action', label: t('origin.action'), value: words.action(origin.action) },
    { key: 'savedAt', label: t('origin.savedAt'), value: origin.savedAt === null ? '—' : <>{format.moment(origin.savedAt)} <span className="dim">{t('origin.savedNote')}</span></> },
    { key: 'receivedAt', label: t('origin.receivedAt'), value: <>{format.moment(origin.receivedAt)} <span className="dim">{format.ago(origin.receivedAt)}</span></> },
    { key: 'bundle', label: t('origin.bundle'), value: <span className="code bundleid">{origin.bundleId}</span> },
  ];
  const more: readonly KeyValue[] = [
    ...(revision === undefined ? [] : [{ key: 'revision', label: t('origin.revision'), value: revision }]),
    ...(source == null ? [] : [
      { key: 'source', label: t('origin.imported'), value: source.system }, { key: 'reference', label: t('origin.reference'), value: <span className="code bundleid">{source.reference}</span> },
    ]),
  ];
  return (
    <>
      {origin === null && <p className="sub">{t('origin.none')}</p>}
      <KeyValues items={[...items, ...more]} className="origin" />
    </>
  );
}

function named(view: { readonly name: string; readonly id: string } | null, otherwise: string): string {
  return view === null ? otherwise : view.name === '' ? view.id : view.name;
}

/** In a cell: `吴明礼 · 青石坪村卫生室 · 3月6日 08:10 记录`. What an entry dates itself is beside it: this is when it was written down. */
export function OriginBrief({ origin }: { readonly origin: OriginView | null }) {
  const { t } = useTranslation('record');
  const format = useFormat();
  if (origin === null) return <span className="dim">{t('origin.unknown')}</span>;
  const parts = [origin.person?.name ?? t('origin.byCounty'), origin.organisation?.name, t('origin.recordedAt', { when: format.moment(origin.savedAt ?? origin.receivedAt) })];
  return <>{parts.filter((part) => part !== undefined && part !== '').join(' · ')}</>;
}
