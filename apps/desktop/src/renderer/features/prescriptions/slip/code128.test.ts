import bwipjs from 'bwip-js/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code128 } from './code128.ts';

/** Widths of bars and gaps in turn, as bwip-js has them. */
function widthsByBwip(text: string): readonly number[] {
  const [drawn] = bwipjs.raw({ bcid: 'code128', text }) as readonly { readonly sbs: readonly number[] }[];
  return drawn?.sbs ?? [];
}

function widthsOf(text: string): readonly number[] {
  const { bars, width } = code128(text);
  return bars.flatMap((bar, index) => [bar.width, (bars[index + 1]?.x ?? width) - bar.x - bar.width]).slice(0, -1);
}

test('A prescription number is drawn as another program draws it', () => {
  expect(widthsOf('0127030904')).toEqual(widthsByBwip('0127030904'));
  expect(widthsOf('RX-127')).toEqual(widthsByBwip('RX-127'));
});

test('Any even number of digits is drawn as another program draws it', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 12 }), (pairs) => {
    const text = pairs.map((pair) => String(pair).padStart(2, '0')).join('');
    expect(widthsOf(text)).toEqual(widthsByBwip(text));
  }), { numRuns: 60 });
});

test('A character that the code does not have is refused', () => {
  expect(() => code128('处方')).toThrow(RangeError);
});
