import { uuid } from '@lianyi/schema/basics/ids';
import { isAllSeen } from '@lianyi/schema/basics/visibleText';
import type { AuditAction } from '../access/audit.ts';
import { changedNothing } from '../access/audit.ts';
import { block, setPassword, takeCodesBack, unblock } from '../access/accountActs.ts';
import { addAccount, isLastOfIt, userById } from '../access/countyUsers.ts';
import { hashPassword, leastPasswordLength } from '../access/passwords.ts';
import { loginTrouble } from '../access/loginFailures.ts';
import { endSessionsOf } from '../access/sessions.ts';
import type { Database, Tx } from '../store/database.ts';
import { lockDirectory } from '../store/directory.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { CountyKey } from '../sync/countyKey.ts';
import { askedPassword, passwordWords } from './askedPassword.ts';
import { findKeyOf } from './findCountyKey.ts';
import { noKeyWords, recordCommandIn } from './recordCommand.ts';
import { refuse, say, sayTable } from './say.ts';

export const userUsage = `用法 · Usage: npm run county -- user COMMAND [--json]

  list                        县平台的用户 · the users of the county's console
  add LOGIN --person PERSONID 名册里一个人的账号；能看什么、做什么由其岗位决定（person list、person post）
                              the account of somebody of the roster; what they may see and do follows from their posts (person list, person post)
  link LOGIN --person PERSONID [--allow] 原有的账号归名册里的这个人 · an account that there is becomes this person's of the roster
  password LOGIN              新密码；其他登录全部退出；停用的账号还是停用 · a new password; every session of theirs ends; one that is blocked stays blocked
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
  const run = Object.hasOwn(changes, command) ? changes[command] : undefined;
  if (rest.length > 0 || login === '' || run === undefined) return notUnderstood();
  const key = await findKeyOf(db);
  return key === null ? refuse(noKeyWords) : run({ db, key }, login, options);
}

/** What an account is changed with: the change and its entry in the audit are one transaction. */
interface Book {
  readonly db: Database;
  readonly key: CountyKey;
}

const changes: Readonly<Record<string, (book: Book, login: string, options: UserOptions) => Promise<number>>> = {
  'add': addUser,
  'link': linkUser,
  'password': newPassword,
  'totp-reset': async (book, login, options) => change(book, login, options, 'user.totpReset', takeCodesBack),
  'block': blockUser,
  'unblock': async (book, login, options) => change(book, login, options, 'user.unblock', async (tx, id) => unblock(tx, id, login)),
};

function notUnderstood(): number {
  console.error(userUsage);
  return 2;
}

async function blockUser(book: Book, login: string, { allow, json }: UserOptions): Promise<number> {
  return change(book, login, { json }, 'user.block', async (tx, id) => {
    if (!allow) await keepLastOfIt(tx, id);
    return block(tx, id);
  });
}

class LastOfIt extends Error {}

/** While nobody else's account, nor anybody's posts, are changed. @throws LastOfIt */
async function keepLastOfIt(tx: Tx, id: string, toPersonId: string | null = null): Promise<void> {
  await lockDirectory(tx);
  if (await isLastOfIt(tx, id, new Date(), toPersonId)) throw new LastOfIt();
}

const lastLogin = (login: string): string => `${login} 是县信息科最后一个能登录的账号：之后平台上没有人能给岗位、登记电脑。先给别人岗位 (person post) 和账号 (user add)；确实要，加 --allow · ${login} is the last account with which county IT can log in: after that nobody in the console can give posts or enrol PCs. Give somebody else the post (person post) and an account (user add) first; if it is meant, add --allow`;

async function listUsers(db: Database, { json }: UserOptions): Promise<number> {
  const users = await db.selectFrom('countyUser').leftJoin('person', 'person.id', 'countyUser.personId')
    .select(['countyUser.id', 'login', 'personId', 'person.name', 'isFirst', 'countyUser.active', 'totpConfirmedAt']).orderBy('login').execute();
  const rows = [];
  for (const user of users) {
    const roles = (await userById(db, user.id, new Date()))?.roles ?? [];
    const { waits } = await loginTrouble(db, user.login, new Date());
    rows.push({ id: user.id, login: user.login, person: user.personId ?? '', name: user.name ?? '', roles: roles.join(' '), first: user.isFirst ? 'yes' : 'no', active: user.active ? 'yes' : 'blocked', totp: user.totpConfirmedAt === null ? 'no' : 'yes', waits: waits?.until.toISOString() ?? '' });
  }
  if (json) await say(JSON.stringify(rows));
  else await sayTable(rows);
  return 0;
}

async function addUser({ db, key }: Book, login: string, { person, json }: UserOptions): Promise<number> {
  if (login !== login.trim() || login.length > 60 || !isAllSeen(login)) return refuse('账号 1 到 60 个看得见的字符，前后不能有空格 · A login has 1 to 60 characters that are seen, and no blank at its ends');
  if (await userId(db, login)) return refuse(`已有这个账号：${login} · There is such a login: ${login}`);
  const of = await withoutAccount(db, person);
  if ('words' in of) return refuse(of.words);
  const password = await askedPassword([login, of.name]);
  if (typeof password !== 'string') return refuse(passwordWords[password.fault]);
  const id = await addAccount(db, { login, password, personId: of.id }, async (tx, account) => recordCommandIn(tx, key, 'user.add', account, { personId: of.id }));
  return done(id, login, json);
}

async function linkUser(book: Book, login: string, { person, allow, json }: UserOptions): Promise<number> {
  const { db } = book;
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  const of = await withoutAccount(db, person);
  if ('words' in of) return refuse(of.words);
  const isOthers = (await db.selectFrom('countyUser').select('personId').where('login', '=', login).executeTakeFirst())?.personId !== null;
  if (isOthers) return refuse(`这个账号是别人的：${login}（换人就另建账号）· That account is somebody's: ${login} (another person has another account)`);
  return change(book, login, { json }, 'user.link', async (tx) => {
    if (!allow) await keepLastOfIt(tx, id, of.id);
    await tx.updateTable('countyUser').set({ personId: of.id, isFirst: false, formerName: null, formerRole: null, formerPostOrgId: null }).where('id', '=', id).execute();
    await endSessionsOf(tx, id, null);
    return true;
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

async function newPassword(book: Book, login: string, { json }: UserOptions): Promise<number> {
  if (await userId(book.db, login) === null) return noSuchLogin(login);
  const password = await askedPassword([login]);
  if (typeof password !== 'string') return refuse(passwordWords[password.fault]);
  const hashed = await hashPassword(password);
  return change(book, login, { json }, 'user.password', async (tx, id) => setPassword(tx, id, hashed, new Date()));
}

/** @param work says whether it changed anything; what was so already is told, and written down as asked for */
async function change({ db, key }: Book, login: string, { json }: Pick<UserOptions, 'json'>, action: AuditAction, work: (tx: Tx, id: string) => Promise<boolean>, detail: Readonly<Record<string, string>> = {}): Promise<number> {
  const id = await userId(db, login);
  if (id === null) return noSuchLogin(login);
  const isChanged = await inTransaction(db, async (tx) => {
    const isNew = await work(tx, id);
    await recordCommandIn(tx, key, action, id, isNew ? detail : { ...detail, ...changedNothing });
    return isNew;
  }).catch((error: unknown) => {
    if (error instanceof LastOfIt) return null;
    throw error;
  });
  if (isChanged === null) return refuse(lastLogin(login));
  return done(id, login, json, isChanged, action === 'user.password' && await isBlocked(db, id));
}

async function done(id: string, login: string, json: boolean, isChanged = true, isStillBlocked = false): Promise<number> {
  const words = isChanged ? `已完成 · Done: ${login}` : `本来就是这样，没有改动 · It was so already, nothing was changed: ${login}`;
  const more = isStillBlocked ? `；账号还停用着，不能登录：要登录，再用 user unblock ${login} · the account is still blocked, and cannot log in: user unblock ${login} lets it in again` : '';
  await say(json ? JSON.stringify({ ok: true, id, login, isChanged, ...(isStillBlocked && { isBlocked: true }) }) : `${words}${more}`);
  return 0;
}

async function isBlocked(db: Database, id: string): Promise<boolean> {
  return (await db.selectFrom('countyUser').select('active').where('id', '=', id).executeTakeFirst())?.active === false;
}

const noSuchLogin = (login: string): number => refuse(`没有这个账号：${login} · No such login: ${login}`);

async function userId(db: Database, login: string): Promise<string | null> {
  return (await db.selectFrom('countyUser').select('id').where('login', '=', login).executeTakeFirst())?.id ?? null;
}
