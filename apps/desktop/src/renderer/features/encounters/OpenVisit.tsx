import { useQuery } from '@tanstack/react-query';
import { mayAny } from '@lianyi/schema/codes/roles';
import { isUnwritten } from '@lianyi/schema/documents/encounter';
import { Columns, FormRow, Page, Tabs, useEnterAsTab, useHotkeys, useToast, type ActionsState } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EncounterView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import type { DrawAttachments } from '../../patient/attachmentsSlot.ts';
import { isComing } from '../../patient/NotHereYet.tsx';
import { PageFrame, type PageAction } from '../../shell/PageFrame.tsx';
import { PatientBannerBar } from '../../shell/PatientBannerBar.tsx';
import { useMayDo } from '../../shell/person.ts';
import { emptyOrder, unwrittenFields, type TypedOrder } from '../../visit/typedOrder.ts';
import { useLastPrescription } from '../../visit/useLastPrescription.ts';
import { usePrescriptionCheck } from '../../visit/usePrescriptionCheck.ts';
import { useVisitSaving } from '../../visit/useVisitSaving.ts';
import { isDirty, typeSection, type VisitDraft } from '../../visit/visitDrafts.ts';
import { DiagnosisPicker } from './DiagnosisPicker.tsx';
import { focusFirstProblem } from './focusFirstProblem.ts';
import { Narrative, PlanField } from './Narrative.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { useDiscardVisit } from './useDiscardVisit.ts';
import { useMedicationHits } from './useMedicationHits.ts';
import { useSignVisit } from './useSignVisit.ts';
import { useBlockers, useVisitStates } from './useVisitStates.tsx';
import { VariantNotices } from './VariantNotices.tsx';
import type { DrawPrescription } from './prescriptionSlot.ts';
import { VisitSide } from './VisitSide.tsx';
import { VitalsRow } from './VitalsRow.tsx';

export interface OpenVisitProps {
  readonly view: EncounterView;
  readonly draft: VisitDraft;
  readonly prescription: DrawPrescription;
  readonly attachments: DrawAttachments;
}

/** How long the foot says why nothing was printed, before it says again what is saved and what stops signing. */
const printNoteMs = 8000;

export function OpenVisit({ view, draft, prescription, attachments }: OpenVisitProps) {
  const { t } = useTranslation('encounters');
  const { encounter, banner } = view;
  const encounterId = encounter.id;
  const isSigned = encounter.progress.state !== 'draft';
  const mayWrite = useMayDo('encounter.write');
  const isReadOnly = isSigned || !mayWrite;
  const page = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const go = useGo();
  const roles = useQuery(useHost().session.status.queryOptions()).data?.current?.roles;
  const check = usePrescriptionCheck(encounterId, isReadOnly ? emptyOrder : draft.order);
  const saving = useVisitSaving(encounterId, mayWrite);
  const blockers = useBlockers({ view, draft, check, saving, roles });
  const visitStates = useVisitStates({ view, draft, check, saving, roles }, isReadOnly ? [] : blockers);
  const states: readonly ActionsState[] = isSigned || mayWrite ? visitStates : [{ id: 'reading', icon: 'info', text: t('onlyToRead') }, ...visitStates];
  // Said at the foot and not over the page, where it would hide the row it is about; gone with the next change of the order, or by itself.
  const [printNote, setPrintNote] = useState<{ readonly order: TypedOrder; readonly text: string } | null>(null);
  useEffect(() => {
    if (printNote === null) return undefined;
    const timer = setTimeout(() => { setPrintNote(null); }, printNoteMs);
    return () => { clearTimeout(timer); };
  }, [printNote]);
  const notes: readonly ActionsState[] = printNote === null || printNote.order !== draft.order ? [] : [{ id: 'print', icon: 'warn', tone: 'warn', text: <span title={printNote.text}>{printNote.text}</span> }];
  const actions = useVisitActions({ onPrintNote: (text) => { setPrintNote({ order: draft.order, text }); focusFirstProblem(page.current); }, view, draft, saving, mayWrite, isBlocked: blockers.length > 0, mayDispense: roles !== undefined && mayAny(roles, 'dispense') });
  const hits = useMedicationHits(draft.order, check);
  useEnterAsTab(page);
  useEffect(() => { if (!isReadOnly) first.current?.focus(); }, [isReadOnly]);
  useHotkeys({ F8: () => { focusFirstProblem(page.current); } }, !isReadOnly && blockers.length > 0);
  const section = { encounterId, draft, isReadOnly };

  return (
    <PageFrame title={t('title')} states={notes.length > 0 ? notes : states} actions={actions}
      moreKeys={isReadOnly ? [] : [{ keys: 'Alt Y', words: t('keys.takeSuggestion') }, { keys: 'F4', words: t('keys.addDrug') }, { keys: 'Ctrl Delete', words: t('keys.removeDrug') }]}
      head={(
        <>
          <PatientBannerBar banner={banner} />
          <Tabs label={t('tabs')} value="visit" tabs={[{ id: 'visit', label: t('tab.visit') }, { id: 'chart', label: t('tab.chart') }]}
            onChange={(tab) => { if (tab === 'chart') go({ name: 'chart', patientId: banner.patientId }); }} />
        </>
      )}>
      <Columns template="minmax(0, 1fr) 290px" className="visit">
        <Page ref={page} {...isReadOnly && { tabIndex: 0, role: 'region', 'aria-label': t('title') }}>
          <StaleNotice encounterId={encounterId} draft={draft} />
          <VariantNotices encounter={encounter} isReadOnly={isReadOnly} />
          <VitalsRow typed={draft.typed.vitals} onChange={(vitals) => { typeSection(encounterId, 'vitals', vitals); }} banner={banner} errors={draft.errors}
            isReadOnly={isReadOnly} firstRef={first} />
          <FormRow title={t('narrative')}>
            <div className="mid">
              <Narrative {...section} />
              <div className="dx">
                <h2>{t('diagnoses')}</h2><DiagnosisPicker {...section} />
                <h2>{t('plan')}</h2><PlanField {...section} />
              </div>
            </div>
          </FormRow>
          {/* What nobody has signed is read as a prescription by nobody. */}
          {prescription({ encounterId, isReadOnly, prescription: isReadOnly && !isSigned ? null : view.prescription })}
        </Page>
        <VisitSide view={view} draft={draft} hits={hits} attachments={attachments} />
      </Columns>
    </PageFrame>
  );
}

interface ActionFacts {
  readonly view: EncounterView;
  readonly draft: VisitDraft;
  readonly saving: ReturnType<typeof useVisitSaving>;
  readonly mayWrite: boolean;
  readonly isBlocked: boolean;
  readonly mayDispense: boolean;
  readonly onPrintNote: (text: string) => void;
}

function useVisitActions({ view, draft, saving, mayWrite, isBlocked, mayDispense, onPrintNote }: ActionFacts): readonly PageAction[] {
  const { t } = useTranslation('encounters');
  const go = useGo();
  const toast = useToast();
  const format = useFormat();
  const orderWords = useTranslation('prescriptions').t;
  const { encounter, banner, prescription } = view;
  const takeLast = useLastPrescription(encounter.id, banner.patientId);
  const discard = useDiscardVisit(encounter.id);
  const mayDiscard = useMayDo('encounter.sign');
  const { sign, isSigning } = useSignVisit(encounter.id, saving, mayDispense);

  const openSlip = () => { if (prescription !== null) go({ name: 'slip', prescriptionId: prescription.id }); };
  if (encounter.progress.state !== 'draft') {
    if (prescription === null) return [];
    return [
      { id: 'print', label: t('action.print'), keys: 'Ctrl P', onPress: openSlip },
      { id: 'dispense', label: t('action.dispense'), keys: 'F8', isPrimary: true, onPress: () => { go({ name: 'dispense', prescriptionId: prescription.id }); } },
    ];
  }
  if (!mayWrite) return [];
  const repeat = async () => {
    const outcome = await takeLast();
    if (outcome !== 'taken') toast({ icon: 'info', text: t(outcome === 'partly' ? 'lastPrescriptionPartly' : isComing(banner) ? 'noLastPrescriptionYet' : 'noLastPrescription') });
  };
  const print = async () => {
    if (!await saving.saveNow()) return;
    const unwritten = draft.order.items.map((item) => ({ item, fields: unwrittenFields(item) })).filter(({ fields }) => fields.length > 0);
    if (unwritten.length > 0) {
      onPrintNote(t('printUnwritten', { rows: format.sentences(unwritten.map(({ item, fields }) => format.labelled(productText(item.drug.name), format.list(fields.map((field) => orderWords(`field.${field}`)))))) }));
    } else if (prescription === null) onPrintNote(t('nothingToPrint'));
    else openSlip();
  };
  const isEmpty = prescription === null && !isDirty(draft) && draft.order.items.length === 0 && isUnwritten(encounter);
  const label = t(draft.order.items.length === 0 ? 'action.sign' : mayDispense ? 'action.signAndDispense' : 'action.signBoth');
  return [
    { id: 'save', label: t('action.save'), keys: 'Ctrl S', isKeyOnly: true, onPress: () => { void saving.saveNow(); } },
    ...isEmpty && mayDiscard ? [{ id: 'discard', label: t('action.discard'), keys: 'F9', onPress: () => { void discard(); } }] : [],
    { id: 'repeat', label: t('action.repeat'), keys: 'F7', onPress: () => { void repeat(); } },
    { id: 'print', label: t('action.print'), keys: 'Ctrl P', onPress: () => { void print(); } },
    { id: 'sign', label, keys: 'F8', isPrimary: true, isDisabled: isBlocked || isSigning, onPress: () => { void sign(); } },
  ];
}
