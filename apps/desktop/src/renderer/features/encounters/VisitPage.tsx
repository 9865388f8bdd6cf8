import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { Unanswered, Unread } from '../../shell/Unread.tsx';
import type { DrawAttachments } from '../../patient/attachmentsSlot.ts';
import { meetView, useVisitDrafts } from '../../visit/visitDrafts.ts';
import { OpenVisit } from './OpenVisit.tsx';
import type { DrawPrescription } from './prescriptionSlot.ts';
import './visit.css';

interface VisitPageProps {
  readonly encounterId: string;
  readonly prescription: DrawPrescription;
  readonly attachments: DrawAttachments;
}

/** A visit, from the first vital sign to the signature; once signed, the same page to read. */
export function VisitPage({ encounterId, prescription, attachments }: VisitPageProps) {
  const { t } = useTranslation('encounters');
  const visit = useQuery(useHost().encounters.get.queryOptions({ encounterId }));
  const draft = useVisitDrafts(({ drafts }) => drafts[encounterId]);
  const view = visit.data;
  useEffect(() => { if (view !== null && view !== undefined) meetView(view); }, [view]);

  if (visit.isError && view === undefined) return <Unread title={t('title')} onAgain={() => { void visit.refetch(); }} />;
  if (view === null) return <Unread title={t('title')} isMissing />;
  if (view === undefined || draft === undefined) return <Unanswered title={t('title')} />;
  return <OpenVisit view={view} draft={draft} prescription={prescription} attachments={attachments} />;
}
