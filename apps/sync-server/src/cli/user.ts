import { userInfo } from 'node:os';
import { uuid } from '@lianyi/schema/basics/ids';
import { isAllSeen } from '@lianyi/schema/basics/visibleText';
import { askedText, recordAct, type AuditAction } from '../access/audit.ts';
import { addAccount, isLastOfIt, userById } from '../access/countyUsers.ts';
import { forgetFailuresOf } from '../access/loginFailures.ts';
import { hashPassword, leastPasswordLength } from '../access/passwords.ts';
import { endSessionsOf } from '../access/sessions.ts';
import type { Database } from '../store/database.ts';
import { askedPassword, passwordWords } from './askedPassword.ts';
import { findCountyKey } from './findCountyKey.ts';
import { refuse, say, sayTable } from './say.ts';

export const userUsage = `用法 · Usage: npm run county -- user COMMAND [--json]

  list                        县平台的用户 · the users of the county's console
  add LOGIN --person PERSONID 名册里一个人的账号；能看什么、做什么由其岗位决定（person list、person post）
                              the account of somebody of the roster; what they may see and do follows from their posts (person list, person post)
  link LOGIN --person PERSONID [--allow] 原有的账号归名册里的这个人 · an account that there is becomes this person's of the roster
  password LOGIN              新密码；其他登录全部退出 · a new password; every session of theirs ends
  totp-reset LOGIN            手机丢了：取消动态口令，下次登录重新设置 · the telephone is lost: one-time codes are set up anew at the next login
  block LOGIN [--allow] | unblock LOGIN 停用、恢复；unblock 也解除这个账号输错密码的锁定 · out, and in again; unblock also ends this login's locks after wrong passwords
                              县信息科最后一个能登录的账号要加 --allow 才停用、给别人 · the last account of county IT is blocked or given away with --allow alone

密码从环境变量 LIANYI_NEW_PASSWORD 或标准输入的一行读取，至少 ${leastPasswordLength} 个字符，不能是常见的
A password is read from LIANYI_NEW_PASSWORD or a line of standard input: at least ${leastPasswordLength} characters, and no common one.`;

export interface UserOptions {
  readonly person: string | undefined;
  readonly allow: boolean;
  readonly json: boolean;
}

/** @returns the exit code: 0 done, 1 not done, 2 not understood */
export async function userCommand(db: Database, [command = '', login = '', ...rest]: readonly string[], options: UserOptions): Promise<number> {
  if (command === 'list' && login === '') return listUsers(db, options);
  if (rest.length > 0 || login === '') return notUnderstood();
  switch (command) {
    case 'add': return addUser(db, login, options);
    case 'link': return linkUser(db, login, options);
    case 'password': return newPassword(db, login, options);
    case 'totp-reset': return change(db, login, options, 'user.totpReset', async (id) => {
      await db.updateTable('countyUser').set({ totpSealed: null, totpConfirmedAt: null, totpStep: null }).where('id', '=', id).execute();
      await db.deleteFrom('recoveryCode').where('userId', '=', id).execute();
    });
    case 'block': return blockUser(db, login, options);
    case 'unblock': return change(db, login, options, 'user.unblock', async (id) => {
      await db.updateTable('countyUser').set({ active: true }).where('id', '=', id).execute();
      await forgetFailuresOf(db, login);
    });
    default: return notUnderstood();
  }
}

function notUnderstood(): number {
  console.error(userUsage);
  return 2;
}

async function blockUser(db: Database, login: string, { allow, json }: UserOptions): Promise<number> {
  const id = await userId(db, login);
  if (id !== null && !allow && await isLastOfIt(db, id, new Date())) return refuse(lastLogin(login));
  return change(db, login, { json }, 'user.block', async (of) => { await db.updateTable('countyUser').set({ active: false }).where('id', '=', of).execute(); });
}

const lastLogin = (login: string): string => `${login} 是县信息科最后一个能登录的账号：之后平台上没有人能给岗位、登记电脑。先给别人岗位 (person post) 和账号 (user add)；确实要，加 --allow · ${login} is the last account with which county IT can log in: after that nobody in the console can give posts or enrol PCs. Give somebody else the post (person post) and an account (user add) first; if it is meant, add --allow`;

async function listUsers(db: Database, { json }: UserOptions): Promise<number> {
  const users = await db.selectFrom('countyUser').leftJoin('person', 'person.id', 'countyUser.personId')
    .select(['countyUser.id', 'login', 'personId', 'person.name', 'isFirst', 'countyUser.active', 'totpConfirmedAt']).orderBy('login').execute();
  const rows = [];
  for (const user of users) {
    const roles = (await userById(db, user.id, new Date()))?.roles ?? [];
    rows.push({ id: user.id, login: user.login, person: user.personId ?? '', name: user.name ?? '', roles: roles.join(' '), first: user.isFirst ? 'yes' : 'no', active: user.active ? 'yes' : 'blocked', totp: user.totpConfirmedAt === null ? 'no' : 'yes' });
  }
  if (json) await say(JSON.stringify(rows));
  else await sayTable(rows);
  return 0;
}

async function addUser(db: Database, login: string, { person, json }: UserOptions): Promise<number> {
  if (login !== login.trim() || login.length > 60 || !isAllSeen(login)) return refuse('账号 1 到 60 个看得见的字符，前后不能有空格 · A login has 1 to 60 characters that are seen, and no blank at its ends');
  if (await userId(db, login)) return refuse(`已有这个账号：${login} · There is such a login: ${login}`);
  const of = await withoutAccount(db, person);
  if ('words' in of) return refuse(of.words);
  const password = await askedPassword([login, of.name]);
  if (typeof password !== 'string') return refuse(passwordWords[password.fault]);
  await addAccount(db, { login, password, personId: of.id });
  return done(db, login, 'user.add', json, { personId: of.id });
}

async function linkUser(db: Database, login: string, { person, allow, json }: UserOptions): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  const of = await withoutAccount(db, person);
  if ('words' in of) return refuse(of.words);
  const isOthers = (await db.selectFrom('countyUser').select('personId').where('login', '=', login).executeTakeFirst())?.personId !== null;
  if (isOthers) return refuse(`这个账号是别人的：${login}（换人就另建账号）· That account is somebody's: ${login} (another person has another account)`);
  if (!allow && await isLastOfIt(db, id, new Date(), of.id)) return refuse(lastLogin(login));
  return change(db, login, { json }, 'user.link', async () => {
    await db.updateTable('countyUser').set({ personId: of.id, isFirst: false, formerName: null, formerRole: null, formerPostOrgId: null }).where('id', '=', id).execute();
  }, { personId: of.id });
}

/** In one line: what is missing, what it is, and where it is found. */
const noPerson = '账号是名册里一个人的，要写 --person 和那个人的编号：先看 npm run county -- person list --query 姓名，名册里还没有就先 person add · An account is that of somebody of the roster: --person and their id, which npm run county -- person list --query NAME shows; who is not there yet comes first with person add';

/** Somebody of the roster, who has one account at the most. */
async function withoutAccount(db: Database, id: string | undefined): Promise<{ readonly id: string; readonly name: string } | { readonly words: string }> {
  if (id === undefined) return { words: noPerson };
  const person = uuid.safeParse(id).success ? await db.selectFrom('person').select(['id', 'name']).where('id', '=', id).executeTakeFirst() : undefined;
  if (person === undefined) return { words: `名册里没有这个人：${id}。编号看 person list --query 姓名 · Nobody of the roster has this id: ${id}. person list --query NAME shows it` };
  const taken = await db.selectFrom('countyUser').select('login').where('personId', '=', person.id).executeTakeFirst();
  return taken === undefined ? person : { words: `${person.name} 已经有账号：${taken.login} · ${person.name} has an account: ${taken.login}` };
}

async function newPassword(db: Database, login: string, { json }: UserOptions): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  const password = await askedPassword([login]);
  if (typeof password !== 'string') return refuse(passwordWords[password.fault]);
  await db.updateTable('countyUser').set({ ...(await hashPassword(password)), passwordChangedAt: new Date() }).where('id', '=', id).execute();
  await endSessionsOf(db, id, null);
  return done(db, login, 'user.password', json);
}

async function change(db: Database, login: string, { json }: Pick<UserOptions, 'json'>, action: AuditAction, work: (id: string) => Promise<void>, detail: Readonly<Record<string, string>> = {}): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  await work(id);
  await endSessionsOf(db, id, null);
  return done(db, login, action, json, detail);
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

/** Which command it was, and the words and options that it was given, as the console's entries tell what was asked of them. */
export async function recordAsked(db: Database, action: AuditAction, about: string, command: string, asked: Readonly<Record<string, unknown>>, more: Readonly<Record<string, string>> = {}): Promise<void> {
  await recordCommand(db, action, about, { procedure: command, asked: askedText(asked), ...more });
}

const noSuchLogin = (login: string): number => refuse(`没有这个账号：${login} · No such login: ${login}`);

async function userId(db: Database, login: string): Promise<string | null> {
  return (await db.selectFrom('countyUser').select('id').where('login', '=', login).executeTakeFirst())?.id ?? null;
}
