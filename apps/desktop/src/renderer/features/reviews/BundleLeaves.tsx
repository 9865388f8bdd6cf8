import { Field, TextInput } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { BundleLeaf } from '../../../contract/views.ts';
import { leafKey, leafText, type TypedLeaves } from './typedLeaves.ts';
import { useUnitLabel } from './useValueWords.ts';

export interface BundleLeavesProps {
  readonly leaves: readonly BundleLeaf[];
  readonly typed: TypedLeaves;
  readonly onType: (typed: TypedLeaves) => void;
}

/** The values of a save that the county refused, to be put right: the places that it named first, the rest behind a fold. */
export function BundleLeaves({ leaves, typed, onType }: BundleLeavesProps) {
  const { t } = useTranslation('reviews');
  const failing = leaves.filter(({ isFailing }) => isFailing);
  const rest = leaves.filter(({ isFailing }) => !isFailing);
  const fields = (some: readonly BundleLeaf[]) => (
    <div className="leaves">
      {some.map((leaf) => <LeafField key={leafKey(leaf)} leaf={leaf} text={typed[leafKey(leaf)] ?? leafText(leaf)} onText={(text) => { onType({ ...typed, [leafKey(leaf)]: text }); }} />)}
    </div>
  );
  return (
    <>
      {failing.length > 0 && <><h3 className="small sub how">{t('failingValues')}</h3>{fields(failing)}</>}
      {rest.length > 0 && <details className="how"><summary>{t('otherValues', { count: rest.length })}</summary>{fields(rest)}</details>}
    </>
  );
}

function LeafField({ leaf, text, onText }: { readonly leaf: BundleLeaf; readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useTranslation('reviews');
  const unitLabel = useUnitLabel();
  const [, , ...names] = leaf.path;
  const label = names.map((name) => (/^\d+$/.test(name) ? String(Number(name) + 1) : unitLabel(name))).join(' · ');
  return <Field label={label} error={leaf.isFailing && text === leafText(leaf) ? t('refusedValue') : undefined}><TextInput value={text} onChange={onText} /></Field>;
}
