import { formatYuan, type Fen } from '@lianyi/schema/basics/money';

/** `486.50`, `1,204.00`: two places, thousands apart. */
export function yuan(amountFen: Fen): string {
  const [whole = '0', cents = '00'] = formatYuan(amountFen).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** `¥486.50` */
export function yuanSign(amountFen: Fen): string {
  return amountFen < 0 ? `-¥${yuan(-amountFen)}` : `¥${yuan(amountFen)}`;
}

/** `3,128` */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `522299 1959 0214 0328`; other documents as they are. */
export function identityNumberText(number: string): string {
  return /^\d{17}[\dX]$/.test(number) ? number.replace(/^(.{6})(.{4})(.{4})(.{4})$/, '$1 $2 $3 $4') : number;
}

/** `150 0000 8936`; other numbers as they are. */
export function phoneText(phone: string): string {
  return /^1\d{10}$/.test(phone) ? phone.replace(/^(.{3})(.{4})(.{4})$/, '$1 $2 $3') : phone;
}

/** The last eight of a health-record number: `…108 00127`. */
export function recordNumberText(number: string): string {
  return number.length === 17 ? `…${number.slice(9, 12)} ${number.slice(12)}` : number;
}
