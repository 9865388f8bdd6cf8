import { frequencies, routes } from '@lianyi/schema/codes/usage';
import type { Language } from '../i18n/language.ts';

/** `每日 3 次`, `3 times daily`; a code that is not in the list is shown as it is. */
export function frequencyText(code: string, language: Language): string {
  return frequencies.find((frequency) => frequency.code === code)?.[language] ?? code;
}

/** `口服`, `oral` */
export function routeText(code: string, language: Language): string {
  return routes.find((route) => route.code === code)?.[language] ?? code;
}
