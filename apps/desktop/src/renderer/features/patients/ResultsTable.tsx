import { Badge, Cell, classNames, DataTable, Icon, MarkedText, SelectableRow, SkeletonRows, type RowKeys } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { PatientHit } from '../../../contract/views.ts';
import { phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';

/** The people found. The letters that matched are underlined where they stand. */
export function ResultsTable({ hits, keys }: { readonly hits: readonly PatientHit[] | undefined; readonly keys: RowKeys }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const columns = [
    { id: 'name', label: t('name'), width: 214 }, { id: 'sexAge', label: t('sexAge'), width: 64 }, { id: 'birthDate', label: t('birthDate'), width: 92 }, { id: 'address', label: t('address'), width: 116 },
    { id: 'phone', label: t('phone'), width: 116 }, { id: 'why', label: t('why') }, { id: 'lastVisit', label: t('lastVisit'), width: 84, align: 'right' as const },
  ];
  return (
    <DataTable label={t('title')} columns={columns} rows={keys}>
      {hits === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '60%' : width * 0.6 }))} rows={6} /> : hits.map((hit, at) => (
        <SelectableRow key={hit.patientId} {...keys.row(at)} className={classNames(hit.likelySameAs !== null && 'dup')}>
          <Cell isCut title={hit.name}>
            <span className="nm">{hit.name}</span> <span className="pinyin"><Pinyin hit={hit} /></span>
            {hit.hasAllergy && <Badge tone="danger" icon="stop" className="al">{t('allergy')}</Badge>}
          </Cell>
          <Cell className="sub">{format.sexYears(hit.sex, hit.ageYears)}</Cell>
          <Cell className="sub">{hit.birthDate}</Cell>
          <Cell isCut title={hit.address}>{withoutTownship(hit.address)}</Cell>
          <Cell className="sub">{hit.phone === null ? '—' : <Phone hit={hit} phone={hit.phone} />}</Cell>
          <Cell isCut><Why hit={hit} /></Cell>
          <Cell align="right" className="sub">{hit.lastVisitOn === null ? '—' : format.looseDate(hit.lastVisitOn)}</Cell>
        </SelectableRow>
      ))}
    </DataTable>
  );
}

/** Most are of this township: the village and the group tell people apart, the rest stands in the title. */
function withoutTownship(address: string): string {
  return address.replace(/^.{1,10}?[镇乡](?=.)/u, '');
}

function Pinyin({ hit }: { readonly hit: PatientHit }) {
  return <MarkedText value={hit.reason.text === hit.pinyin ? { text: hit.pinyin, marks: hit.reason.ranges } : hit.pinyin} />;
}

/** The digits that matched, where they stand: the spaces of the shown number move them. */
function Phone({ hit: { reason }, phone }: { readonly hit: PatientHit; readonly phone: string }) {
  const shown = phoneText(phone);
  if (reason.by !== 'phone' || reason.text !== phone) return <>{shown}</>;
  const moved = (at: number, isEnd: boolean) => (shown === phone ? at : at + (at > (isEnd ? 7 : 6) ? 2 : at > (isEnd ? 3 : 2) ? 1 : 0));
  return <MarkedText value={{ text: shown, marks: reason.ranges.map(([start, end]) => [moved(start, false), moved(end, true)] as const) }} />;
}

function Why({ hit }: { readonly hit: PatientHit }) {
  const { t } = useTranslation('patients');
  const { reason } = hit;
  const isShownElsewhere = reason.text === hit.pinyin || reason.text === hit.name || reason.text === hit.phone || reason.text === hit.address || reason.text === '';
  return (
    <>
      {t(`by.${reason.by}`)}
      {!isShownElsewhere && <> <MarkedText value={{ text: reason.text, marks: reason.ranges }} /></>}
      {hit.queueNumber !== null && <> · <b>{t('queued', { number: hit.queueNumber })}</b></>}
      {hit.likelySameAs !== null && <> {hit.queueNumber === null ? <Badge tone="info" icon="people">{t('likelySame')}</Badge> : <Icon name="people" className="is-info" label={t('likelySame')} />}</>}
    </>
  );
}
