/**
 * What moves a terminal's cursor, colours it, rings, or turns the order of what is read: controls, breaks of lines, marks of
 * direction, and blanks and hyphens without width. No name or reason has any, and nobody sees them in one.
 */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unseen = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Whether a reason is one: two letters of some script at the least. Dots, blanks and digits say nothing. */
export const isWorded = (text: string): boolean => (text.match(/\p{L}/gu)?.length ?? 0) >= 2;

export const isAllSeen = (text: string): boolean => text.search(unseen) === -1;

/** On one line, such characters as JSON writes them: what reads JSON still reads the same. */
export const inOneLine = (text: string): string => text.replace(unseen, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** As `inOneLine`, of several lines. */
export const inLines = (text: string): string => text.split('\n').map(inOneLine).join('\n');
