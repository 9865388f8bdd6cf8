import { Alert, Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { ChartView } from '../../../client/hostOutputs.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { useGo } from '../../../navigation/useNavigation.ts';

/** Which other records are shown with this one, and what they alone know of allergies and problems. */
export function LinkedRecords({ chart }: { readonly chart: ChartView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const go = useGo();
  return chart.linked.map((other) => {
    const { identity } = other;
    const allergies = Object.values(other.allergies).filter((entry) => entry.status === 'active');
    const problems = Object.values(other.problems).filter((entry) => entry.status === 'active');
    return (
      <Alert key={other.id} tone="info" icon="people" title={t('linkedWith')} actions={[{ id: 'open', label: t('openOne'), onChoose: () => { go({ name: 'chart', patientId: other.id }); } }]}>
        {identity.name} {format.sex(identity.sex)} {format.fullDate(identity.birthDate)} · {chart.orgNames[other.homeId] ?? ''}
        {allergies.length > 0 && <><br /><span className="is-danger"><Icon name="stop" /> {t('allergies')}</span> {allergies.map((entry) => entry.substance).join(' · ')}</>}
        {problems.length > 0 && <><br /><span className="sub">{t('problems')}</span> {problems.map((entry) => entry.text).join(' · ')}</>}
      </Alert>
    );
  });
}
