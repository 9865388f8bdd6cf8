import { useMutation } from '@tanstack/react-query';
import { useToast } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { WaitingRow } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';

/** Takes somebody off the waiting list; Ctrl+Z brings them back. */
export function useLeaveQueue(): (row: WaitingRow) => void {
  const { t } = useTranslation('today');
  const undoLabel = useTranslation('shell').t('undo');
  const host = useHost();
  const toast = useToast();
  const restore = useMutation(host.queue.restore.mutationOptions());
  const leave = useMutation(host.queue.leave.mutationOptions());
  return ({ entry, name }) => {
    if (entry.state.name !== 'waiting' || leave.isPending) return;
    leave.mutate({ queueEntryId: entry.id }, {
      onSuccess: () => {
        toast({ text: t('left', { name }), undo: { label: undoLabel, keyHint: 'Ctrl Z', onUndo: () => { restore.mutate({ queueEntryId: entry.id }); } } });
      },
    });
  };
}
