import type { FrequencyCode } from '../codes/usage.ts';
import { frequencies } from '../codes/usage.ts';

/** A single dose, in the unit that the product's doses are written in, and how often. */
export interface UsualDose {
  readonly dose: number;
  readonly frequency: FrequencyCode;
}

/** Milligrams, for units that can be turned into each other. */
const milligrams: Readonly<Record<string, number>> = { g: 1000, mg: 1, μg: 0.001, ug: 0.001 };

/** Amount, or the lower end of a range; unit; frequency, or two; then at most for how many days and before or after what. */
const pattern = /^(\d+(?:\.\d+)?)(?:-\d+(?:\.\d+)?)?\s*(\p{L}+)\s+([a-z\d]+)(?:-([a-z\d]+))?(?:×\d+d(?: 或.*)?|\s*(?:餐前|餐后|空腹))?$/u;

/**
 * Reads an adult's usual dose of the drug table where it begins with a dose: `0.5g qd`, `0.25-0.5g bid`, `0.5g q6-8h`. Of
 * a range it is the lower end and of two frequencies the rarer, as one begins; the doctor goes on from there. Null for
 * all else: of a dose by weight, one that is raised or divided, or several for several forms and ills, the doctor writes
 * what is meant. `doseUnit` is the unit of the product's doses.
 */
export function readUsualDose(text: string, doseUnit: string): UsualDose | null {
  const match = pattern.exec(text.trim());
  if (!match) return null;
  const [, amount = '', unit = '', first = '', second] = match;
  const frequency = rarer(first, second);
  if (frequency === null) return null;
  if (unit === doseUnit) return { dose: Number(amount), frequency };
  const [from, to] = [milligrams[unit], milligrams[doseUnit]];
  return from === undefined || to === undefined ? null : { dose: Math.round((Number(amount) * from * 10_000) / to) / 10_000, frequency };
}

/** `q6` and `8h` are q8h. */
function rarer(first: string, second: string | undefined): FrequencyCode | null {
  const codes = second === undefined ? [first] : /^\d+h$/.test(second) ? [`q${second}`] : [first, second];
  const found = codes.map((code) => regular.find((entry) => entry.code === code));
  const known = found.filter((entry) => entry !== undefined);
  if (known.length < found.length) return null;
  return known.toSorted((a, b) => a.perDay - b.perDay)[0]?.code ?? null;
}

/** What is taken once or as needed has no place in a course. */
const regular = frequencies.filter(({ code }) => code !== 'st' && code !== 'prn');
