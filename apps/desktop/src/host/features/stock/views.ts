import type { FieldError } from '../../chart/views.ts';

export interface LotBalance {
  readonly lotNumber: string;
  readonly expiry: string;
  readonly daysLeft: number;
  readonly quantity: number;
  readonly shelf: string;
  readonly packCostFen: number | null;
  readonly isOpened: boolean;
  readonly state: 'ok' | 'nearExpiry' | 'expired' | 'negative' | 'empty';
}

export interface StockRow {
  readonly productId: string;
  readonly name: string;
  readonly specification: string;
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
  readonly quantity: number;
  readonly minimum: number;
  /** Units a day, over the last 30. */
  readonly dailyUse: number;
  readonly daysLeft: number | null;
  readonly shelf: string;
  readonly state: 'ok' | 'out' | 'low' | 'nearExpiry' | 'expired' | 'negative';
  readonly lots: readonly LotBalance[];
}

export interface StockView {
  readonly ownerId: string;
  readonly owners: readonly { readonly orgId: string; readonly name: string }[];
  readonly rows: readonly StockRow[];
  readonly counts: { readonly act: number; readonly out: number; readonly low: number; readonly nearExpiry: number; readonly all: number; readonly negative: number };
  readonly lots: number;
  readonly valueFen: number;
  readonly lastCountOn: string | null;
  /** Value expiring in each of the next 12 months, `YYYY-MM`. */
  readonly expiringByMonth: readonly { readonly month: string; readonly valueFen: number }[];
  readonly nearExpiryValueFen: number;
  readonly nearExpiryLots: number;
}

export type StockResult =
  | { readonly ok: true; readonly savedAt: string; readonly moves: number }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export interface StockMoveRow {
  readonly at: string;
  readonly reason: string;
  readonly productName: string;
  readonly lotNumber: string;
  readonly quantity: number;
  readonly unit: string;
  readonly by: string;
  readonly note: string;
}
