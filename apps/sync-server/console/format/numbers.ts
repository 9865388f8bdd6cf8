import { formatYuan, type Fen } from '@lianyi/schema/basics/money';

/** `¥486.50`, `¥1,204.00`: two places, thousands apart. */
export function yuanSign(amountFen: Fen): string {
  const [whole = '0', cents = '00'] = formatYuan(Math.abs(amountFen)).split('.');
  return `${amountFen < 0 ? '-' : ''}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** `3,128` */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** 512 B, 3.4 KB, 1.2 MB. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [amount, unit] = bytes < 999_500 ? [bytes / 1_000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

/** `522299 1959 0214 0328`; other documents as they are. */
export function identityNumberText(number: string): string {
  return /^\d{17}[\dX]$/.test(number) ? number.replace(/^(.{6})(.{4})(.{4})(.{4})$/, '$1 $2 $3 $4') : number;
}

/** `150 0000 8936`; other numbers as they are. */
export function phoneText(phone: string): string {
  return /^1\d{10}$/.test(phone) ? phone.replace(/^(.{3})(.{4})(.{4})$/, '$1 $2 $3') : phone;
}
