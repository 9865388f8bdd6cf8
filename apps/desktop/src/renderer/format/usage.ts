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

export interface UsageParts {
  readonly dose: number;
  readonly doseUnit: string;
  readonly route: string;
  readonly frequency: string;
  readonly days: number;
}

/** `口服 30 mg 每日 3 次 ×5 天`, `oral 30 mg 3 times daily × 5 days` */
export function usageText({ dose, doseUnit, route, frequency, days }: UsageParts, language: Language): string {
  const span = frequency === 'st' ? '' : language === 'zh' ? ` ×${days} 天` : ` × ${days} day${days === 1 ? '' : 's'}`;
  return `${routeText(route, language)} ${dose} ${doseUnit} ${frequencyText(frequency, language)}${span}`;
}
