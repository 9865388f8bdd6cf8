import type { Receipt } from '@lianyi/schema/wire/exchange';
import { receiptToSign } from '@lianyi/schema/wire/exchange';
import type { CountyKey } from './countyKey.ts';

/** The county's word about a bundle: what the device keeps as proof that it is held. */
export function signedReceipt(key: CountyKey, unsigned: Omit<Receipt, 'signature'>): Receipt {
  return { ...unsigned, signature: key.sign(receiptToSign(unsigned)) };
}
