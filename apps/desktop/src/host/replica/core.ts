import type { KindTable } from '@lianyi/schema/documents/kinds';
import type { SqliteDatabase } from './database.ts';
import type { ApplyProjections } from './projections/applyProjections.ts';
import type { DeviceIdentity } from './replica.ts';
import type { Tables } from './tables.ts';

/** What the replica's own parts share. */
export interface Core {
  /** Another after a rekey. */
  identity: DeviceIdentity;
  readonly database: SqliteDatabase;
  readonly tables: Tables;
  readonly project: ApplyProjections;
  /** The kinds as this version of the app knows them. */
  readonly kinds: KindTable;
  /** Ed25519 over a text with this device's key, base64. */
  sign: (text: string) => string;
  /** Whether a text was signed with this device's key, or with one that it had before. */
  isSignedHere: (text: string, signature: string) => boolean;
  /** Whether a text was signed by the county. */
  readonly isSignedByCounty: (text: string, signature: string) => boolean;
  readonly now: () => Date;
  /** Since the machine started. */
  readonly uptimeSeconds: () => number;
  /** Tells the listeners that a commit changed documents or bundles. */
  readonly committed: () => void;
  /** By signature of a snapshot: how many of its documents go carefully, one by one, since one among them could not be shown. */
  readonly stumbles: Map<string, number>;
  /** Whether the last save reached the disk. */
  readonly disk: { ok: boolean };
}
