import { Badge, Button, Cell, DataTable, Empty, Key, LinkButton, SectionHead, SelectableRow, SkeletonRows, useRowKeys } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { WaitingRow } from '../../../contract/views.ts';
import { useIsComing, useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, substanceText } from '../../i18n/catalogueWords.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';

export interface WaitingTableProps {
  /** Undefined while loading. */
  readonly rows: readonly WaitingRow[] | undefined;
  readonly index: number;
  /** The first who has not been taken. */
  readonly nextIndex: number;
  readonly onIndexChange: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onLeave: (row: WaitingRow) => void;
  readonly onQueue: () => void;
  readonly mayVisit: boolean;
}

const triageNumerals = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' } as const;

export function WaitingTable({ rows, index, nextIndex, onIndexChange, onOpen, onLeave, onQueue, mayVisit }: WaitingTableProps) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const keys = useRowKeys({ count: rows?.length ?? 0, index, onIndexChange, onOpen });
  const chosen = rows?.[index];
  const pulling = useLine()?.pulling ?? null;
  const isPulling = pulling !== null && pulling.stoppedSince === undefined;
  const isComing = useIsComing();
  const columns = [
    { id: 'number', label: t('number'), width: 40 }, { id: 'name', label: t('name'), width: 72 }, { id: 'sexAge', label: t('sexAge'), width: 70 },
    { id: 'reason', label: t('reason') }, { id: 'hints', label: t('hints'), width: 150 }, { id: 'waited', label: t('waited'), width: 86, align: 'right' as const },
    { id: 'state', label: t('state'), width: 104 },
  ];
  return (
    <section aria-labelledby="waiting">
      <SectionHead id="waiting" title={t('waiting')} count={rows === undefined || (rows.length === 0 && isComing) ? undefined : t('people', { count: rows.length })}
        more={rows === undefined || rows.length === 0 ? undefined : <WaitingMore chosen={mayVisit ? chosen : undefined} onLeave={onLeave} />} />
      {rows?.length === 0 ? (
        <Empty icon={isPulling ? 'sync' : 'people'} title={isPulling ? t('pulling') : isComing ? <NotHereYet isTitle /> : t('nobodyWaits')} action={mayVisit ? <Button keyHint="F7" onClick={onQueue}>{t('queue')}</Button> : undefined}>
          {t(!mayVisit ? 'nobodyWaitsRead' : isPulling ? 'pullingNext' : 'nobodyWaitsNext')}
        </Empty>
      ) : (
        <DataTable label={t('waiting')} columns={columns} rows={keys}>
          {rows === undefined ? <SkeletonRows columns={columns.map(({ id, width }) => ({ id, width: width === undefined ? '70%' : width * 0.6 }))} rows={4} /> : rows.map((row, at) => (
            <SelectableRow key={row.entry.id} {...keys.row(at)}>
              <Cell className="dim">{row.entry.number}</Cell>
              <Cell><span className="nm">{row.name}</span></Cell>
              <Cell className="sub">{format.sexAgeShort(row.sex, row.age)}</Cell>
              <Cell isCut title={row.entry.reason}>{row.entry.reason}</Cell>
              <Cell isCut><Hints row={row} /></Cell>
              <Cell align="right">{row.entry.state.name === 'inVisit' ? '—' : format.minutes(row.waitedMinutes)}</Cell>
              <Cell>{row.entry.state.name === 'inVisit' ? <Badge tone="accent">{t('inVisit')}</Badge>
                : at === index && mayVisit ? <><b className="is-accent">{t(at === nextIndex ? 'next' : 'take')}</b> <Key>Enter</Key></> : <span className="sub">{t('waits')}</span>}</Cell>
            </SelectableRow>
          ))}
        </DataTable>
      )}
    </section>
  );
}

function WaitingMore({ chosen, onLeave }: { readonly chosen: WaitingRow | undefined; readonly onLeave: (row: WaitingRow) => void }) {
  const { t } = useTranslation('today');
  return (
    <span className="row">
      {chosen?.entry.state.name === 'waiting' && <LinkButton onClick={() => { onLeave(chosen); }}>{t('leave', { name: chosen.name })} <Key>Del</Key></LinkButton>}
      <span className="dim">{t('order')}</span>
    </span>
  );
}

/** The loudest first; the row keeps one line, the rest stands in its title. */
function Hints({ row }: { readonly row: WaitingRow }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const { triage } = row.entry;
  const hints = [
    row.allergies.length > 0 && { id: 'allergy', tone: 'danger' as const, icon: 'stop' as const, text: t('hasAllergy', { substances: format.list(row.allergies.map(substanceText)) }) },
    triage !== 'IV' && { id: 'triage', tone: 'warn' as const, icon: 'warn' as const, text: t('triage', { level: triageNumerals[triage] }) },
    row.medicationHints.length > 0 && { id: 'medicine', tone: 'warn' as const, icon: 'pill' as const, text: t('onMedicine', { names: format.list(row.medicationHints.map(productText)) }) },
  ].filter((hint) => hint !== false);
  return (
    <span className="row" title={hints.map(({ text }) => text).join('\n')}>
      {hints.map(({ id, tone, icon, text }) => <Badge key={id} tone={tone} icon={icon}>{text}</Badge>)}
    </span>
  );
}
