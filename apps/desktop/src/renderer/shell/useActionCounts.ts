import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** `{'encounters.sign': 4, 'queue.add': 1}` as `就诊 4、候诊 1`; acts of the same word are added up. */
export function useActionCounts(): (byAction: Readonly<Record<string, number>>) => string {
  const { t, i18n } = useTranslation('shell');
  return useCallback((byAction: Readonly<Record<string, number>>) => {
    const wordByAction: Readonly<Record<string, string>> = t('action', { returnObjects: true });
    const countByWord = new Map<string, number>();
    for (const [action, count] of Object.entries(byAction)) {
      const word = wordByAction[action] ?? t('action.other');
      countByWord.set(word, (countByWord.get(word) ?? 0) + count);
    }
    return [...countByWord].toSorted((a, b) => b[1] - a[1]).map(([word, count]) => `${word} ${count}`).join(i18n.language === 'zh' ? '、' : ', ');
  }, [t, i18n]);
}
