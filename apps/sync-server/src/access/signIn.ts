import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CountyRole } from '../store/database.ts';
import type { AuditBook } from './audit.ts';
import { recordAct } from './audit.ts';
import type { CountyUser } from './countyUsers.ts';
import { userById } from './countyUsers.ts';
import { beginAttempt, forgetFailures, undoAttempt } from './loginFailures.ts';
import { sealPurpose, stepOfCode, takeStep } from './oneTimeCodes.ts';
import { isPassword } from './passwords.ts';
import { takeRecoveryCode } from './recoveryCodes.ts';
import type { SessionBegun } from './sessions.ts';
import { startSession } from './sessions.ts';

/** Who must prove more than a password. */
export interface SignInPolicy {
  /** Of the other posts whoever has set one-time codes up is asked for them too. */
  readonly totpFor: readonly CountyRole[];
  /** Accounts of a demo, which everybody may try: they come in with the password alone, and the login page says so. */
  readonly demoLogins: readonly string[];
}

export interface SignInParts {
  readonly book: AuditBook;
  readonly secretFor: (purpose: string) => Buffer;
  readonly policy: SignInPolicy;
}

export interface SignInAsked {
  readonly login: string;
  readonly password: string;
  /** A one-time code, or a recovery code; null where none was asked for yet. */
  readonly code: string | null;
  readonly ip: string;
  /** As the browser names itself, and by the cookie that a login left in it. */
  readonly browser: string;
  readonly browserCookie: string | null;
}

export type SignInAnswer =
  | { readonly ok: true; readonly user: CountyUser; readonly session: SessionBegun; readonly awaitsTotp: boolean; readonly browserCookie: string }
  | { readonly ok: false; readonly code: 'wrong' | 'codeWanted' | 'wrongCode' }
  | { readonly ok: false; readonly code: 'wait'; readonly seconds: number };

/** Password, then a one-time code where one is asked for. Whether a login exists cannot be told from the answer, nor from how long it takes. */
export async function signIn(parts: SignInParts, asked: SignInAsked): Promise<SignInAnswer> {
  const { book: { db, now } } = parts;
  const place = { login: asked.login, ip: asked.ip, knownBrowser: knownBrowser(parts, asked) };
  const seconds = await beginAttempt(db, place, now());
  if (seconds !== null) return { ok: false, code: 'wait', seconds };
  const row = await db.selectFrom('countyUser').selectAll().where('login', '=', asked.login).executeTakeFirst();
  const isRight = await isPassword(asked.password, row ?? null);
  const user = isRight && row?.active === true ? await userById(db, row.id) : null;
  if (!row || !user) {
    await recordAct(parts.book, { userId: null, login: row ? row.login : '-', sessionId: null }, { action: 'session.wrong', detail: { what: 'password' } });
    return { ok: false, code: 'wrong' };
  }
  if (user.hasTotp) {
    if (asked.code === null || asked.code.trim() === '') {
      await undoAttempt(db, place);
      return { ok: false, code: 'codeWanted' };
    }
    if (!(await isCode(parts, user, row.totpSealed ?? '', asked.code))) {
      await recordAct(parts.book, { userId: null, login: row.login, sessionId: null }, { action: 'session.wrong', detail: { what: 'code' } });
      return { ok: false, code: 'wrongCode' };
    }
  }
  await forgetFailures(db, place);
  const awaitsTotp = needsTotp(parts.policy, user) && !user.hasTotp;
  const session = await startSession(db, user.id, now(), { browser: asked.browser, awaitsTotp });
  await recordAct(parts.book, { userId: user.id, login: user.login, sessionId: session.id }, { action: 'session.login' });
  return { ok: true, user, session, awaitsTotp, browserCookie: browserCookieOf(parts, user.login) };
}

export const needsTotp = ({ totpFor, demoLogins }: SignInPolicy, { role, login }: CountyUser): boolean => totpFor.includes(role) && !demoLogins.includes(login);

/** Six digits are of the authenticator; anything longer is a recovery code. */
async function isCode({ book, secretFor }: SignInParts, user: CountyUser, sealed: string, code: string): Promise<boolean> {
  const typed = code.replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(typed)) {
    const step = stepOfCode(typed, sealed, secretFor(`${sealPurpose} ${user.id}`), book.now());
    return step !== null && takeStep(book.db, user.id, step);
  }
  if (!(await takeRecoveryCode(book.db, user.id, typed, book.now()))) return false;
  await recordAct(book, { userId: user.id, login: user.login, sessionId: null }, { action: 'session.recovery' });
  return true;
}

/** Says that this login has succeeded in this browser before; it opens nothing. */
function browserCookieOf({ secretFor }: SignInParts, login: string): string {
  return createHmac('sha256', secretFor('lianyi known browser')).update(login).digest('base64url');
}

function knownBrowser(parts: SignInParts, { login, browserCookie }: SignInAsked): string | null {
  if (browserCookie === null) return null;
  const [wanted, given] = [Buffer.from(browserCookieOf(parts, login)), Buffer.from(browserCookie)];
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? browserCookie : null;
}

