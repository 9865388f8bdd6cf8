/** A step of the replica's history: frozen SQL, applied once, in one transaction, in order of number. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}
