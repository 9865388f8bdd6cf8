import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { BundleRow, ReleaseRow } from '@lianyi/sync-server/store/bundles';
import type { ChainHead, Device } from '@lianyi/sync-server/store/devices';
import type { LogEntryRow } from '@lianyi/sync-server/store/scopeLog';
import type { Balance } from '@lianyi/sync-server/store/stock';
import type { Absence } from '@lianyi/sync-server/store/patientHomes';
import type { LostLinksRow } from '@lianyi/sync-server/store/lostLinks';
import type { WitnessedRow } from '@lianyi/sync-server/store/witnesses';
import type { Lane } from '@lianyi/schema/wire/exchange';

/** A row of `document`. */
export interface StoredDocument {
  readonly id: string;
  readonly kind: Kind;
  readonly version: number;
  readonly revision: number;
  readonly hash: string;
  readonly createdHash: string;
  readonly createdBy: string;
  readonly patientId: string | null;
  readonly scopes: readonly string[];
  readonly body: AnyDocument;
}

/** A row of `bundle`. */
export interface StoredBundle extends BundleRow {
  readonly receiptDue: boolean;
  readonly toldWith: string | null;
  /** The order in which bundles were received. */
  readonly received: number;
  /** The id of the correction that took its place. */
  readonly correctedBy: string | null;
}

/** The county's tables: what has been committed. Rows are replaced, never changed, so that a copy of the maps is a backup. */
export interface CountyTables {
  readonly documents: Map<string, StoredDocument>;
  /** Ids of reviews by the document that they are about. */
  readonly reviewsAbout: Map<string, readonly string[]>;
  readonly counters: Map<string, number>;
  readonly log: Map<string, readonly LogEntryRow[]>;
  readonly bundles: Map<string, StoredBundle>;
  readonly bundlesAtLink: Map<string, string>;
  readonly bundlesClaiming: Map<string, readonly string[]>;
  readonly unsettled: Map<string, ReadonlySet<string>>;
  readonly heads: Map<string, ReadonlyMap<Lane, ChainHead>>;
  readonly devices: Map<string, Device & { readonly isForked: boolean }>;
  readonly origins: Map<string, ReadonlyMap<string, string>>;
  readonly balances: Map<string, Balance>;
  readonly dispensed: Map<string, ReadonlyMap<number, number>>;
  readonly dispensesOf: Map<string, readonly string[]>;
  /** Ids of the documents of a patient's record. */
  readonly records: Map<string, readonly string[]>;
  /** Ids of links by patient. */
  readonly linksOf: Map<string, readonly string[]>;
  readonly releases: Map<string, ReleaseRow>;
  readonly witnessed: Map<string, WitnessedRow>;
  readonly lost: Map<string, readonly LostLinksRow[]>;
  readonly absences: Map<string, readonly Absence[]>;
}

export const emptyTables = (): CountyTables => ({
  documents: new Map(), reviewsAbout: new Map(), counters: new Map(), log: new Map(), bundles: new Map(), bundlesAtLink: new Map(),
  bundlesClaiming: new Map(), unsettled: new Map(), heads: new Map(), devices: new Map(), origins: new Map(), balances: new Map(),
  dispensed: new Map(), dispensesOf: new Map(), records: new Map(), linksOf: new Map(), releases: new Map(), absences: new Map(), lost: new Map(), witnessed: new Map(),
});

/** What a backup holds. */
export const copyOf = (tables: CountyTables): CountyTables =>
  Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, new Map(rows as Map<unknown, unknown>)])) as unknown as CountyTables;

export const linkKey = (deviceId: string, lane: Lane, number: number): string => `${deviceId}/${lane}/${number}`;
