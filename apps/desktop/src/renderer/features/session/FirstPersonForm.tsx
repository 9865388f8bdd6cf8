import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Icon } from '@lianyi/ui';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentBegun, EnrolmentFinished } from '../../../contract/views.ts';
import { useHostClient } from '../../client/useHost.ts';
import { isGoodSecret, NewSecretFields, noSecret } from '../../shell/NewSecretFields.tsx';
import { PeopleList } from './PeopleList.tsx';

export interface FirstPersonFormProps {
  readonly begun: Extract<EnrolmentBegun, { ok: true }>;
  /** The code is used up: with another one from the start. */
  readonly onAgain: () => void;
}

const notUsedYet = { lastUnlockedAt: null, lockedUntil: null, closedUntil: null, attemptsLeft: 5 };

/** Who sits here, and the PIN that they set; with it the clinic opens, and the first sync begins. */
export function FirstPersonForm({ begun, onAgain }: FirstPersonFormProps) {
  const { t } = useTranslation('session');
  const client = useHostClient();
  const form = useRef<HTMLFormElement>(null);
  const [personId, setPersonId] = useState(begun.staff[0]?.personId ?? '');
  const [value, setValue] = useState(noSecret);
  const [failed, setFailed] = useState<Exclude<EnrolmentFinished, { ok: true }> | null>(null);
  const finish = useMutation({
    mutationFn: async (): Promise<EnrolmentFinished> => {
      const finished = await client.enrolment.finish.mutate({ personId, secret: value.secret });
      // Should it not open, the unlock page comes, and says why.
      if (finished.ok) await client.session.unlock.mutate({ personId, pin: value.secret });
      return finished;
    },
    onMutate: () => { setFailed(null); },
    onSuccess: (answer) => { if (!answer.ok) setFailed(answer); },
  });
  if (begun.staff.length === 0) return <p className="sub"><Icon name="info" /> {t('enrol.nobody')}</p>;

  const isReady = isGoodSecret(value, begun.secretKind) && !finish.isPending;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const at = begun.staff.findIndex((person) => person.personId === personId);
    const next = begun.staff[(at + (event.key === 'ArrowDown' ? 1 : -1) + begun.staff.length) % begun.staff.length];
    if (next !== undefined) setPersonId(next.personId);
  };
  return (
    <>
      <p className="sub">{t(`enrol.whoLead.${begun.secretKind}`)}</p>
      <PeopleList staff={begun.staff.map((person) => ({ ...person, ...notUsedYet }))} clinicName={begun.clinicName} chosenId={personId}
        onChoose={(chosen) => { setPersonId(chosen); form.current?.querySelector('input')?.focus(); }} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows choose a person from within its fields, as on the unlock page */}
      <form ref={form} className="enrol" onKeyDown={onKeyDown} onSubmit={(event) => { event.preventDefault(); if (isReady) finish.mutate(); }}>
        <div className="forgottenpair">
          <NewSecretFields value={value} kind={begun.secretKind} fault={failed?.reason === 'fault' ? failed.fault : null} isFirst onChange={(next) => { setValue(next); setFailed(null); }} />
        </div>
        {failed !== null && failed.reason !== 'fault' && (
          <Alert tone="warn" title={t('enrol.notOpen')} isAnnounced
            actions={failed.reason === 'notBegun' ? [{ id: 'again', label: t('enrol.again'), keyHint: '1', isAdvised: true, onChoose: onAgain }] : []}>
            {t(`enrol.why.${failed.reason}`)}
          </Alert>
        )}
        <div className="forgottenbuttons">
          <span className="dim small" role="status">{finish.isPending ? t('enrol.writing') : ''}</span>
          <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady}>{t('enrol.open')}</Button>
        </div>
      </form>
    </>
  );
}
