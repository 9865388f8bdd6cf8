import { frequencies, routes } from '../codes/usage.ts';
import type { Product } from '../documents/county.ts';

/** How a drug is used, as a prescription item has it. */
export interface DoseWords {
  readonly dose: number;
  readonly doseUnit: string;
  readonly route: string;
  readonly frequency: string;
  readonly days: number | null;
}

/** How to use it, in words: `口服 0.5 g 每日 2 次 ×5 天`, `oral 0.5 g twice daily × 5 days`. */
export function doseText(words: DoseWords, language: 'zh' | 'en'): string {
  const route = routes.find(({ code }) => code === words.route)?.[language] ?? words.route;
  const frequency = frequencies.find(({ code }) => code === words.frequency)?.[language] ?? words.frequency;
  const course = words.days === null || words.frequency === 'st' ? '' : language === 'zh' ? ` ×${words.days} 天` : ` × ${words.days} ${words.days === 1 ? 'day' : 'days'}`;
  return `${route} ${numberText(words.dose)} ${words.doseUnit} ${frequency}${course}`;
}

/** A dose without the trace of binary arithmetic: 0.30000000000000004 is 0.3. */
export const numberText = (value: number): string => String(Number(value.toPrecision(6)));

/** A pack in words: `0.25 g×12 片`; one that holds a single unit shows its strength alone: `100 μg×200 揿`. */
export function specificationOf(product: Pick<Product, 'strength' | 'packSize' | 'unit'>): string {
  const strength = product.strength.replaceAll(/(\d)(?=[万a-zA-Zμ揿])/g, '$1 ');
  return product.packSize === 1 ? strength : `${strength}×${product.packSize} ${product.unit}`;
}
