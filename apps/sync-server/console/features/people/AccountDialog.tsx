import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, ConfirmKey, Dialog, useToast } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { PersonEntry } from '../../../src/reports/views.ts';
import { countyFailure } from '../../client/countyFailure.ts';
import { useCounty, useCountyClient } from '../../client/useCounty.ts';

export type AccountAct = 'block' | 'unblock' | 'endWait' | 'resetTotp' | 'newPassword';

/** What opens a door, instead of closing one. */
const opens = (act: AccountAct): boolean => act === 'unblock' || act === 'endWait';

interface AccountDialogProps {
  readonly person: PersonEntry;
  readonly act: AccountAct;
  /** The account is blocked, and stays so whatever else is done. */
  readonly isBlocked: boolean;
  readonly onClose: () => void;
}

/** What will be with somebody's account; a new password is shown in it, this once. */
export function AccountDialog({ person, act, isBlocked, onClose }: AccountDialogProps) {
  const { t } = useTranslation('people');
  const shell = useTranslation('shell').t;
  const toast = useToast();
  const queries = useQueryClient();
  const county = useCounty();
  const { accounts } = useCountyClient();
  const staysBlocked = isBlocked && (act === 'newPassword' || act === 'resetTotp');
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: async () => accounts[act].mutate({ personId: person.id }),
    onSuccess: (acted) => {
      if (!acted.ok) return;
      void queries.invalidateQueries({ queryKey: county.accounts.pathKey() });
      toast({ text: acted.isChanged ? `${t(`account.done.${act}`)}${staysBlocked ? t('account.staysBlockedToo') : ''}` : t('account.unchanged') });
      if (acted.password === null) onClose();
    },
  });
  const password = data?.ok === true ? data.password : null;
  const confirm = () => { if (!isPending && password === null) mutate(); };
  const refusal = data?.ok === false ? t(`account.whyNot.${data.why}`) : error === null ? null : shell(`failed.title.${countyFailure(error)}`);
  return (
    <Dialog isOpen onClose={onClose} icon={opens(act) ? 'ok' : 'warn'} tone={opens(act) ? 'ok' : 'warn'} title={t(`account.actTitle.${act}`, { name: person.name })}
      foot={password !== null ? <Button variant="primary" keyHint="Esc" onClick={onClose}>{t('account.close')}</Button>
        : <><Button keyHint="Esc" onClick={onClose}>{shell('cancel')}</Button><Button variant={opens(act) ? 'accent' : 'danger'} keyHint="F8" disabled={isPending} onClick={confirm}>{t(`account.act.${act}`)}</Button></>}>
      <ConfirmKey onConfirm={confirm} />
      <p className="sub">{t(`account.actNote.${act}`)}</p>
      {password !== null && <p role="status">{t('account.made')}<br /><output className="code">{password}</output></p>}
      {staysBlocked && <Alert tone="warn" icon="lock" title={t('account.staysBlocked')} />}
      {refusal !== null && <Alert tone="warn" icon="warn" title={refusal} />}
    </Dialog>
  );
}
