import type { Database } from './database.ts';

/** An account that is not blocked, of somebody who is on the roster, or the first one. */
export interface OpenAccount {
  readonly id: string;
  /** Null: of the county's first account. */
  readonly personId: string | null;
}

/** With which somebody can log in: whoever has a post without one comes in nowhere. */
export async function openAccounts(db: Database): Promise<readonly OpenAccount[]> {
  return db.selectFrom('countyUser').leftJoin('person', 'person.id', 'countyUser.personId').select(['countyUser.id', 'personId']).where('countyUser.active', '=', true)
    .where((row) => row.or([row('isFirst', '=', true), row('person.active', '=', true)])).execute();
}
