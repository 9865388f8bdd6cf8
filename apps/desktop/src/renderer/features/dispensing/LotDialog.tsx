import { Button, Cell, DataTable, Dialog, SelectableRow, useHotkeys, useRowKeys } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannedLine, PlannedLot } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { useFirstFocus } from '../../shell/useFirstFocus.ts';
import { productText } from '../../i18n/catalogueWords.ts';
import { isSameLot, type AllocatedLot } from './allocation.ts';

export interface LotDialogProps {
  readonly line: PlannedLine;
  readonly lots: readonly AllocatedLot[];
  /** The lot whose place another may take. */
  readonly at: number;
  readonly onChange: (lot: PlannedLot) => void;
  readonly onAdd: (lot: PlannedLot) => void;
  readonly onClose: () => void;
}

/** The other lots of a drug: Enter takes one in the place of the chosen, Ctrl+Enter adds it. */
export function LotDialog(props: LotDialogProps) {
  const { t } = useTranslation('dispensing');
  const { t: ofShell } = useTranslation('shell');
  const { line, onClose } = props;
  const [index, setIndex] = useState(() => Math.max(0, line.choices.findIndex((lot) => lot.lotNumber !== props.lots[props.at]?.lot.lotNumber)));
  const finish = (act: (lot: PlannedLot) => void) => {
    const lot = line.choices[index];
    if (lot !== undefined) act(lot);
    onClose();
  };
  const hasPlace = props.lots[props.at] !== undefined;
  return (
    <Dialog isOpen isWide icon="pill" title={t('lotDialog', { drug: productText(line.name) })} onClose={onClose}
      foot={(
        <>
          <Button keyHint="Esc" onClick={onClose}>{ofShell('cancel')}</Button>
          <Button keyHint="Ctrl Enter" disabled={line.choices.length === 0} onClick={() => { finish(props.onAdd); }}>{t('lotAdd')}</Button>
          <Button variant="accent" keyHint="Enter" disabled={line.choices.length === 0} onClick={() => { finish(hasPlace ? props.onChange : props.onAdd); }}>{t('lotTake')}</Button>
        </>
      )}>
      <Choices {...props} index={index} onIndexChange={setIndex} onTake={() => { finish(hasPlace ? props.onChange : props.onAdd); }} onAddIt={() => { finish(props.onAdd); }} />
    </Dialog>
  );
}

function Choices({ line, lots, index, onIndexChange, onTake, onAddIt }: LotDialogProps & {
  readonly index: number; readonly onIndexChange: (index: number) => void; readonly onTake: () => void; readonly onAddIt: () => void;
}) {
  const { t } = useTranslation('dispensing');
  const isComing = useIsComing();
  const rows = useRowKeys({ count: line.choices.length, index, onIndexChange, onOpen: onTake });
  useHotkeys({ 'Ctrl+Enter': onAddIt });
  useFirstFocus(rows.activeRowId);
  if (line.choices.length === 0) return <p className="sub">{t(isComing ? 'noLotYet' : 'noLot')}</p>;
  return (
    <DataTable label={t('lotDialog', { drug: productText(line.name) })} rows={rows} columns={[
      { id: 'lot', label: t('column.lot') }, { id: 'expiry', label: t('column.expiry'), width: 190 }, { id: 'shelf', label: t('column.shelf'), width: 60 },
      { id: 'known', label: t('column.known'), width: 110, align: 'right' },
    ]}>
      {line.choices.map((lot, at) => (
        <SelectableRow key={`${lot.lotNumber} ${lot.expiry}`} {...rows.row(at)}>
          <Cell>{lot.lotNumber}{lots.some((entry) => isSameLot(entry.lot, lot)) && <span className="dim"> {t('inThisLine')}</span>}</Cell>
          <Cell>{lot.expiry} <span className="dim">{t('daysLeft', { count: lot.daysLeft })}</span></Cell>
          <Cell className="sub">{lot.shelf}</Cell>
          <Cell align="right">{stockAmount(lot.known, line)}</Cell>
        </SelectableRow>
      ))}
    </DataTable>
  );
}
