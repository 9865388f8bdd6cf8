import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { newId } from '@lianyi/schema/basics/ids';
import type { CountyRole, Database } from '../store/database.ts';

const scrypt = promisify(scryptWithCallback) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;

/** A county user, for the console. */
export interface CountyUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: CountyRole;
  readonly countyName: string;
}

export interface NewCountyUser {
  readonly login: string;
  readonly name: string;
  readonly role: CountyRole;
  readonly password: string;
}

/** Makes a user, or gives the one with this login another name, role and password. */
export async function putCountyUser(db: Database, { login, name, role, password }: NewCountyUser): Promise<void> {
  const salt = randomBytes(16);
  const hash = await scrypt(password.normalize('NFKC'), salt, 32);
  const values = { name, role, passwordSalt: salt.toString('base64'), passwordHash: hash.toString('base64'), active: true };
  await db.insertInto('countyUser').values({ id: newId(), login, ...values })
    .onConflict((conflict) => conflict.column('login').doUpdateSet(values)).execute();
}

/** @returns the user, or null: no such login, blocked, or another password (all take the same time) */
export async function checkLogin(db: Database, login: string, password: string): Promise<CountyUser | null> {
  const row = await db.selectFrom('countyUser').selectAll().where('login', '=', login).executeTakeFirst();
  const salt = row ? Buffer.from(row.passwordSalt, 'base64') : Buffer.alloc(16);
  const hash = await scrypt(password.normalize('NFKC'), salt, 32);
  const isRight = row !== undefined && timingSafeEqual(hash, Buffer.from(row.passwordHash, 'base64'));
  return isRight && row.active ? userById(db, row.id) : null;
}

export async function userById(db: Database, id: string): Promise<CountyUser | null> {
  const user = await db.selectFrom('countyUser').select(['id', 'login', 'name', 'role']).where('id', '=', id).where('active', '=', true).executeTakeFirst();
  if (!user) return null;
  const county = await db.selectFrom('organisation').select('name').where('type', '=', 'county').orderBy('name').executeTakeFirst();
  return { ...user, countyName: county?.name ?? '' };
}
