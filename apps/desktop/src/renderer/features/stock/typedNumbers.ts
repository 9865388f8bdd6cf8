import { maximumMove } from '@lianyi/schema/rules/receivedStock';
import { problemOf, type Problem } from './problems.ts';

/**
 * A number as typed, for the host to judge: null while nothing is typed. A text that is no number is sent as -1, which
 * every quantity refuses (JSON carries no NaN).
 */
export function wholeNumber(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  return /^-?\d{1,9}(\.\d+)?$/.test(typed) ? Number(typed) : -1;
}

/** Counted units: `28`, or packs and loose units, `1+8`. */
export function countedUnits(text: string, packSize: number): number | null {
  const packs = /^(\d{1,6})\s*\+\s*(\d{1,6})$/.exec(text.trim());
  return packs ? Number(packs[1]) * packSize + Number(packs[2]) : wholeNumber(text);
}

/** What is wrong with a count as typed, or null. */
export function countProblem(text: string, packSize: number): WholeProblem | null {
  return wholeProblem(text, countedUnits(text, packSize));
}

/** What is wrong with the units to write off of a lot of which `known` are known here, or null. */
export function damageProblem(text: string, known: number): Problem | null {
  const number = wholeNumber(text);
  if (number === null) return null;
  const code = wholeProblem(text, number) ?? (number === 0 ? 'notPositive' : null);
  return code === null && number > known ? { code: 'moreThanKnown', values: { known, wanted: number } } : problemOf(code);
}

type WholeProblem = 'negative' | 'notANumber' | 'notWhole' | 'tooLarge';

/** What is wrong with a text for a whole number from 0, or null; `number` is what the text was read as. */
export function wholeProblem(text: string, number: number | null): WholeProblem | null {
  const typed = text.trim();
  if (number === null) return null;
  if (/^\d{10,}(\.\d+)?$/.test(typed) || number > maximumMove) return 'tooLarge';
  if (number < 0) return /^-\d+(\.\d+)?$/.test(typed) ? 'negative' : 'notANumber';
  return Number.isInteger(number) ? null : 'notWhole';
}
