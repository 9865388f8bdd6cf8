import { sql } from 'kysely';
import { isCountyRole } from '@lianyi/schema/codes/roles';
import type { Tx } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { addPerson } from './changePeople.ts';
import type { DirectoryCounty } from './changeOrganisations.ts';
import { organisationsIn } from './directoryDocuments.ts';

export interface Adopted {
  readonly userId: string;
  readonly personId: string;
  readonly login: string;
}

/**
 * Accounts of before, which had a name and a role of their own, become those of people of the roster: of who holds that post
 * under that name already, else of somebody new with that post. Which charts they covered is not carried over: a post at an
 * institution would also open its PCs, and is given by hand. Blocked ones stay outside.
 * @param record writes one down, in the transaction in which it becomes theirs
 * @returns none where there is no county yet: they are looked for again at the next start
 */
export async function adoptAccounts(county: DirectoryCounty, record: (tx: Tx, adopted: Adopted) => Promise<void>): Promise<readonly Adopted[]> {
  // Two servers that start at once would each write somebody new for the same account.
  return county.db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${adoptionLock})`.execute(connection);
    try {
      return await adoptAll(county, record);
    } finally {
      await sql`select pg_advisory_unlock(${adoptionLock})`.execute(connection);
    }
  });
}

/** Any number that no other advisory lock of ours uses. */
const adoptionLock = 710_029;

async function adoptAll(county: DirectoryCounty, record: (tx: Tx, adopted: Adopted) => Promise<void>): Promise<readonly Adopted[]> {
  const left = await county.db.selectFrom('countyUser').select(['id', 'login', 'formerName', 'formerRole']).where('formerRole', 'is not', null).where('active', '=', true).orderBy('login').execute();
  const office = left.length === 0 ? undefined : (await organisationsIn(county)).find(({ type }) => type === 'county');
  const adopted: Adopted[] = [];
  for (const { id, login, formerName, formerRole } of office ? left : []) {
    if (!office || formerRole === null || !isCountyRole(formerRole)) continue;
    const asked = { name: formerName ?? login, qualification: 'unknown', title: 'unknown', orgId: office.id, role: formerRole, from: null, until: null } as const;
    const named = await addPerson(county, { ...asked, isAnother: false });
    const isTaken = named.ok && (await county.db.selectFrom('countyUser').select('id').where('personId', '=', named.document.id).executeTakeFirst()) !== undefined;
    const person = named.ok && !isTaken ? named : await addPerson(county, { ...asked, isAnother: true });
    if (!person.ok) continue;
    const one: Adopted = { userId: id, personId: person.document.id, login };
    await inTransaction(county.db, async (tx) => {
      await tx.updateTable('countyUser').set({ personId: one.personId, formerName: null, formerRole: null, formerPostOrgId: null }).where('id', '=', id).execute();
      await record(tx, one);
    });
    adopted.push(one);
  }
  return adopted;
}
