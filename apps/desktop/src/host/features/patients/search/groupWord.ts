/** A village's group as it was typed, a word by itself: 三组, 3组, 第3组; with every way in which a record may have it. */
export interface GroupWord {
  readonly kind: 'group';
  readonly text: string;
  readonly spellings: readonly string[];
}

const digits = '一二三四五六七八九';
/** What parseQuery takes for a group, between spaces. */
export const groupPattern = `第?(?:\\d{1,2}|[${digits}十]{1,3})组`;

/** Null for what is no group's number, 二一组 or 0组. */
export function groupWord(text: string): GroupWord | null {
  const [, typed] = new RegExp(`^${groupPattern.replace('(?:', '(')}$`, 'u').exec(text) ?? [];
  if (typed === undefined) return null;
  const number = Array.from({ length: 99 }, (_, at) => at + 1).find((each) => Number(typed) === each || inCharacters(each) === typed);
  if (number === undefined) return null;
  return { kind: 'group', text, spellings: [inCharacters(number), String(number)].flatMap((name) => [`${name}组`, `第${name}组`]) };
}

/** 3 is 三, 12 十二, 20 二十. */
function inCharacters(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const digit = (of: number): string => digits.charAt(of - 1);
  return tens === 0 ? digit(ones) : `${tens === 1 ? '' : digit(tens)}十${ones === 0 ? '' : digit(ones)}`;
}
