import { Button, Dialog, Key, useHotkeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const keys = ['find', 'module', 'rows', 'open', 'logout', 'escape', 'help'] as const;
const capsByKey = { find: ['F2'], module: ['Alt 1-7'], rows: ['↑↓', 'PgUp', 'PgDn'], open: ['Enter'], logout: ['Ctrl L'], escape: ['Esc'], help: ['F1'] } as const satisfies Record<(typeof keys)[number], readonly string[]>;

/** F1: the keys of the console. */
export function HelpDialog() {
  const { t } = useTranslation('shell');
  const [isOpen, setOpen] = useState(false);
  useHotkeys({ F1: () => { setOpen(true); } });
  const close = () => { setOpen(false); };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('help.title')} foot={<Button keyHint="Esc" onClick={close}>{t('close')}</Button>}>
      <dl className="keylist">
        {keys.map((key) => (
          <div key={key}><dt>{capsByKey[key].map((cap) => <Key key={cap}>{cap}</Key>)}</dt><dd>{t(`help.${key}`)}</dd></div>
        ))}
      </dl>
    </Dialog>
  );
}
