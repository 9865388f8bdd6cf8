/** Widths of the bars and gaps of each symbol of Code 128 (ISO/IEC 15417, table 1), by its value; the last is the stop. */
const symbols = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 '
  + '223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 '
  + '112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 '
  + '311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 '
  + '122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 '
  + '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');

const startB = 104;
const startC = 105;
const stop = 106;

/** A bar of a drawing one module high: where it begins and how many modules wide it is. */
export interface CodeBar {
  readonly x: number;
  readonly width: number;
}

export interface Code128Drawing {
  readonly bars: readonly CodeBar[];
  /** Modules in all, without the quiet zones. */
  readonly width: number;
}

/**
 * Code 128 of a number or of printable ASCII. Pairs of digits take one symbol each (set C), anything else set B.
 * @throws RangeError on a character that set B does not have.
 */
export function code128(text: string): Code128Drawing {
  const values = /^(\d\d)+$/.test(text) ? valuesOfPairs(text) : valuesOfCharacters(text);
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % 103;
  const bars: CodeBar[] = [];
  let x = 0;
  for (const value of [...values, check, stop]) {
    [...(symbols[value] ?? '')].forEach((digit, index) => {
      const width = Number(digit);
      if (index % 2 === 0) bars.push({ x, width });
      x += width;
    });
  }
  return { bars, width: x };
}

function valuesOfPairs(digits: string): readonly number[] {
  return [startC, ...Array.from({ length: digits.length / 2 }, (_, index) => Number(digits.slice(index * 2, index * 2 + 2)))];
}

function valuesOfCharacters(text: string): readonly number[] {
  return [startB, ...Array.from(text, (character) => {
    const value = (character.codePointAt(0) ?? 0) - 32;
    if (value < 0 || value > 95) throw new RangeError(`not in Code 128 set B: ${character}`);
    return value;
  })];
}
