import { useToast } from '@lianyi/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { passableFaults } from '../../src/directory/faults.ts';
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
  /** For the change that is sent: what stood in the way, once it was looked at. */
  readonly allowed: PassableFault | undefined;
}

type Fault = Extract<DirectoryAnswer, { ok: false }>['fault'];
type PassableFault = Fault & { readonly code: (typeof passableFaults)[number] };

/** Refused so that somebody looks at it again; what has a reason of its own county IT may allow. */
const passable: ReadonlySet<string> = new Set<PassableFault['code']>(['roleBeyondLicence', 'licenceMissing', 'divisionCodeTaken', 'auditsItself']);
const isPassable = (fault: Fault): fault is PassableFault => passable.has(fault.code);

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
  const fault = data?.ok === false ? data.fault : null;
  // Of this fault alone: of another that comes next nobody has looked at anything.
  const [lookedAt, setLookedAt] = useState<Fault | null>(null);
  const passing = fault !== null && isPassable(fault) ? fault : null;
  const isAllowed = passing !== null && lookedAt === passing;
  /** Codes of a role and of licences, in the language of this browser. */
  const codesIn = ({ values }: NonNullable<typeof fault>) => {
    const roles = String(values['role'] ?? '').split(', ').flatMap((code) => (roleSchema.safeParse(code).success ? [roleSchema.parse(code)] : []));
    const licence = qualification.safeParse(values['licence']);
    const licences = String(values['licences'] ?? '').split(', ').flatMap((code) => (qualification.safeParse(code).success ? [qualification.parse(code)] : []));
    return {
      role: roles.map((code) => t(`role.${code}`)).join(t('and')), licence: licence.success ? t(`qualification.${licence.data}`) : '', licences: licences.map((code) => t(`qualification.${code}`)).join(t('or')),
    };
  };
  const refused = fault === null ? null : t(`fault.${fault.code}`, { code: '', count: 0, field: '', names: '', name: '', day: '', from: '', until: '', ...fault.values, ...codesIn(fault) });
  const failed = error === null ? null : t(countyFailure(error) === 'forbidden' ? 'notAllowed' : 'noAnswer');
  return { send: mutate, isSaving: isPending, trouble: failed ?? refused, allowed: isAllowed ? passing : undefined, allowance: passing && { isAllowed, onChange: (is) => { setLookedAt(is ? passing : null); } } };
}
