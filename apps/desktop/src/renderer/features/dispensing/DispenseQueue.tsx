import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Cell, DataTable, Empty, Page, PageHead, SegmentedTabs, SelectableRow, SkeletonRows, useRowKeys, type BadgeProps } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispenseQueueItem } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing, useKnownCount } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { useFirstFocus } from '../../shell/useFirstFocus.ts';
import { Unread } from '../../shell/Unread.tsx';

const badgeByState: Readonly<Record<DispenseQueueItem['state'], Pick<BadgeProps, 'tone' | 'icon'>>> = {
  waiting: { tone: 'accent', icon: 'pill' }, partly: { tone: 'warn', icon: 'clock' }, done: { tone: 'ok', icon: 'ok' },
  expired: { tone: 'plain', icon: 'clock' }, stopped: { tone: 'plain', icon: 'x' },
};
const isOpen = ({ state }: DispenseQueueItem): boolean => state === 'waiting' || state === 'partly';

/** Signed prescriptions: those that still wait, or all that there are. */
export function DispenseQueue() {
  const { t } = useTranslation('dispensing');
  const format = useFormat();
  const go = useGo();
  const [filter, setFilter] = useState<'open' | 'all'>('open');
  const [index, setIndex] = useState(0);
  const answer = useQuery(useHost().dispensing.queue.queryOptions());
  const all = answer.data ?? [];
  const known = useKnownCount();
  const waiting = known(all.filter(isOpen).length);
  const items = filter === 'open' ? all.filter(isOpen) : all;
  const chosen = items[Math.min(index, items.length - 1)];
  const open = (at: number) => {
    const item = items[at];
    if (item !== undefined) go({ name: 'dispense', prescriptionId: item.prescriptionId });
  };
  const rows = useRowKeys({ count: items.length, index: Math.min(index, items.length - 1), onIndexChange: setIndex, onOpen: open });
  const hasRows = items.length > 0;
  useFirstFocus(rows.activeRowId);
  if (answer.isError && answer.data === undefined) return <Unread title={t('title')} onAgain={() => { void answer.refetch(); }} />;

  const columns = [
    { id: 'at', label: t('column.at'), width: 120 }, { id: 'name', label: t('column.name'), width: 190 }, { id: 'sexAge', label: t('column.sexAge'), width: 90 },
    { id: 'number', label: t('column.number') }, { id: 'drugs', label: t('column.drugs'), width: 90, align: 'right' as const },
    { id: 'by', label: t('column.prescriber'), width: 150 }, { id: 'state', label: t('column.state'), width: 130 },
  ];
  return (
    <PageFrame title={t('title')}
      actions={chosen === undefined ? [] : [{ id: 'open', label: t('openOf', { name: chosen.patientName }), keys: 'Enter', isPrimary: true, isShownOnly: true, onPress: () => { open(items.indexOf(chosen)); } }]}>
      <Page>
        <PageHead title={t('title')} sub={waiting === undefined ? undefined : t('waitingCount', { count: waiting })} />
        <div className="queuefilters">
          <SegmentedTabs label={t('filter.label')} value={filter} onChange={(id) => { setFilter(id); setIndex(0); }}
            options={[{ id: 'open', label: t('filter.open'), count: waiting }, { id: 'all', label: t('filter.all'), count: known(all.length), isPlain: true }]} />
        </div>
        {answer.data !== undefined && !hasRows ? <NothingWaits onAll={all.length > 0 ? () => { setFilter('all'); } : undefined} /> : (
          <DataTable label={t('title')} columns={columns} rows={rows}>
            {answer.data === undefined && <SkeletonRows columns={columns.map(({ id }) => ({ id, width: 80 }))} />}
            {items.map((item, at) => (
              <SelectableRow key={item.prescriptionId} {...rows.row(at)}>
                <Cell>{format.moment(item.signedAt)}</Cell>
                <Cell><span className="nm">{item.patientName}</span>{item.hasAllergy && <> <Badge tone="danger" icon="stop">{t('hasAllergy')}</Badge></>}</Cell>
                <Cell className="sub">{format.sexYears(item.sex, item.ageYears)}</Cell>
                <Cell className="sub">{item.number}</Cell>
                <Cell align="right">{t('drugs', { count: item.drugs })}</Cell>
                <Cell className="sub">{item.prescriber}</Cell>
                <Cell><Badge {...badgeByState[item.state]}>{t(`state.${item.state}`)}</Badge></Cell>
              </SelectableRow>
            ))}
          </DataTable>
        )}
      </Page>
    </PageFrame>
  );
}

function NothingWaits({ onAll }: { readonly onAll: (() => void) | undefined }) {
  const { t } = useTranslation('dispensing');
  const isComing = useIsComing();
  return (
    <Empty icon="pill" title={isComing ? <NotHereYet isTitle /> : t('nothingWaits')} action={onAll !== undefined && <Button onClick={onAll}>{t('filter.all')}</Button>}>{t('nothingWaitsNext')}</Empty>
  );
}
