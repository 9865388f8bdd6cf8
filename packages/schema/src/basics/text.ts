/** Full-width ASCII (digits, letters, punctuation) and the ideographic space become half-width. */
export function toHalfWidth(text: string): string {
  return text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

/** Half-width, trimmed, each run of white space one space. Astral characters (rare names, emoji) stay whole. */
export function tidyText(text: string): string {
  // eslint-disable-next-line no-control-regex -- what no screen shows and pasted text brings
  return toHalfWidth(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\u200b]/g, '').replace(/\s+/g, ' ').trim();
}

/** Characters as a person counts them (code points), not UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
