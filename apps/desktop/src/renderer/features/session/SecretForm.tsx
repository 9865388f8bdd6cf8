import { useMutation } from '@tanstack/react-query';
import { Button, Icon, PinInput, TextInput } from '@lianyi/ui';
import { useEffect, useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffSlot, UnlockResult } from '../../../contract/views.ts';
import { LeaseOver } from './LeaseOver.tsx';
import { useHost } from '../../client/useHost.ts';
import { clock } from '../../format/dates.ts';
import { useNow } from '../../format/useNow.ts';

const pinLength = 6;
/** The most wrong ones that a slot bears. */
const mostWrong = 5;

export interface SecretFormProps {
  /** The PIN's field, for whoever brings the focus back. */
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly person: StaffSlot;
  readonly kind: 'pin' | 'passphrase';
  /** ↑ and ↓ choose another person. */
  readonly onStep: (by: 1 | -1) => void;
}

/** The PIN of the chosen person; after wrong ones it says how many are left and how long to wait. */
export function SecretForm({ ref: input, person, kind, onStep }: SecretFormProps) {
  const { t } = useTranslation('session');
  const id = useId();
  const [secret, setSecret] = useState('');
  const [result, setResult] = useState<Refusal | null>(null);
  const now = useNow(1000);
  const unlock = useMutation(useHost().session.unlock.mutationOptions({
    onSuccess: (answer) => {
      if (answer.ok) return;
      setSecret('');
      setResult({ answer, at: Date.now() });
    },
  }));

  const secondsLeft = secondsToWait(result, person, now.getTime());
  const isReady = isWhole(kind, secret);
  // When the lease is over the PIN was right.
  const isBad = result !== null && result.answer.reason !== 'leaseOver';
  const isBlocked = secondsLeft > 0 || unlock.isPending;
  useEffect(() => { if (secondsLeft === 0) input.current?.focus(); }, [secondsLeft, input]);

  const submit = (typed: string) => { if (isWhole(kind, typed) && !isBlocked) unlock.mutate({ personId: person.personId, pin: typed }); };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // What stands in the field, at once: a form whose button is still drawn as closed sends nothing.
    if (event.key === 'Enter') {
      event.preventDefault();
      submit(event.currentTarget.value);
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      onStep(event.key === 'ArrowDown' ? 1 : -1);
    }
  };
  const onChange = (text: string) => { setSecret(text); if (text !== '' && secondsLeft === 0 && result?.answer.reason !== 'leaseOver') setResult(null); };
  const shared = { id, ref: input, value: secret, autoFocus: true, 'aria-describedby': `${id}-hint`, onKeyDown } as const;

  return (
    <>
      <form onSubmit={(event) => { event.preventDefault(); submit(secret); }}>
        <label className="label" htmlFor={id}>{t(kind === 'pin' ? 'pinOf' : 'passphraseOf', { name: person.name })}</label>
        <div className="lock-secret">
          {kind === 'pin' ? <PinInput {...shared} length={pinLength} isBad={isBad} readOnly={isBlocked} onChange={onChange} />
            : <TextInput {...shared} type="password" isBad={isBad} readOnly={isBlocked} onChange={onChange} />}
          <Button type="submit" variant="primary" keyHint="Enter" disabled={!isReady || isBlocked}>{t('unlock')}</Button>
        </div>
        <p className="lock-hint" id={`${id}-hint`} role={result === null ? undefined : 'alert'}>
          <SecretHint result={result} isOpening={unlock.isPending} person={person} kind={kind} secondsLeft={secondsLeft} />
        </p>
      </form>
      {result?.answer.reason === 'leaseOver' && <LeaseOver onExtended={() => { setResult(null); input.current?.focus(); }} />}
    </>
  );
}

const isWhole = (kind: SecretFormProps['kind'], text: string): boolean => (kind === 'pin' ? text.length === pinLength : text.length > 0);

interface Refusal { readonly answer: Exclude<UnlockResult, { ok: true }>; readonly at: number }

function secondsToWait(refusal: Refusal | null, person: StaffSlot, now: number): number {
  const until = refusal?.answer.reason === 'wrong' ? refusal.at + refusal.answer.waitSeconds * 1000
    : refusal?.answer.reason === 'lockedOut' ? Date.parse(refusal.answer.until)
      : person.closedUntil === null ? 0 : Date.parse(person.closedUntil);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

function SecretHint({ result, isOpening, person, kind, secondsLeft }: {
  readonly result: Refusal | null; readonly isOpening: boolean; readonly person: StaffSlot; readonly kind: 'pin' | 'passphrase'; readonly secondsLeft: number;
}) {
  const { t } = useTranslation('session');
  const answer = result?.answer;
  if (isOpening) return <><Icon name="lock" /> {t('opening')}</>;
  if (answer?.reason === 'damaged') return <span className="is-danger"><Icon name="stop" /> {t('damaged', { detail: answer.detail })}</span>;
  if (answer?.reason === 'postEnded') return <span className="is-danger"><Icon name="stop" /> {t('postEnded', { name: person.name })}</span>;
  const lockedUntil = answer?.reason === 'lockedOut' ? answer.until : answer === undefined ? person.lockedUntil : null;
  if (lockedUntil !== null && secondsLeft > 0) {
    return <span className="is-danger"><Icon name="lock" /> {t('lockedOut', { clock: clock(lockedUntil), left: minutesAndSeconds(secondsLeft) })}</span>;
  }
  if (answer?.reason === 'wrong') {
    return (
      <span className="is-danger">
        <Icon name="stop" /> {answer.attemptsLeft === 1 ? t('wrongLast') : t('wrong', { left: answer.attemptsLeft })}
        {secondsLeft > 0 && <> {t('wait', { seconds: secondsLeft })}</>}
      </span>
    );
  }
  // The page was opened again: what was tried before still counts.
  if (answer === undefined && person.attemptsLeft < mostWrong) {
    return (
      <span className="is-danger">
        <Icon name="stop" /> {person.attemptsLeft === 1 ? t('triedLast') : t('tried', { left: person.attemptsLeft })}
        {secondsLeft > 0 && <> {t('wait', { seconds: secondsLeft })}</>}
      </span>
    );
  }
  return <><Icon name="info" /> {t(kind === 'pin' ? 'pinHint' : 'passphraseHint')}</>;
}

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
