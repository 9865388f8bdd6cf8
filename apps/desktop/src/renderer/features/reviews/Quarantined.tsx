import { Alert, Columns, KeyValues, Page } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineRow } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { useOutcomeWords } from './quarantineWords.ts';

/** A save that the county cannot take as it is: kept, shown where it was made, settled by a later save, never dropped. */
export function Quarantined({ row, queue, walk }: { readonly row: QuarantineRow; readonly queue: ReactNode; readonly walk: readonly PageAction[] }) {
  const { t } = useTranslation('reviews');
  const format = useFormat();
  const go = useGo();
  const { action, reason, settle } = useOutcomeWords()(row);
  const { patientId } = row;
  return (
    <PageFrame title={t('title')} states={[{ id: 'kept', icon: 'info', tone: 'info', text: t('quarantineKept') }]}
      actions={[...walk, ...patientId === null ? [] : [{ id: 'chart', label: t('action.chart'), keys: 'F8', isPrimary: true, onPress: () => { go({ name: 'chart', patientId }); } }]]}>
      <Columns template="292px minmax(0, 1fr)" className="rev">
        {queue}
        <Page>
          <Alert tone="warn" title={t('quarantineTitle')}>{reason}{settle}</Alert>
          <KeyValues className="facts" items={[
            { key: 'what', label: t('fact.what'), value: action },
            { key: 'who', label: t('fact.patient'), value: row.patientName ?? '—' },
            { key: 'when', label: t('fact.when'), value: format.moment(row.savedAt) },
            { key: 'detail', label: t('fact.detail'), value: row.detail === '' ? '—' : <span lang="en">{row.detail}</span> },
          ]} />
        </Page>
      </Columns>
    </PageFrame>
  );
}
