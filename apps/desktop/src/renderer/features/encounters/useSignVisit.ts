import { useMutation } from '@tanstack/react-query';
import { useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { typedToDraft } from '../../visit/typedOrder.ts';
import type { VisitSaving } from '../../visit/useVisitSaving.ts';
import { changeDraft, forgetDraft, visitDraft } from '../../visit/visitDrafts.ts';

/** Saves what is typed, then signs: with the prescription, if there is one, in one bundle; then on to what comes next. */
export function useSignVisit(encounterId: string, saving: VisitSaving, mayDispense: boolean): { readonly sign: () => Promise<void>; readonly isSigning: boolean } {
  const { t } = useTranslation('encounters');
  const host = useHost();
  const go = useGo();
  const toast = useToast();
  const [isSigning, setSigning] = useState(false);
  const { mutateAsync: signVisit } = useMutation(host.encounters.sign.mutationOptions());
  const { mutateAsync: signBoth } = useMutation(host.prescriptions.sign.mutationOptions());

  const signSaved = async () => {
    if (!await saving.saveNow()) return;
    const draft = visitDraft(encounterId);
    if (draft === undefined) return;
    if (draft.order.items.length === 0) {
      const result = await signVisit({ encounterId, changes: [] });
      if (result.ok) { forgetDraft(encounterId); toast({ text: t('signedToast') }); go({ name: 'today' }); }
      else changeDraft(encounterId, () => ('errors' in result ? { errors: result.errors } : {}));
      return;
    }
    const result = await signBoth({ encounterId, order: typedToDraft(draft.order) });
    if (!result.ok) { changeDraft(encounterId, () => ({ errors: result.errors })); return; }
    forgetDraft(encounterId);
    toast({ text: t('signedToast') });
    go(mayDispense ? { name: 'dispense', prescriptionId: result.prescriptionId } : { name: 'slip', prescriptionId: result.prescriptionId });
  };

  const sign = async () => {
    if (isSigning) return;
    setSigning(true);
    // A failed save is told by the shell; the text stays here.
    try { await signSaved(); } catch { /* told by the shell */ } finally { setSigning(false); }
  };
  return { sign, isSigning };
}
