import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import { useDispenseDraft, useKeptDispense } from './dispenseDrafts.ts';
import { DispenseQueue } from './DispenseQueue.tsx';
import { OpenPlan } from './OpenPlan.tsx';
import './dispensing.css';

/** Without a prescription, those that wait; with one, its lots, the four checks and the payment. */
export function DispensePage({ prescriptionId }: { readonly prescriptionId: string | null }) {
  return prescriptionId === null ? <DispenseQueue /> : <Prescription prescriptionId={prescriptionId} />;
}

function Prescription({ prescriptionId }: { readonly prescriptionId: string }) {
  const { t } = useTranslation('dispensing');
  const isKept = useKeptDispense(prescriptionId);
  const [{ ownerId }] = useDispenseDraft(prescriptionId);
  const answer = useQuery(useHost().dispensing.plan.queryOptions({ prescriptionId, ownerId }, { enabled: isKept, placeholderData: (before) => before }));
  const plan = answer.data;
  if (answer.isError && plan === undefined) return <Unread title={t('title')} onAgain={() => { void answer.refetch(); }} />;
  if (plan === null) return <Unread title={t('title')} isMissing />;
  if (plan === undefined) return <Unanswered title={t('title')} />;
  // Another owner's lots are another allocation.
  return <OpenPlan key={plan.ownerId} plan={plan} />;
}
