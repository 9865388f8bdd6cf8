import { useQuery } from '@tanstack/react-query';
import { Button } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyHolder } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { usePerson } from '../../shell/person.ts';
import { FirstByCode } from './FirstByCode.tsx';
import { KeyForm, type KeyAct } from './KeyForm.tsx';

/** Who may open this PC, how their slots are, and what may be done about each. */
export function KeyFields({ kind }: { readonly kind: 'pin' | 'passphrase' }) {
  const { t } = useTranslation('settings');
  const me = usePerson();
  const keys = useQuery(useHost().keys.holders.queryOptions()).data;
  const [open, setOpen] = useState<{ readonly personId: string; readonly act: KeyAct } | null>(null);
  if (keys === undefined) return null;
  const actOf = (holder: KeyHolder): KeyAct | null => (holder.slot === null ? 'first' : holder.personId === me.personId ? 'change' : keys.mayReset ? 'reset' : null);
  return (
    <div className="keys">
      <ul>
        {keys.holders.map((holder) => {
          const act = actOf(holder);
          return (
            <li key={holder.personId}>
              <HolderWords holder={holder} />
              {act !== null && <Button aria-label={t('keys.actOf', { act: t(`keys.act.${act}.${kind}`), name: holder.name })} onClick={() => { setOpen({ personId: holder.personId, act }); }}>{t(`keys.act.${act}.${kind}`)}</Button>}
              {open?.personId === holder.personId && (open.act === 'first' && !holder.maySetFirst
                ? <FirstByCode holder={holder} kind={kind} onClose={() => { setOpen(null); }} />
                : <KeyForm holder={holder} act={open.act} kind={kind} onClose={() => { setOpen(null); }} />)}
            </li>
          );
        })}
      </ul>
      <p className="hint">{t(keys.mayReset ? 'keys.mayReset' : 'keys.mayNotReset')}</p>
    </div>
  );
}

function HolderWords({ holder: { name, role, orgName, slot } }: { readonly holder: KeyHolder }) {
  const { t } = useTranslation('settings');
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const isLocked = slot?.lockedUntil != null && Date.parse(slot.lockedUntil) > format.now.getTime();
  return (
    <>
      <span><b>{name}</b> <span className="dim">{shell(`role.${role}`)} · {orgName}</span></span>
      <span className={isLocked || slot === null ? 'is-warn' : 'dim'}>
        {slot === null ? t('keys.none') : isLocked && slot.lockedUntil !== null ? t('keys.locked', { clock: format.clock(slot.lockedUntil) })
          : slot.lastUnlockedAt === null ? t('keys.unused') : t('keys.used', { when: format.recent(slot.lastUnlockedAt) })}
      </span>
    </>
  );
}
