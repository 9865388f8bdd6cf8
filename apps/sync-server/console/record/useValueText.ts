import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat.ts';
import { useRecordWords } from './useRecordWords.ts';
import { valueText, type ValueContext } from './valueText.ts';

/** What the wording of values needs. */
export function useValueContext(names: Readonly<Record<string, string>>): ValueContext {
  const { t } = useTranslation('record');
  const { language, now } = useFormat();
  const { identityDocument, action } = useRecordWords();
  return useMemo(() => ({ t, language, now, names, identityDocument, action }), [t, language, now, names, identityDocument, action]);
}

/** `(unit, value) => words` */
export function useValueText(names: Readonly<Record<string, string>>): (unit: string | null, value: unknown) => string {
  const context = useValueContext(names);
  return (unit, value) => valueText(unit, value, context);
}
