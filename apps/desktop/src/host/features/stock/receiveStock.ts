import { localDay } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import type { StockMove } from '@lianyi/schema/documents/stock';
import { expiryProblem, maximumMove } from '@lianyi/schema/rules/receivedStock';
import { typedYuan, yuanProblem } from '@lianyi/schema/rules/typedText';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Replica } from '../../replica/replica.ts';
import type { LotDraft, TypedLot } from './lotLines.ts';
import { isTypedLot, lotOf, ownerErrors, repeatedLots, unitsProblem } from './lotLines.ts';
import { newMove } from './moves.ts';
import { saveMoves } from './saveMoves.ts';
import type { StockResult } from './views.ts';

export interface ReceiptLine extends LotDraft {
  readonly packs: number | null;
  readonly looseUnits: number | null;
  readonly packCostYuan: string;
  readonly shelf: string;
}

export interface Receipt {
  readonly ownerId: string;
  readonly supplier: string;
  readonly lines: readonly ReceiptLine[];
}

/** Takes in what has come: a move for each lot, in whole packs and loose units. Nothing that has expired already, or that will not for longer than labels say. */
export function receiveStock(replica: Replica, actor: Actor, receipt: Receipt, now: Date): StockResult {
  return saveMoves(replica, 'stock.receive', actor, now, (read) => {
    const day = localDay(now);
    const lots = receipt.lines.map((line, at) => lotOf(read, receipt.ownerId, line, (name) => `lines.${at}.${name}`));
    const errors = [
      ...ownerErrors(read, replica.identity.orgId, receipt.ownerId),
      ...(receipt.supplier.length > 80 ? [{ field: 'supplier', code: 'tooLong', values: { max: 80, length: receipt.supplier.length } }] : []),
      ...receipt.lines.flatMap((line, at) => lineErrors(line, lots[at] ?? [], at, day)),
      ...repeatedLots(lots),
    ];
    return { errors, moves: receipt.lines.flatMap((line, at) => moveOf(receipt, line, lots[at] ?? [], actor, now)) };
  });
}

function lineErrors(line: ReceiptLine, typed: TypedLot | readonly FieldError[], at: number, day: string): readonly FieldError[] {
  const field = (name: string): string => `lines.${at}.${name}`;
  const errors: FieldError[] = isTypedLot(typed) ? [] : [...typed];
  const ofExpiry = isTypedLot(typed) ? expiryProblem(typed.lot.expiry, day) : null;
  if (ofExpiry !== null) errors.push({ field: field('expiry'), ...ofExpiry });
  for (const name of ['packs', 'looseUnits'] as const) {
    const problem = unitsProblem(line[name] ?? 0, 0);
    if (problem !== null) errors.push({ field: field(name), code: problem });
  }
  const isWhole = !errors.some(({ field: where }) => where === field('packs') || where === field('looseUnits'));
  if ((line.packs ?? 0) === 0 && (line.looseUnits ?? 0) === 0) errors.push({ field: field('packs'), code: line.packs === null ? 'required' : 'notPositive' });
  else if (isWhole && isTypedLot(typed) && unitsOf(line, typed) > maximumMove) errors.push({ field: field('packs'), code: 'tooLarge' });
  const ofCost = line.packCostYuan.trim() === '' ? 'required' : yuanProblem(line.packCostYuan);
  if (ofCost !== null) errors.push({ field: field('packCostYuan'), code: ofCost });
  if (line.shelf.length > 20) errors.push({ field: field('shelf'), code: 'tooLong', values: { max: 20, length: line.shelf.length } });
  return errors;
}

const unitsOf = (line: ReceiptLine, { product }: TypedLot): number => (line.packs ?? 0) * product.packSize + (line.looseUnits ?? 0);

function moveOf(receipt: Receipt, line: ReceiptLine, typed: TypedLot | readonly FieldError[], actor: Actor, now: Date): readonly StockMove[] {
  if (!isTypedLot(typed)) return [];
  return [{ ...newMove(typed.lot, unitsOf(line, typed), 'receipt', actor, now), packCostFen: typedYuan(line.packCostYuan), shelf: tidyText(line.shelf), supplier: tidyText(receipt.supplier) }];
}
