import { isCalendarDate } from '../basics/dates.ts';

/** `pin`: where a system key store stands behind it, or the county allows it. `passphrase`: where only a file does. */
export type SecretKind = 'pin' | 'passphrase';

export const pinLength = 6;
const passphraseLength = 10;

/** `length`: not six digits, or a passphrase too short. `pattern`: 123456, 111111, 121212. `date`: reads as a day. `known`: part of a number of that person. */
export type SecretFault = 'length' | 'onlyDigits' | 'pattern' | 'date' | 'known';

/**
 * What is wrong with a new PIN or passphrase, or null. A PIN that reads as a day is refused whoever's birthday it may be:
 * that is what is tried first, and it leaves nine in ten.
 * @param known numbers of that person as far as they are known here: identity number, birth date, telephone
 */
export function secretFault(secret: string, kind: SecretKind, known: readonly string[] = []): SecretFault | null {
  const typed = secret.normalize('NFKC');
  if (kind === 'pin') {
    if (!/^\d{6}$/.test(typed)) return 'length';
    if (isPattern(typed)) return 'pattern';
    if (readsAsDay(typed)) return 'date';
  } else {
    if ([...typed.trim()].length < passphraseLength) return 'length';
    if (/^\d+$/.test(typed)) return 'onlyDigits';
    if (new Set(typed.toLowerCase()).size < 5) return 'pattern';
  }
  return known.some((number) => /\d{6}/.test(number) && isPartOf(typed, number.replace(/\D/g, ''))) ? 'known' : null;
}

/** For a passphrase: the whole number in it. */
const isPartOf = (typed: string, digits: string): boolean => digits.includes(typed) || (typed.length > digits.length && typed.includes(digits));

/** One step all the way (123456, 987654, 111111, 890123), a block twice or three times, pairs in steps (112233). */
function isPattern(pin: string): boolean {
  const block = pin.slice(0, 3);
  const pair = pin.slice(0, 2);
  return isEvenStep(pin) || pin === block.repeat(2) || pin === pair.repeat(3) || (/^(\d)\1(\d)\2(\d)\3$/.test(pin) && isEvenStep(pin.replace(/(\d)\1/g, '$1')));
}

function isEvenStep(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, at) => (Number(digit) - Number(digits[at]) + 10) % 10);
  return steps.every((step) => step === steps[0]) && [0, 1, 9].includes(steps[0] ?? 0);
}

/** YYMMDD, DDMMYY, MMDDYY, or YYYYMM of this century or the last. */
function readsAsDay(pin: string): boolean {
  const [a = '', b = '', c = ''] = pin.match(/../g) ?? [];
  const isDay = (year: string, month: string, day: string): boolean => isCalendarDate(`20${year}-${month}-${day}`) || isCalendarDate(`19${year}-${month}-${day}`);
  return isDay(a, b, c) || isDay(c, b, a) || isDay(c, a, b) || (/^(19|20)/.test(pin) && isCalendarDate(`${a}${b}-${c}-01`));
}
