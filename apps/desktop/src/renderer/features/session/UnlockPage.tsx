import { Alert, Icon, LinkButton, useHotkeys } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { ForgottenSecret } from './ForgottenSecret.tsx';
import { LeaseLine } from './LeaseLine.tsx';
import { LineFacts } from './LineFacts.tsx';
import { LockFrame } from './LockFrame.tsx';
import { PeopleList } from './PeopleList.tsx';
import { SecretForm } from './SecretForm.tsx';

/**
 * Who is there, and the PIN. Everything on it works without a line and without a mouse; whatever the mouse presses, the
 * keys go on into the PIN.
 */
export function UnlockPage({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('session');
  const [chosenId, setChosenId] = useState(() => lastUsed(session)?.personId ?? null);
  const [hasForgotten, setForgotten] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const chosen = session.staff.find(({ personId }) => personId === chosenId) ?? lastUsed(session);
  const forgetful = hasForgotten ? chosen : undefined;
  useEffect(() => { document.title = `${t('title')} · ${session.clinicName}`; }, [t, session.clinicName]);

  // A press beside everything takes the focus away: the next key brings it back, and lands in the PIN.
  useEffect(() => {
    const onKeyDown = () => { if (document.activeElement === document.body) secret.current?.focus(); };
    window.addEventListener('keydown', onKeyDown);
    return () => { window.removeEventListener('keydown', onKeyDown); };
  }, []);

  const step = (by: 1 | -1) => {
    const at = session.staff.findIndex(({ personId }) => personId === chosen?.personId);
    const next = session.staff[(at + by + session.staff.length) % session.staff.length];
    if (next !== undefined) setChosenId(next.personId);
  };

  // In the PIN the form hears them; these are for wherever else the focus is.
  useHotkeys(forgetful === undefined ? { '↑': () => { step(-1); }, '↓': () => { step(1); } } : {});

  return (
    <LockFrame title={<><b>{session.clinicName}</b><span className="dim">{session.deviceName}</span></>} foot={session.purged === null ? <LineFacts line={session.line} /> : null} onLanguage={() => { secret.current?.focus(); }}>
      <h1 id="who">{session.purged !== null ? t('purgedTitle') : forgetful !== undefined ? t(`forgotten.title.${session.secretKind}`, { name: forgetful.name }) : t('who')}</h1>
      {session.purged === null && forgetful === undefined && session.ended !== null && <Alert tone="warn" title={t(`ended.${session.ended.because}`, { name: session.ended.name })} />}
      {session.purged !== null ? <Purged purged={session.purged} /> : chosen === undefined ? <Nobody />
        : forgetful !== undefined ? <ForgottenSecret person={forgetful} kind={session.secretKind} onBack={() => { setForgotten(false); }} /> : (
          <>
            <PeopleList staff={session.staff} clinicName={session.clinicName} chosenId={chosen.personId} onChoose={(personId) => { setChosenId(personId); secret.current?.focus(); }} />
            <SecretForm key={chosen.personId} ref={secret} person={chosen} kind={session.secretKind} onStep={step} />
            <LinkButton onClick={() => { setForgotten(true); }}>{t(`forgot.${session.secretKind}`)}</LinkButton>
            <LeaseLine session={session} />
          </>
        )}
    </LockFrame>
  );
}

/** The person who unlocked last stands chosen. */
function lastUsed(session: SessionView): SessionView['staff'][number] | undefined {
  return session.staff.toSorted((a, b) => (b.lastUnlockedAt ?? '').localeCompare(a.lastUnlockedAt ?? ''))[0];
}

function Nobody() {
  const { t } = useTranslation('session');
  return <p className="sub"><Icon name="info" /> {t('nobody')}<br />{t('nobodyNext')}</p>;
}

/** What happened, what is safe, and that there is nothing to press. */
function Purged({ purged }: { readonly purged: NonNullable<SessionView['purged']> }) {
  const { t } = useTranslation('session');
  const format = useFormat();
  return <p className="sub"><Icon name="info" /> {t('purged', { when: format.moment(purged.at) })}<br />{t('purgedSafe', { count: purged.bundlesHeld })}<br />{t(purged.isConfirmed ? 'purgedConfirmed' : 'purgedUnconfirmed')}</p>;
}
