/** The console's session cookie: not for scripts, and never sent along from another site. */
export const cookieName = 'lianyi_county';

export function tokenIn(cookies: string | undefined): string | null {
  for (const part of (cookies ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return null;
}

/** @param isSecure over HTTPS, as everywhere but on loopback */
export function cookieOf(token: string | null, isSecure: boolean): string {
  const life = token === null ? 'Max-Age=0' : 'Max-Age=43200';
  return `${cookieName}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; ${life}${isSecure ? '; Secure' : ''}`;
}
