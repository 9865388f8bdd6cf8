import { addDays } from '@lianyi/schema/basics/dates';
import type { DispenseId, OrganisationId, ProductId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Product } from '@lianyi/schema/documents/county';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { StockMove } from '@lianyi/schema/documents/stock';
import type { Random } from './random.ts';

interface ShelfLot {
  readonly lotNumber: string;
  readonly expiry: string;
  left: number;
}

/**
 * The stock of the demo's institutions: drugs are received when a dispense needs them, so that every lot adds up.
 * Takes must come in the order of their days per institution and product for the moves to read well; the sums
 * hold in any order.
 */
export class Shelves {
  readonly moves: StockMove[] = [];
  readonly #lots = new Map<string, ShelfLot[]>();
  readonly #products: ReadonlyMap<string, Product>;
  readonly #random: Random;
  readonly #today: string;

  constructor(products: readonly Product[], random: Random, today: string) {
    this.#products = new Map(products.map((product) => [product.id, product]));
    this.#random = random;
    this.#today = today;
  }

  /** Takes units out of lots, first expired first out, for a dispense; receives more first where they are short. */
  take(owner: OrganisationId, product: ProductId, quantity: number, dispense: DispenseId, moved: Signature): readonly { lotNumber: string; expiry: string; quantity: number }[] {
    const lots = this.#of(owner, product);
    const known = lots.reduce((sum, lot) => sum + lot.left, 0);
    if (known < quantity) this.receive(owner, product, quantity - known, { ...moved, at: `${addDays(moved.at.slice(0, 10), -1)}T08:10:00+08:00` });
    const taken: { lotNumber: string; expiry: string; quantity: number }[] = [];
    let wanted = quantity;
    for (const lot of lots.toSorted((a, b) => (a.expiry < b.expiry ? -1 : 1))) {
      const units = Math.min(lot.left, wanted);
      if (units === 0) continue;
      lot.left -= units;
      wanted -= units;
      taken.push({ lotNumber: lot.lotNumber, expiry: lot.expiry, quantity: units });
      this.#move(owner, product, lot, -units, 'dispense', moved, dispense);
    }
    return taken;
  }

  /** A delivery of at least `units`, in whole packs of one lot. */
  receive(owner: OrganisationId, product: ProductId, units: number, moved: Signature, expiryInDays?: number): void {
    const size = this.#products.get(product)?.packSize ?? 1;
    const packs = Math.max(1, Math.ceil(units / size)) + this.#random.between(2, 12);
    const made = moved.at.slice(2, 10).replaceAll('-', '');
    const lot: ShelfLot = {
      lotNumber: `${made.slice(0, 4)}${String(this.#random.between(1, 199)).padStart(3, '0')}`,
      expiry: addDays(this.#today, expiryInDays ?? this.#random.between(150, 700)),
      left: packs * size,
    };
    this.#of(owner, product).push(lot);
    this.#move(owner, product, lot, lot.left, 'receipt', moved, null);
  }

  #of(owner: OrganisationId, product: ProductId): ShelfLot[] {
    const key = `${owner} ${product}`;
    const lots = this.#lots.get(key) ?? [];
    this.#lots.set(key, lots);
    return lots;
  }

  #move(owner: OrganisationId, product: ProductId, lot: ShelfLot, quantity: number, reason: StockMove['reason'], moved: Signature, dispense: DispenseId | null): void {
    this.moves.push({
      id: idFromHash(['demo', 'move', owner, this.moves.length]),
      kind: 'stockMove',
      lot: { ownerId: owner, productId: product, lotNumber: lot.lotNumber, expiry: lot.expiry },
      quantity,
      reason,
      dispenseId: dispense,
      count: null,
      packCostFen: reason === 'receipt' ? (this.#products.get(product)?.packPriceFen ?? 0) : null,
      shelf: reason === 'receipt' ? `${String.fromCharCode(65 + (product.charCodeAt(3) % 4))}-${String((product.charCodeAt(5) % 12) + 1).padStart(2, '0')}` : '',
      supplier: reason === 'receipt' ? '县医药公司' : '',
      note: '',
      moved,
    });
  }
}
