import { useMutation } from '@tanstack/react-query';
import { useHost } from '../client/useHost.ts';
import { useGo } from '../navigation/useNavigation.ts';

/** Takes a patient into a visit: the draft of today, or a new one, and then its page. */
export function useOpenVisit(): (patientId: string, queueEntryId?: string) => void {
  const go = useGo();
  const open = useMutation(useHost().encounters.open.mutationOptions({ onSuccess: ({ encounterId }) => { go({ name: 'visit', encounterId }); } }));
  return (patientId, queueEntryId) => { if (!open.isPending) open.mutate({ patientId, queueEntryId: queueEntryId ?? null }); };
}
