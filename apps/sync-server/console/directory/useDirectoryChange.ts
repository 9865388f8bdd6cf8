import { useToast } from '@lianyi/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectoryAnswer } from '../../src/http/console/directoryRouter.ts';
import { qualification } from '@lianyi/schema/codes/qualifications';
import { role as roleSchema } from '@lianyi/schema/codes/roles';
import { countyFailure } from '../client/countyFailure.ts';
import { useCounty, useCountyClient } from '../client/useCounty.ts';

export interface DirectoryChange {
  /** Sends a change; `onDone` is called once it is written, or was so already. */
  readonly send: (ask: (directory: ReturnType<typeof useCountyClient>['directory']) => Promise<DirectoryAnswer>) => void;
  readonly isSaving: boolean;
  /** What stood in the way, in words; null while nothing has. */
  readonly trouble: string | null;
  /** What stood in the way may be allowed: null where it may not, else whether it is. */
  readonly allowance: { readonly isAllowed: boolean; readonly onChange: (isAllowed: boolean) => void } | null;
  /** For the change that is sent. */
  readonly isAllowed: boolean;
}

/** Refused so that somebody looks at it again; what has a reason of its own county IT may allow. */
const allowable: ReadonlySet<string> = new Set<Extract<DirectoryAnswer, { ok: false }>['fault']['code']>(['roleBeyondLicence', 'licenceMissing', 'divisionCodeTaken', 'auditsItself']);

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
  const [isAllowed, setAllowed] = useState(false);
  const fault = data?.ok === false ? data.fault : null;
  /** Codes of a role and of licences, in the language of this browser. */
  const codesIn = ({ values }: NonNullable<typeof fault>) => {
    const [role, licence] = [roleSchema.safeParse(values['role']), qualification.safeParse(values['licence'])];
    const licences = String(values['licences'] ?? '').split(', ').flatMap((code) => (qualification.safeParse(code).success ? [qualification.parse(code)] : []));
    return {
      role: role.success ? t(`role.${role.data}`) : '', licence: licence.success ? t(`qualification.${licence.data}`) : '', licences: licences.map((code) => t(`qualification.${code}`)).join(t('or')),
    };
  };
  const refused = fault === null ? null : t(`fault.${fault.code}`, { code: '', count: 0, field: '', names: '', name: '', day: '', from: '', until: '', ...fault.values, ...codesIn(fault) });
  const failed = error === null ? null : t(countyFailure(error) === 'forbidden' ? 'notAllowed' : 'noAnswer');
  return { send: mutate, isSaving: isPending, trouble: failed ?? refused, isAllowed, allowance: fault !== null && allowable.has(fault.code) ? { isAllowed, onChange: setAllowed } : null };
}
