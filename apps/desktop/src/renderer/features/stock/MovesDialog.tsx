import { useQuery } from '@tanstack/react-query';
import { Button, Cell, DataTable, Dialog, SkeletonRows, useHotkeys } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { stockAmount } from '../../format/stockAmount.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, unitText, specificationText } from '../../i18n/catalogueWords.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';

export interface MovesDialogProps {
  readonly ownerId: string;
  readonly row: StockRow;
  readonly onClose: () => void;
  /** Null for who only looks. */
  readonly onCount: (() => void) | null;
}

/** Why a product's stock is what it is: every move, the newest first. */
export function MovesDialog({ ownerId, row, onClose, onCount }: MovesDialogProps) {
  const { t, i18n } = useTranslation('stock');
  const { t: ofShell } = useTranslation('shell');
  const format = useFormat();
  const isComing = useIsComing();
  const moves = useQuery(useHost().stock.moves.queryOptions({ ownerId, productId: row.productId })).data;
  const columns = [
    { id: 'at', label: t('column.at'), width: 118 }, { id: 'reason', label: t('column.reason'), width: 72 }, { id: 'lot', label: t('column.lot'), width: 92 },
    { id: 'quantity', label: t('column.change'), width: i18n.language === 'zh' ? 84 : 112, align: 'right' as const }, { id: 'by', label: t('column.by'), width: 76 }, { id: 'note', label: t('column.note') },
  ];
  return (
    <Dialog isOpen isWide icon="stock" title={`${productText(row.name)} ${specificationText(row.specification, row.name)}`} onClose={onClose}
      foot={<><Button keyHint="Esc" onClick={onClose}>{ofShell('close')}</Button>{onCount !== null && <Button variant="accent" keyHint="F9" onClick={onCount}>{t('action.countThis')}</Button>}</>}>
      {onCount !== null && <CountKey onCount={onCount} />}
      <p className="sub">{t('movesSum', { amount: stockAmount(row.quantity, row) })}</p>
      <div className="moves">
        <DataTable label={t('moves')} columns={columns}>
          {moves === undefined && <SkeletonRows columns={columns.map(({ id }) => ({ id, width: '70%' }))} />}
          {moves?.map((move, index) => (
            // A move has no name of its own in the view, and two may be alike; the list is never re-ordered.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <Cell className="sub">{format.moment(move.at)}</Cell>
              <Cell>{i18n.exists(`stock:reason.${move.reason}`) ? t(`reason.${move.reason as 'count'}`) : move.reason}</Cell>
              <Cell className="sub">{move.lotNumber}</Cell>
              <Cell align="right"><b>{move.quantity > 0 ? '+' : ''}{move.quantity}</b> {unitText(move.unit, move.quantity, row.name)}</Cell>
              <Cell className="sub">{move.by}</Cell>
              <Cell isCut className="sub" title={move.note}>{move.note}</Cell>
            </tr>
          ))}
        </DataTable>
        {isComing ? moves !== undefined && <p><NotHereYet isSome={moves.length > 0} /></p> : moves?.length === 0 && <p className="dim">{t('noMoves')}</p>}
      </div>
    </Dialog>
  );
}

function CountKey({ onCount }: { readonly onCount: () => void }) {
  useHotkeys({ F9: onCount });
  return null;
}
