import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { recordAct, type AuditAction } from '../access/audit.ts';
import { putCountyUser } from '../access/countyUsers.ts';
import { forgetFailuresOfAll } from '../access/loginFailures.ts';
import type { PasswordFault } from '../access/passwords.ts';
import { hashPassword, leastPasswordLength, passwordFault } from '../access/passwords.ts';
import { endSessionsOf } from '../access/sessions.ts';
import type { CountyRole, Database } from '../store/database.ts';
import { findCountyKey } from './findCountyKey.ts';
import { refuse, say, sayTable } from './say.ts';

export const userUsage = `用法 · Usage: npm run county -- user COMMAND [--json]

  list                        县平台的用户 · the users of the county's console
  add LOGIN --name NAME --role ROLE [--post ORGID]
                              新用户；ROLE 为 countyOffice、countyIt、regionalAnalyst 或 auditor；--post 给出岗位所在机构，可看该机构和下属机构的档案
                              a new user; ROLE is countyOffice, countyIt, regionalAnalyst or auditor; --post: the institution whose charts, with those below it, the post covers
  password LOGIN              新密码；其他登录全部退出 · a new password; every session of theirs ends
  totp-reset LOGIN            手机丢了：取消动态口令，下次登录重新设置 · the telephone is lost: one-time codes are set up anew at the next login
  block LOGIN | unblock LOGIN 停用、恢复；unblock 也解除输错密码的锁定 · out, and in again; unblock also ends a lock after wrong passwords

密码从环境变量 LIANYI_NEW_PASSWORD 或标准输入的一行读取，至少 ${leastPasswordLength} 个字符，不能是常见的
A password is read from LIANYI_NEW_PASSWORD or a line of standard input: at least ${leastPasswordLength} characters, and no common one.`;

export interface UserOptions {
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly post: string | undefined;
  readonly json: boolean;
}

const roles: readonly CountyRole[] = ['countyOffice', 'countyIt', 'regionalAnalyst', 'auditor'];

/** @returns the exit code: 0 done, 1 not done, 2 not understood */
export async function userCommand(db: Database, [command = '', login = '', ...rest]: readonly string[], options: UserOptions): Promise<number> {
  if (command === 'list' && login === '') return listUsers(db, options);
  if (rest.length > 0 || login === '') return notUnderstood();
  switch (command) {
    case 'add': return addUser(db, login, options);
    case 'password': return newPassword(db, login, options);
    case 'totp-reset': return change(db, login, options, 'user.totpReset', async (id) => {
      await db.updateTable('countyUser').set({ totpSealed: null, totpConfirmedAt: null, totpStep: null }).where('id', '=', id).execute();
      await db.deleteFrom('recoveryCode').where('userId', '=', id).execute();
    });
    case 'block': return change(db, login, options, 'user.block', async (id) => { await db.updateTable('countyUser').set({ active: false }).where('id', '=', id).execute(); });
    case 'unblock': return change(db, login, options, 'user.unblock', async (id) => {
      await db.updateTable('countyUser').set({ active: true }).where('id', '=', id).execute();
      await forgetFailuresOfAll(db);
    });
    default: return notUnderstood();
  }
}

function notUnderstood(): number {
  console.error(userUsage);
  return 2;
}

async function listUsers(db: Database, { json }: UserOptions): Promise<number> {
  const users = await db.selectFrom('countyUser').leftJoin('organisation', 'organisation.id', 'countyUser.postOrgId')
    .select(['countyUser.id', 'login', 'countyUser.name', 'role', 'active', 'totpConfirmedAt', 'organisation.name as post']).orderBy('login').execute();
  const rows = users.map((user) => ({ id: user.id, login: user.login, name: user.name, role: user.role, post: user.post ?? '', active: user.active ? 'yes' : 'blocked', totp: user.totpConfirmedAt === null ? 'no' : 'yes' }));
  if (json) await say(JSON.stringify(rows));
  else await sayTable(rows);
  return 0;
}

async function addUser(db: Database, login: string, { name, role, post, json }: UserOptions): Promise<number> {
  const known = roles.find((one) => one === role);
  if (known === undefined) return refuse(`--role 只能是 ${roles.join('、')} · --role is one of ${roles.join(', ')}`);
  if (login !== login.trim() || login.length > 60) return refuse('账号 1 到 60 个字符，前后不能有空格 · A login has 1 to 60 characters, and no blank at its ends');
  if (await userId(db, login)) return refuse(`已有这个账号：${login} · There is such a login: ${login}`);
  if (post !== undefined && !(await isTreating(db, post))) return refuse(`没有这个机构，或它不看病人：${post} · No such institution, or it treats nobody: ${post}`);
  const password = await askedPassword([login, name ?? '']);
  if (typeof password !== 'string') return refuse(faultWords[password.fault]);
  await putCountyUser(db, { login, name: name?.trim() || login, role: known, password, postOrgId: post ?? null });
  return done(db, login, 'user.add', json, { role: known });
}

async function newPassword(db: Database, login: string, { json }: UserOptions): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  const password = await askedPassword([login]);
  if (typeof password !== 'string') return refuse(faultWords[password.fault]);
  await db.updateTable('countyUser').set({ ...(await hashPassword(password)), passwordChangedAt: new Date() }).where('id', '=', id).execute();
  await endSessionsOf(db, id, null);
  return done(db, login, 'user.password', json);
}

async function change(db: Database, login: string, { json }: UserOptions, action: AuditAction, work: (id: string) => Promise<void>): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  await work(id);
  await endSessionsOf(db, id, null);
  return done(db, login, action, json);
}

async function done(db: Database, login: string, action: AuditAction, json: boolean, detail: Readonly<Record<string, string>> = {}): Promise<number> {
  const id = await userId(db, login);
  await recordCommand(db, action, id ?? login, detail);
  await say(json ? JSON.stringify({ ok: true, id, login }) : `已完成 · Done: ${login}`);
  return 0;
}

/** What was done here is in the audit too; without the key it cannot be signed, and that is said. */
export async function recordCommand(db: Database, action: AuditAction, about: string, detail: Readonly<Record<string, string>> = {}): Promise<void> {
  const key = await findCountyKey();
  if (key === null) {
    console.error('没有找到县的密钥 (LIANYI_KEY_DIR)：这一步没有写进审计 · No county key found (LIANYI_KEY_DIR): this is not in the audit');
    return;
  }
  await recordAct({ db, now: () => new Date(), sign: (text) => key.sign(text) }, { commandLine: userInfo().username }, { action, about: [...about].slice(0, 200).join(''), detail });
}

async function askedPassword(own: readonly string[]): Promise<string | { readonly fault: PasswordFault | 'none' }> {
  const given = process.env['LIANYI_NEW_PASSWORD'] ?? (await lineOfInput());
  if (given === '') return { fault: 'none' };
  const fault = passwordFault(given, own);
  return fault === null ? given : { fault };
}

async function lineOfInput(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  if (process.stdin.isTTY) process.stderr.write('新密码 · New password: ');
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

const faultWords: Readonly<Record<PasswordFault | 'none', string>> = {
  none: '请用 LIANYI_NEW_PASSWORD 或标准输入给出密码 · Give the password in LIANYI_NEW_PASSWORD or on standard input',
  tooShort: `密码太短，至少 ${leastPasswordLength} 个字符 · The password is too short: at least ${leastPasswordLength} characters`,
  tooLong: '密码太长，最多 200 个字符 · The password is too long: at most 200 characters',
  common: '这个密码太常见，容易被猜到 · This password is a common one, and soon guessed',
};

const noSuchLogin = (login: string): number => refuse(`没有这个账号：${login} · No such login: ${login}`);

async function userId(db: Database, login: string): Promise<string | null> {
  return (await db.selectFrom('countyUser').select('id').where('login', '=', login).executeTakeFirst())?.id ?? null;
}

async function isTreating(db: Database, orgId: string): Promise<boolean> {
  const org = await db.selectFrom('organisation').select('type').where('id', '=', orgId).executeTakeFirst();
  return org !== undefined && org.type !== 'county';
}
