import { newId } from '@lianyi/schema/basics/ids';
import type { CountyRole, Database } from '../store/database.ts';
import { hashPassword } from './passwords.ts';

/** A county user, for the console. */
export interface CountyUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: CountyRole;
  /** The institution whose charts, and those of the institutions below it, the post covers; null: no chart. */
  readonly postOrgId: string | null;
  /** Whether one-time codes are asked for at the login. */
  readonly hasTotp: boolean;
  readonly countyName: string;
}

export interface NewCountyUser {
  readonly login: string;
  readonly name: string;
  readonly role: CountyRole;
  readonly password: string;
  readonly postOrgId?: string | null;
}

/** Makes a user, or gives the one with this login another name, role and password, and ends their sessions. */
export async function putCountyUser(db: Database, { login, name, role, password, postOrgId = null }: NewCountyUser): Promise<void> {
  const values = { name, role, postOrgId, ...(await hashPassword(password)), active: true };
  await db.insertInto('countyUser').values({ id: newId(), login, ...values, totpSealed: null, totpConfirmedAt: null, totpStep: null })
    .onConflict((conflict) => conflict.column('login').doUpdateSet({ ...values, passwordChangedAt: new Date() })).execute();
  await db.deleteFrom('countySession').where('userId', 'in', (select) => select.selectFrom('countyUser').select('id').where('login', '=', login)).execute();
}

export async function userById(db: Database, id: string): Promise<CountyUser | null> {
  const user = await db.selectFrom('countyUser').select(['id', 'login', 'name', 'role', 'postOrgId', 'totpConfirmedAt']).where('id', '=', id).where('active', '=', true).executeTakeFirst();
  if (!user) return null;
  const county = await db.selectFrom('organisation').select('name').where('type', '=', 'county').orderBy('name').executeTakeFirst();
  const { totpConfirmedAt, ...rest } = user;
  return { ...rest, hasTotp: totpConfirmedAt !== null, countyName: county?.name ?? '' };
}
