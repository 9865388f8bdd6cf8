import type { BundleLeaf } from '../../../contract/views.ts';

/** What was typed, by the value's place. */
export type TypedLeaves = Readonly<Record<string, string>>;

export const leafKey = ({ path }: Pick<BundleLeaf, 'path'>): string => path.join('/');
export const leafText = ({ value }: Pick<BundleLeaf, 'value'>): string => (value === null ? '' : String(value));

/** The values that were typed anew, of the type that stood there; an emptied text that may be absent is absent. */
export function changedLeaves(leaves: readonly BundleLeaf[], typed: TypedLeaves): readonly Pick<BundleLeaf, 'path' | 'value'>[] {
  return leaves.flatMap((leaf) => {
    const text = typed[leafKey(leaf)];
    if (text === undefined || text === leafText(leaf)) return [];
    return [{ path: [...leaf.path], value: typedValue(leaf, text.trim()) }];
  });
}

function typedValue({ value, isFailing }: BundleLeaf, text: string): BundleLeaf['value'] {
  if (typeof value === 'number') return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
  if (typeof value === 'boolean') return text === 'true';
  return text === '' && (value === null || isFailing) ? null : text;
}
