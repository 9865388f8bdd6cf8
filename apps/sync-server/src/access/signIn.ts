import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CountyRole } from '@lianyi/schema/codes/roles';
import type { AuditBook } from './audit.ts';
import { addressMark, recordAct, recordIn, recordSeldom } from './audit.ts';
import type { CountyUser } from './countyUsers.ts';
import { userById } from './countyUsers.ts';
import { beginAttempt, forgetFailures, undoAttempt } from './loginFailures.ts';
import { sealPurpose, stepOfCode, takeStep } from './oneTimeCodes.ts';
import { isPassword } from './passwords.ts';
import { takeRecoveryCode } from './recoveryCodes.ts';
import type { SessionBegun } from './sessions.ts';
import { startSession } from './sessions.ts';
import { isStillProven } from './stillProven.ts';
import { inTransaction } from '../store/inTransaction.ts';

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
  /** As the browser names itself, and by the cookie that a login to this account left in it. */
  readonly browser: string;
  readonly browserCookie: string | null;
}

export type SignInAnswer =
  | { readonly ok: true; readonly user: CountyUser; readonly session: SessionBegun; readonly awaitsTotp: boolean; readonly browserCookie: string | null }
  | { readonly ok: false; readonly code: 'wrong' | 'codeWanted' | 'wrongCode' | 'noPost' }
  | { readonly ok: false; readonly code: 'wait'; readonly seconds: number };

/** Password, then a one-time code where one is asked for. Whether a login exists cannot be told from the answer, nor from how long it takes. */
export async function signIn(parts: SignInParts, asked: SignInAsked): Promise<SignInAnswer> {
  const { book: { db, now } } = parts;
  const known = knownBrowser(parts, asked);
  const place = { login: asked.login, ip: asked.ip, knownBrowser: known };
  const mark = addressMark(parts, asked.ip);
  const seconds = await beginAttempt(db, place, now());
  if (seconds !== null) {
    // Which login it was is not looked at while a lock holds: those before it are in the audit.
    await recordSeldom(parts.book, { userId: null, login: '-', sessionId: null }, { action: 'session.wrong', detail: { what: 'locked', place: mark } });
    return { ok: false, code: 'wait', seconds };
  }
  const row = await db.selectFrom('countyUser').selectAll().where('login', '=', asked.login).executeTakeFirst();
  const isRight = await isPassword(asked.password, row ?? null);
  const user = isRight && row?.active === true ? await userById(db, row.id, now()) : null;
  if (!row || !user) {
    await recordAct(parts.book, { userId: null, login: row ? row.login : '-', sessionId: null }, { action: 'session.wrong', detail: { what: 'password', place: mark } });
    return { ok: false, code: 'wrong' };
  }
  if (user.hasTotp) {
    if (asked.code === null || asked.code.trim() === '') {
      await undoAttempt(db, place);
      return { ok: false, code: 'codeWanted' };
    }
    if (!(await isCode(parts, user, row.totpSealed ?? '', asked.code))) {
      await recordAct(parts.book, { userId: null, login: row.login, sessionId: null }, { action: 'session.wrong', detail: { what: 'code', place: mark } });
      return { ok: false, code: 'wrongCode' };
    }
  }
  await forgetFailures(db, place);
  // Only whoever has proven that the account is theirs hears that it opens nothing.
  if (user.roles.length === 0) {
    await recordAct(parts.book, { userId: user.id, login: user.login, sessionId: null }, { action: 'session.wrong', detail: { what: 'noPost', place: mark } });
    return { ok: false, code: 'noPost' };
  }
  const awaitsTotp = needsTotp(parts.policy, user) && !user.hasTotp;
  const session = await inTransaction(db, async (tx) => {
    if (!(await isStillProven(tx, row))) return null;
    const begun = await startSession(tx, user, now(), { browser: asked.browser, awaitsTotp });
    await recordIn(tx, parts.book, { userId: user.id, login: user.login, sessionId: begun.id }, { action: 'session.login' });
    return begun;
  });
  if (session === null) {
    await recordAct(parts.book, { userId: null, login: row.login, sessionId: null }, { action: 'session.wrong', detail: { what: 'password', place: mark } });
    return { ok: false, code: 'wrong' };
  }
  return { ok: true, user, session, awaitsTotp, browserCookie: awaitsTotp ? null : browserCookieOf(parts, user.login, known ?? randomBytes(9).toString('base64url'), now()) };
}

export const needsTotp = ({ totpFor, demoLogins }: SignInPolicy, { roles, login }: CountyUser): boolean => roles.some((role) => totpFor.includes(role)) && !demoLogins.includes(login);

/** Six digits are of the authenticator; anything longer is a recovery code. */
async function isCode({ book, secretFor }: SignInParts, user: CountyUser, sealed: string, code: string): Promise<boolean> {
  const typed = code.replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(typed)) {
    const step = stepOfCode(typed, sealed, secretFor(`${sealPurpose} ${user.id}`), book.now());
    return step !== null && takeStep(book.db, user.id, step);
  }
  return inTransaction(book.db, async (tx) => {
    const isTaken = await takeRecoveryCode(tx, user.id, typed, book.now());
    if (isTaken) await recordIn(tx, book, { userId: user.id, login: user.login, sessionId: null }, { action: 'session.recovery' });
    return isTaken;
  });
}

const browserLifeMs = 180 * 24 * 3_600_000;

/** Says that this login has succeeded in this browser before, with all that was asked for, and which browser it is; it opens nothing. */
function browserCookieOf({ secretFor }: SignInParts, login: string, browser: string, now: Date): string {
  const said = `${browser}.${now.getTime().toString(36)}`;
  return `${said}.${createHmac('sha256', secretFor('lianyi known browser')).update(`${said} ${login}`).digest('base64url')}`;
}

/** Which browser it is, if the cookie is the county's, for this login, and not too old. */
function knownBrowser(parts: SignInParts, { login, browserCookie }: SignInAsked): string | null {
  const [browser = '', since = '', mac] = browserCookie?.split('.') ?? [];
  const at = new Date(Number.parseInt(since, 36));
  if (mac === undefined || Number.isNaN(at.getTime()) || parts.book.now().getTime() - at.getTime() > browserLifeMs) return null;
  const [wanted, given] = [Buffer.from(browserCookieOf(parts, login, browser, at)), Buffer.from(browserCookie ?? '')];
  return wanted.length === given.length && timingSafeEqual(wanted, given) ? browser : null;
}
