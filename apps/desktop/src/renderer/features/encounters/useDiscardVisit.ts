import { useMutation } from '@tanstack/react-query';
import { useToast } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useNavigation } from '../../navigation/useNavigation.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { forgetDraft } from '../../visit/visitDrafts.ts';

/** Takes back a visit in which nothing has been written, and leads back to the day. */
export function useDiscardVisit(encounterId: string): () => Promise<void> {
  const { t } = useTranslation('encounters');
  const errorWords = useErrorWords('encounters');
  const toast = useToast();
  const leave = useNavigation((at) => at.leaveVisit);
  const { mutateAsync, isPending } = useMutation(useHost().encounters.discard.mutationOptions());
  return async () => {
    if (isPending) return;
    // A failed save is told by the shell.
    const result = await mutateAsync({ encounterId }).catch(() => null);
    if (result === null) return;
    if (!result.ok) { toast({ icon: 'info', text: result.errors.map(errorWords).join(' ') }); return; }
    leave();
    forgetDraft(encounterId);
    toast({ text: t('discardedToast') });
  };
}
