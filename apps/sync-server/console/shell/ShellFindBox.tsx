import { FindBox, useHotkeys } from '@lianyi/ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../navigation/useNavigation.ts';
import { useFind } from './find.ts';

/** Typing shows the results at once, on the page of patients; leaving goes back to where the person was. */
export function ShellFindBox() {
  const { t } = useTranslation('shell');
  const input = useRef<HTMLInputElement>(null);
  const page = useNavigation((at) => at.page);
  const go = useNavigation((at) => at.go);
  const replace = useNavigation((at) => at.replace);
  const { results, from, setFrom } = useFind();
  const query = page.name === 'patients' ? page.query ?? '' : '';
  useHotkeys({ F2: () => { input.current?.focus(); input.current?.select(); } });

  const onChange = (text: string) => {
    if (page.name === 'patients') { replace({ name: 'patients', query: text }); return; }
    setFrom(page);
    go({ name: 'patients', query: text });
  };
  const onLeave = () => {
    if (from === null) return;
    setFrom(null);
    replace(from);
  };

  return (
    <FindBox ref={input} value={query} onChange={onChange} onLeave={onLeave} placeholder={t('find')} countText={results?.countText ?? undefined}
      {...(results !== null && { onRowKey: results.onRowKey, listId: results.listId, activeRowId: results.activeRowId })} />
  );
}
