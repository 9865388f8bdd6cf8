/**
 * An input method in Chinese mode types full-width digits and 。for the point: `３７。８` is 37.8.
 * Anything else stays as typed, so that the field can say what is wrong with it.
 */
export function toAsciiNumber(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[。．]/g, '.')
    .replace(/[－—]/g, '-')
    .replace(/[／]/g, '/');
}
