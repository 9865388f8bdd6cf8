import { productText } from '../i18n/catalogueWords.ts';

/** A drug's name; in English with the Chinese one beside it, which is what stands on the package. */
export function DrugName({ name }: { readonly name: string }) {
  const words = productText(name);
  return words === name ? <>{name}</> : <>{words} <span lang="zh-CN" className="packname">{name}</span></>;
}
