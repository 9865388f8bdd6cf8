import { localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { CountyRole } from '@lianyi/schema/codes/roles';
import { countyRoles } from '@lianyi/schema/codes/roles';
import type { Database, Tx } from '../store/database.ts';
import { openAccounts } from '../store/openAccounts.ts';
import type { Directory } from './directory.ts';
import { presentDirectory } from './directory.ts';
import { hashPassword } from './passwords.ts';
import { postsOfCounty } from './permissions.ts';

/** Whose account of the console it is, and what they are at this moment. */
export interface CountyUser {
  readonly id: string;
  readonly login: string;
  /** On the roster; null: the first account, of county IT, from before there was one. */
  readonly personId: string | null;
  readonly name: string;
  /** What they are of the county today, from their posts. Empty: they are let in nowhere. */
  readonly roles: readonly CountyRole[];
  /** Whether one-time codes are asked for at the login. */
  readonly hasTotp: boolean;
  readonly countyName: string;
}

export interface NewAccount {
  readonly login: string;
  readonly password: string;
  /** Of the roster; null: the county's first account, of which there is one. */
  readonly personId: string | null;
}

/**
 * @param record writes it into the audit, in the same transaction
 * @throws Error for a login or a person that has an account, or a second first one
 */
export async function addAccount(db: Database, { login, password, personId }: NewAccount, record: (tx: Tx, id: string) => Promise<void> = async () => undefined): Promise<string> {
  const [id, hashed] = [newId(), await hashPassword(password)];
  // Tried once: what collides is a login or a person that has an account.
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('countyUser').values({
      id, login, personId, isFirst: personId === null, ...hashed, formerName: null, formerRole: null, formerPostOrgId: null, totpSealed: null, totpConfirmedAt: null, totpStep: null,
    }).execute();
    await record(tx, id);
  });
  return id;
}

/** Null for one that there is not, or that was blocked. */
export async function userById(db: Database, id: string, now: Date): Promise<CountyUser | null> {
  const user = await db.selectFrom('countyUser').leftJoin('person', 'person.id', 'countyUser.personId')
    .select(['countyUser.id', 'login', 'personId', 'isFirst', 'person.name', 'person.active as isOnRoster', 'totpConfirmedAt']).where('countyUser.id', '=', id).where('countyUser.active', '=', true).executeTakeFirst();
  if (!user) return null;
  const county = await db.selectFrom('organisation').select('name').where('type', '=', 'county').orderBy('name').executeTakeFirst();
  const directory = await presentDirectory(db);
  const roles = user.isFirst ? await rolesOfFirst(db, directory, now) : user.isOnRoster === true ? rolesOf(directory, user.personId, now) : [];
  return { id: user.id, login: user.login, personId: user.personId, name: user.name ?? user.login, roles, hasTotp: user.totpConfirmedAt !== null, countyName: county?.name ?? '' };
}

function rolesOf(directory: Directory, personId: string | null, now: Date): readonly CountyRole[] {
  const held = new Set(postsOfCounty(directory, personId, localDay(now)).map(({ role }) => role));
  return countyRoles.filter((role) => held.has(role));
}

/**
 * Whether nobody who is county IT could log in any more without this account. The first one comes in again where no other does.
 * @param toPersonId whose it becomes, instead of being blocked
 */
export async function isLastOfIt(db: Database, id: string, now: Date, toPersonId: string | null = null): Promise<boolean> {
  if ((await userById(db, id, now))?.roles.includes('countyIt') !== true) return false;
  const directory = await presentDirectory(db);
  if (rolesOf(directory, toPersonId, now).includes('countyIt')) return false;
  return !(await openAccounts(db)).some((one) => one.id !== id && (one.personId === null || rolesOf(directory, one.personId, now).includes('countyIt')));
}

/** County IT as long as nobody of the roster is, with an account: from then on it is theirs to say who comes in. */
async function rolesOfFirst(db: Database, directory: Directory, now: Date): Promise<readonly CountyRole[]> {
  const accounts = (await openAccounts(db)).filter(({ personId }) => personId !== null);
  return accounts.some(({ personId }) => rolesOf(directory, personId, now).includes('countyIt')) ? [] : ['countyIt'];
}
