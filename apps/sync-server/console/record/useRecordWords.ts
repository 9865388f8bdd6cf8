import type { ReviewReason } from '@lianyi/schema/documents/review';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/language.ts';
import { recordEn } from './words.en.ts';
import { recordZh } from './words.zh.ts';
import { productText } from '../i18n/catalogueWords.ts';

export interface RecordWords {
  readonly kind: (kind: string) => string;
  /** `phone`, `allergies/0195…`; null is the whole document. */
  readonly unit: (unit: string | null) => string;
  /** `encounters.sign` */
  readonly action: (action: string) => string;
  /** `01`, of WS/T 364.2 */
  readonly identityDocument: (type: string) => string;
  /** Of a review, with its unit or drug. */
  readonly reviewTitle: (reason: ReviewReason, unit: string | null, drug: string | undefined) => string;
}

/** Names for what arrives as a code. One that nobody has worded is shown as it is, never hidden. */
export function useRecordWords(): RecordWords {
  const { t } = useTranslation('record');
  const language = useLanguage();
  return useMemo(() => {
    const words = language === 'zh' ? recordZh : recordEn;
    // Codes hold dots, which are i18next's own sign: they are looked up without it.
    const worded = (of: Readonly<Record<string, string>>, code: string): string | undefined => (Object.hasOwn(of, code) ? of[code] : undefined);
    const unit = (name: string | null) => (name === null ? t('unit.whole') : worded(words.unit, name.split('/')[0] ?? '') ?? name);
    return {
      kind: (kind) => worded(words.kind, kind) ?? kind,
      unit,
      action: (action) => (action === '' ? t('action.none') : worded(words.action, action) ?? action),
      identityDocument: (type) => worded(words.document, type) ?? type,
      reviewTitle: (reason, name, drug) => t(`reviewTitle.${reason}`, { unit: unit(name), drug: drug === undefined ? t('aDrug') : productText(drug) }),
    };
  }, [language, t]);
}
