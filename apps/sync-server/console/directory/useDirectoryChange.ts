import { useToast } from '@lianyi/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DirectoryAnswer } from '../../src/http/console/directoryRouter.ts';
import { countyFailure } from '../client/countyFailure.ts';
import { useCounty, useCountyClient } from '../client/useCounty.ts';

export interface DirectoryChange {
  /** Sends a change; `onDone` is called once it is written, or was so already. */
  readonly send: (ask: (directory: ReturnType<typeof useCountyClient>['directory']) => Promise<DirectoryAnswer>) => void;
  readonly isSaving: boolean;
  /** What stood in the way, in words; null while nothing has. */
  readonly trouble: string | null;
}

/** A change of institutions or people. What is on the screen is asked for anew once it is made. */
export function useDirectoryChange(onDone: (id: string) => void): DirectoryChange {
  const { t } = useTranslation('directory');
  const client = useCountyClient();
  const county = useCounty();
  const queries = useQueryClient();
  const toast = useToast();
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: async (ask: Parameters<DirectoryChange['send']>[0]) => ask(client.directory),
    onSuccess: (answer) => {
      if (!answer.ok) return;
      void queries.invalidateQueries({ queryKey: county.directory.pathKey() });
      void queries.invalidateQueries({ queryKey: county.organisations.pathKey() });
      toast({ text: t(answer.isNew ? 'written' : 'unchanged') });
      onDone(answer.id);
    },
  });
  const refused = data?.ok === false ? t(`fault.${data.fault.code}`, { code: '', count: 0, field: '', names: '', ...data.fault.values }) : null;
  const failed = error === null ? null : t(countyFailure(error) === 'forbidden' ? 'notAllowed' : 'noAnswer');
  return { send: mutate, isSaving: isPending, trouble: failed ?? refused };
}
