import type { FrequencyCode } from '../codes/usage.ts';
import type { Product } from '../documents/county.ts';

/** A line of a prescription with its product, as the rules look at it. Numbers may still be missing. */
export interface PrescribedItem {
  readonly itemNo: number;
  readonly product: Product;
  readonly dose: number | null;
  readonly doseUnit: string;
  readonly route: string;
  readonly frequency: FrequencyCode;
  readonly days: number | null;
  /** How long the quantity lasts: the days as written, or more where more was typed. */
  readonly supplyDays: number | null;
}

const local = new Set(['top', 'eye', 'ear', 'nas']);

/** True if the drug acts where it is put: eye drops and creams are left out of rules about the whole body. */
export const isLocal = (item: Pick<PrescribedItem, 'route'>): boolean => local.has(item.route);
