import { newId } from '@lianyi/schema/basics/ids';
import type { Lot, StockMove } from '@lianyi/schema/documents/stock';
import { aSignature, testOrgId } from './aPatient.ts';
import { productNamed } from './aProduct.ts';

/** A lot of ambroxol tablets of the test's institution. */
export const aLot = (parts: Partial<Lot> = {}): Lot => ({ ownerId: testOrgId, productId: productNamed('氨溴索片').id, lotNumber: '2411062', expiry: '2026-08-31', ...parts });

type MoveParts = Partial<Omit<StockMove, 'lot'>> & { readonly lot?: Partial<Lot> };

/** A receipt of 40 units, two packs of 6.40 yuan. */
export function aStockMove(parts: MoveParts = {}): StockMove {
  const { lot, ...rest } = parts;
  return {
    id: newId(),
    kind: 'stockMove',
    lot: aLot(lot),
    quantity: 40,
    reason: 'receipt',
    dispenseId: null,
    count: null,
    packCostFen: 640,
    shelf: 'B-11',
    supplier: '县医药公司',
    note: '',
    moved: aSignature({ at: '2026-02-20T09:00:00+08:00' }),
    ...rest,
  };
}
