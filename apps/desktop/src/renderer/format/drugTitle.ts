import type { Marked } from '@lianyi/ui';
import type { DrugHit } from '../../contract/views.ts';
import { productText, specificationText } from '../i18n/catalogueWords.ts';

/** A drug in a list of those found: in English with the Chinese name behind it, where the typed letters are marked. */
export function drugTitle({ name, specification, ranges }: Pick<DrugHit, 'name' | 'specification' | 'ranges'>): Marked {
  const words = productText(name);
  const before = words === name ? '' : `${words} · `;
  return { text: `${before}${name} ${specificationText(specification, name)}`, marks: ranges.map(([from, to]) => [from + before.length, to + before.length] as const) };
}
