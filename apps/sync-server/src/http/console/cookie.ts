import { createHash } from 'node:crypto';

/** The console's cookies: not for scripts, and never sent along from another site. */
export const sessionCookie = 'lianyi_county';
/** Stays in a browser in which this account has logged in, one for each: a stranger's wrong guesses do not lock that one. */
export const browserCookieFor = (login: string): string => `lianyi_browser_${createHash('sha256').update(login).digest('hex').slice(0, 16)}`;

export function cookieIn(cookies: string | undefined, wanted: string): string | null {
  for (const part of (cookies ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === wanted && value) return value;
  }
  return null;
}

const sessionSeconds = 12 * 3600;
const browserSeconds = 180 * 24 * 3600;

/**
 * @param value null takes it away
 * @param isSecure over HTTPS, as everywhere but on loopback
 */
export function cookieOf(name: string, value: string | null, isSecure: boolean): string {
  const seconds = value === null ? 0 : name === sessionCookie ? sessionSeconds : browserSeconds;
  return `${name}=${value ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`;
}
