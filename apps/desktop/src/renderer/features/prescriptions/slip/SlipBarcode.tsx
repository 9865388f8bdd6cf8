import { code128 } from './code128.ts';

/** The number as bars that a hand scanner reads; only its digits, two to a symbol, so that 28 mm suffice. */
export function SlipBarcode({ number }: { readonly number: string }) {
  const digits = number.replace(/\D/g, '');
  const { bars, width } = code128(digits.length % 2 === 0 ? digits : `0${digits}`);
  return (
    <svg className="bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" role="img" aria-label={number}>
      {bars.map((bar) => <rect key={bar.x} x={bar.x} y="0" width={bar.width} height="10" />)}
    </svg>
  );
}
