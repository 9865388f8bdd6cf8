import type { AuditRow } from '../../client/views.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useRecordWords } from '../../record/useRecordWords.ts';
import { auditEn } from './words.en.ts';
import { auditZh } from './words.zh.ts';

/** What somebody did, in words; of a save on a PC as the record tells it. One that nobody has worded is shown as it is. */
export function useActionWords(): (row: Pick<AuditRow, 'source' | 'action'>) => string {
  const record = useRecordWords();
  // Codes hold dots, which are i18next's own sign: they are looked up without it.
  const words: Readonly<Record<string, string>> = (useLanguage() === 'zh' ? auditZh : auditEn).action;
  return ({ source, action }) => (source === 'pcSave' ? record.action(action) : (Object.hasOwn(words, action) ? words[action] : undefined) ?? action);
}
