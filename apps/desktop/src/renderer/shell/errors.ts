import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../contract/views.ts';

/**
 * Words for the mistakes that the host finds. `useErrorWords('patients')` looks for `errors.<code>` in the feature's
 * words, then for `error.<code>` in the shell's; a code that nobody has worded is shown as it is, never hidden.
 */
export function useErrorWords(feature: string): (error: FieldError) => string {
  const { t, i18n } = useTranslation('shell');
  return useCallback((error: FieldError) => {
    const own = `${feature}:errors.${error.code}`;
    const shared = `shell:error.${error.code}`;
    const key = [own, shared].find((candidate) => i18n.exists(candidate));
    if (key === undefined) return t('error.unknown', { code: error.code });
    // A key that arrives as data cannot be checked by its type; the compiler needs the assertion that lint finds idle.
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- see above
    const words: unknown = i18n.t(key as 'shell:error.invalid', { ...error.values });
    return String(words);
  }, [feature, i18n, t]);
}

/** The errors by field, in words, the first of each: `errorsByField(errors, words)['phone']`. */
export function errorsByField(errors: readonly FieldError[], words: (error: FieldError) => string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(errors.toReversed().map((error) => [error.field, words(error)]));
}
