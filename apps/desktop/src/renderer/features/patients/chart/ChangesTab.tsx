import { Badge, Cell, DataTable, Empty, Page } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { isComing, NotHereYet } from '../../../patient/NotHereYet.tsx';
import { unitLabel, unitText } from './unitWords.ts';

/** Who changed what, from what, to what, and whether the county has it. */
export function ChangesTab({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  if (chart.changes.length === 0) return <Page><Empty icon="edit" title={isComing(chart.banner) ? <NotHereYet isTitle /> : t('changesNone')}>{t('changesNoneNext')}</Empty></Page>;
  const columns = [
    { id: 'date', label: t('date'), width: 130 }, { id: 'who', label: t('who'), width: 190 }, { id: 'unit', label: t('changed'), width: 130 }, { id: 'before', label: t('before') },
    { id: 'after', label: t('after') }, { id: 'state', label: t('state'), width: 120 },
  ];
  return (
    <Page tabIndex={0}>
      {isComing(chart.banner) && <p className="entryline"><NotHereYet isSome /></p>}
      <DataTable label={t('tab.changes')} columns={columns}>
        {chart.changes.map((change, at) => {
          const { resolved } = change;
          const [before, value] = [change.unit === '' ? '' : unitText(change.unit, change.before, t), change.unit === '' ? '' : unitText(change.unit, change.after, t)];
          const after = resolved === null ? value : [t(`reviewed.${resolved.choice}`, { losing: value }), ...resolved.reason === '' ? [] : [format.labelled(t('reviewedWhy'), resolved.reason)]].join(' · ');
          return (
            // One save may change a unit twice: only the place tells such lines apart.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={`${change.at}-${change.unit}-${at}`}>
              <Cell className="sub">{format.moment(change.at)}</Cell>
              <Cell isCut title={`${change.by} · ${change.orgName}`}>{change.by} <span className="dim">{change.orgName}</span></Cell>
              <Cell>{unitLabel(change.unit, t)}{resolved !== null && <> <Badge icon="review">{t('reviewedHere')}</Badge></>}</Cell>
              <Cell isCut className="dim" title={before}>{before}</Cell>
              <Cell isCut={resolved === null} title={after}>{after}</Cell>
              <Cell>{change.state === 'held' ? <span className="sub">{t('changeState.held')}</span> : <Badge tone={change.state === 'quarantined' ? 'warn' : 'plain'} icon={change.state === 'quarantined' ? 'warn' : 'up'}>{t(`changeState.${change.state}`)}</Badge>}</Cell>
            </tr>
          );
        })}
      </DataTable>
    </Page>
  );
}
