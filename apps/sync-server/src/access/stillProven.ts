import type { Tx } from '../store/database.ts';
import type { Session } from './sessions.ts';

/** What somebody has proven themselves by, as it stood when it was looked at. */
export interface Proven {
  readonly id: string;
  readonly passwordHash: string;
  readonly totpSealed: string | null;
}

/**
 * Whether an account is still as it was when its password was hashed for comparison, which takes a while: not blocked, with the same
 * password and codes. Nobody changes it before the transaction has ended; whoever does then ends the sessions that it has begun.
 */
export async function isStillProven(tx: Tx, { id, passwordHash, totpSealed }: Proven): Promise<boolean> {
  const now = await tx.selectFrom('countyUser').select(['active', 'passwordHash', 'totpSealed']).where('id', '=', id).forUpdate().executeTakeFirst();
  return now?.active === true && now.passwordHash === passwordHash && now.totpSealed === totpSealed;
}

/** The same of a session by which somebody changes what they prove themselves by: it has not been ended meanwhile. */
export async function isStillOpen(tx: Tx, { id, user }: Session): Promise<boolean> {
  await tx.selectFrom('countyUser').select('id').where('id', '=', user.id).forUpdate().executeTakeFirst();
  return (await tx.selectFrom('countySession').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
