import { FindBox, useHotkeys } from '@lianyi/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../format/numbers.ts';
import { useNavigation } from '../navigation/useNavigation.ts';
import { useFind } from './find.ts';

/** Typing shows the results at once, on the page of patients; leaving goes back to where the person was. */
export function ShellFindBox() {
  const { t } = useTranslation('shell');
  const input = useRef<HTMLInputElement>(null);
  const page = useNavigation((at) => at.page);
  const go = useNavigation((at) => at.go);
  const replace = useNavigation((at) => at.replace);
  const { results, from, setFrom, setFocusBox } = useFind();
  const query = page.name === 'patients' ? page.query ?? '' : '';
  useHotkeys({ F2: () => { input.current?.focus(); input.current?.select(); } });

  useEffect(() => { setFocusBox(() => { input.current?.focus(); }); }, [setFocusBox]);

  // Whoever has opened somebody types into the record now, not into the box.
  const isSearching = page.name === 'patients';
  useEffect(() => { if (!isSearching) input.current?.blur(); }, [isSearching]);

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
    <FindBox ref={input} value={query} onChange={onChange} onLeave={onLeave} placeholder={t('find')}
      countText={results === null || results.total === null ? undefined : t('foundPeople', { count: results.total, formatted: count(results.total) })}
      {...(results !== null && { onRowKey: results.onRowKey, listId: results.listId, activeRowId: results.activeRowId })} />
  );
}
