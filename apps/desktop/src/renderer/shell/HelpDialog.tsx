import { Button, Dialog, Key, useHotkeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageKeys, type PageKey } from './pageKeys.ts';

/** F1: the keys of this page, then those that work everywhere. */
export function HelpDialog() {
  const { t } = useTranslation('shell');
  const [isOpen, setOpen] = useState(false);
  const pageKeys = usePageKeys((state) => state.keys);
  useHotkeys({ F1: () => { setOpen(true); } });
  const everywhere: readonly PageKey[] = [
    { keys: 'F2', words: t('help.find') }, { keys: 'Alt 1-8', words: t('help.module') }, { keys: 'Ctrl L', words: t('help.lock') },
    { keys: 'Enter, Shift Enter', words: t('help.next') }, { keys: '1-9', words: t('help.digits') }, { keys: 'Esc', words: t('help.escape') },
    { keys: 'F1', words: t('help.help') },
  ];
  return (
    <Dialog isOpen={isOpen} onClose={() => { setOpen(false); }} title={t('help.title')}
      foot={<Button keyHint="Esc" onClick={() => { setOpen(false); }}>{t('close')}</Button>}>
      <div className="keylists">
        <KeyList title={t('help.thisPage')} keys={pageKeys} />
        <KeyList title={t('help.everywhere')} keys={everywhere} />
      </div>
    </Dialog>
  );
}

function KeyList({ title, keys }: { readonly title: string; readonly keys: readonly PageKey[] }) {
  if (keys.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl className="keylist">
        {keys.map(({ keys: names, words }) => (
          <div key={names}><dt>{names.split(', ').map((name) => <Key key={name}>{name}</Key>)}</dt><dd>{words}</dd></div>
        ))}
      </dl>
    </section>
  );
}
