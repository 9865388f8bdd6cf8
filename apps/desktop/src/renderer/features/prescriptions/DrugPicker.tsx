import { Field, Picker, StatusText, useHotkeys, type PickerLine } from '@lianyi/ui';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrugHit } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { drugTitle } from '../../format/drugTitle.ts';
import { yuanSign } from '../../format/numbers.ts';
import { unitText } from '../../i18n/catalogueWords.ts';
import { useLeftover } from '../../visit/useLeftover.ts';

/** Adds a drug by name, pinyin or initials, with what this clinic has of it. F4 from anywhere on the page. */
export function DrugPicker({ encounterId, onPick }: { readonly encounterId: string; readonly onPick: (hit: DrugHit) => void }) {
  const { t } = useTranslation('prescriptions');
  const isComing = useIsComing();
  const input = useRef<HTMLInputElement>(null);
  const leftover = useLeftover(encounterId, 'drug');
  const { answer, isBehind } = useTypedSearch(useHost().catalogue.drugs.queryOptions({ query: leftover.text.trim(), limit: 10 }));
  useHotkeys({ F4: () => {
    if (document.activeElement instanceof HTMLSelectElement) return false;
    input.current?.focus();
    return undefined;
  } });

  const lineOf = (hit: DrugHit): PickerLine => ({
    title: drugTitle(hit),
    why: (
      <>
        {hit.inStock > 0 ? t('inStock', { amount: stockText(hit) }) : isComing ? <StatusText tone="warn" icon="clock">{t('stockComing')}</StatusText> : <StatusText tone="danger" icon="stop">{t('notInStock')}</StatusText>}
        {' · '}{yuanSign(hit.packPriceFen)}/{unitText(hit.packUnit, 1, hit.name)}
      </>
    ),
  });

  return (
    <div className="add">
      <Field label={<span className="sr">{t('addDrug')}</span>} error={leftover.isTold ? t('typedNotChosen') : undefined}>
        <Picker<DrugHit> items={answer.data ?? []} isBehind={isBehind} itemKey={(hit) => hit.productId} itemLine={lineOf} query={leftover.text} onQueryChange={leftover.onText} onLeave={leftover.onLeave} onPick={onPick}
          inputRef={input} icon="plus" placeholder={t('addDrug')} keyHint="F4" boxClassName="dashed" aria-label={t('addDrug')}
          footHints={[{ keys: '↑↓', text: t('pick.choose') }, { keys: 'Enter', text: t('pick.add') }]} emptyText={t('noDrug')}
          countText={t('pick.count', { count: answer.data?.length ?? 0 })} />
      </Field>
    </div>
  );
}

/** `48 片`, or in packs where it comes out even: `2 盒`. */
function stockText({ inStock, unit, packUnit, packSize, name }: DrugHit): string {
  return packSize > 1 && inStock % packSize === 0 ? `${inStock / packSize} ${unitText(packUnit, inStock / packSize, name)}` : `${inStock} ${unitText(unit, inStock, name)}`;
}
