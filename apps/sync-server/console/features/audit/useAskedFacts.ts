import type { KeyValue } from '@lianyi/ui';
import { permissionWords } from '@lianyi/schema/codes/roleWords';
import { useTranslation } from 'react-i18next';
import type { AuditRow } from '../../client/views.ts';
import { useLanguage } from '../../i18n/language.ts';
import { directoryEn } from '../../directory/words.en.ts';
import { directoryZh } from '../../directory/words.zh.ts';
import { auditEn } from './words.en.ts';
import { auditZh } from './words.zh.ts';

type Words = Readonly<Record<string, string>>;

/** What was asked for with an act, field by field, in words. What nobody has worded is shown as it is. */
export function useAskedFacts(): (asked: AuditRow['asked']) => readonly KeyValue[] {
  const { t } = useTranslation('audit');
  const isChinese = useLanguage() === 'zh';
  const words = isChinese ? auditZh : auditEn;
  const directory = isChinese ? directoryZh : directoryEn;
  const isOrNot: Words = { true: t('yes'), false: t('no') };
  const valueWords: Readonly<Record<string, Words>> = {
    role: directory.role, qualification: directory.qualification, title: directory.title, antibiotics: directory.antibiotics, can: directory.capability, cannot: directory.capability, capabilities: directory.capability,
    permission: permissionsIn(isChinese ? 'zh' : 'en'), act: words.decision, allowed: words.passed, changed: words.changed, outcome: words.outcome, type: words.organisationType, what: words.which, narcotic: isOrNot, isAnother: isOrNot, takesBlocked: isOrNot, reopens: isOrNot, reopen: isOrNot, another: isOrNot, allow: isOrNot, keep: isOrNot, take: isOrNot,
  };
  // A reason stands there in both languages.
  const valueOf = (field: string, value: string): string => field === 'refused' ? (value.split(' · ')[isChinese ? 0 : 1] ?? value) : value.split(', ').map((one) => wordIn(valueWords[field] ?? {}, one)).join(t('comma'));
  return (asked) => (asked === null ? [] : [
    ...(asked.procedure === '' ? [] : [{ key: 'procedure', label: t('askedFor'), value: wordIn(words.procedure, asked.procedure) }]),
    ...asked.fields.map(({ field, value }) => ({ key: `asked.${field}`, label: wordIn(words.field, field), value: valueOf(field, value) })),
  ]);
}

const permissionsIn = (language: 'zh' | 'en'): Words => Object.fromEntries(Object.entries(permissionWords).map(([code, both]) => [code, both[language]]));

const wordIn = (words: Words, code: string): string => (Object.hasOwn(words, code) ? words[code] : undefined) ?? code;
