/* oxlint-disable typescript/no-unnecessary-type-parameters -- what a row holds is known where its SQL is written */
import type { UnitChange, Write } from '@lianyi/schema/documents/bundle';
import type { ReadPage } from '@lianyi/schema/documents/chartReads';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import type { AnyDocument, DocumentOf, Kind } from '@lianyi/schema/documents/kinds';
import type { BundleId, DeviceId, OrganisationId, PatientId, PersonId } from '@lianyi/schema/basics/ids';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { NewFile } from './attachments/newFile.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** Reads the replica's tables and projections. Writers and readers differ by type. */
export interface Reader {
  /** All rows of a SELECT with positional parameters; statements are cached. */
  all<Row>(sql: string, ...parameters: readonly SqlValue[]): readonly Row[];
  get<Row>(sql: string, ...parameters: readonly SqlValue[]): Row | undefined;
  /** A document as this PC shows it: the county's with this PC's unsettled bundles on top. */
  document<K extends Kind>(kind: K, id: string): DocumentOf<K> | undefined;
}

/** The PC and the institution it stands in. */
export interface DeviceIdentity {
  readonly deviceId: DeviceId;
  readonly deviceName: string;
  readonly orgId: OrganisationId;
}

/** Who acts. */
export interface Actor {
  readonly personId: PersonId;
  readonly orgId: OrganisationId;
}

export type NewWrite =
  | { readonly op: 'create'; readonly document: AnyDocument }
  | { readonly op: 'change'; readonly kind: Kind; readonly id: string; readonly changes: readonly UnitChange[] };

export interface WritesToSave {
  readonly writes: readonly NewWrite[];
  /** What other institutions must know first goes in the urgent lane, ahead of all that waits in the routine one. */
  readonly lane?: Lane;
  /** What this takes into account beside what it changes: the county judges first what was done to that here before. */
  readonly follows?: readonly Followed[];
  /** Files that the documents name, sealed and on the disk already: their keys are written with them. */
  readonly files?: readonly NewFile[];
}

export interface Followed {
  readonly id: string;
  /** How the names of the units begin: `allergies/`; left out, all of the document. */
  readonly units?: string;
}

/** What a decision inside the transaction answers: what to write, or a refusal of the feature's own. */
export type Decision<Refusal> = WritesToSave | { readonly refusal: Refusal };

export interface Saved {
  readonly ok: true;
  readonly bundleId: BundleId;
  readonly savedAt: string;
}

/** Why a save did not happen; nothing was written. */
export type SaveFailure =
  /** The form started from a value that is no longer there. */
  | { readonly code: 'stale'; readonly id: string; readonly unit: string; readonly now: unknown }
  | { readonly code: 'invalid'; readonly id: string; readonly path: string; readonly message: string }
  | { readonly code: 'tooLarge'; readonly bytes: number }
  | { readonly code: 'diskFull' }
  | { readonly code: 'readOnly'; readonly message: string };

export type SaveResult<Refusal> =
  | Saved
  | { readonly ok: false; readonly failure: SaveFailure }
  | { readonly ok: false; readonly refusal: Refusal };

/** A bundle in quarantine, what is to stand in its place (nothing: it is withdrawn), and why. */
export interface Correcting {
  readonly bundleId: string;
  readonly writes: readonly Write[];
  readonly reason: string;
}

/** Why a bundle is not corrected like this. */
export type CorrectionRefusal =
  | 'notInQuarantine'
  | 'correctedAlready'
  /** A fact, or what was signed, would be withdrawn: it is put right, or compensated by a new fact. */
  | 'factWithdrawn'
  /** Later saves build on what would be withdrawn: they go first. */
  | 'othersDepend'
  | 'otherDocument';

/** Somebody was shown a patient's record. */
export interface ChartRead {
  readonly personId: PersonId;
  readonly patientId: PatientId;
  readonly page: ReadPage;
}

export interface Replica extends Reader {
  readonly identity: DeviceIdentity;
  /**
   * One business action: documents, projections and outbox bundle in one transaction, on the disk
   * (`synchronous=FULL`) before this returns. `decide` is synchronous and reads inside the transaction.
   * An empty list of writes saves nothing and is refused as `invalid`.
   */
  save<Refusal = never>(action: string, actor: Actor, decide: (read: Reader) => Decision<Refusal>): SaveResult<Refusal>;
  /**
   * Corrects a bundle that the county keeps in quarantine: a new bundle, shown at once in the place of the other, which
   * the county will judge in that place too. Its writes are those of the other, put right.
   */
  correct(actor: Actor, correcting: Correcting): SaveResult<CorrectionRefusal>;
  /** See `chartReads.ts`: for the county's audit. */
  noteRead(read: ChartRead): void;
  sealReads(): void;
  /** See `doorEvents.ts`: for the county's audit. */
  noteDoorEvents(by: PersonId, events: readonly DoorEvent[]): boolean;
  /** Called after each commit that changed documents, by whatever road; returns how to stop. */
  onCommit(listener: () => void): () => void;
  /** For work that passes over the whole replica once: its pages are not kept for later. Until the last such work has said that it is over. */
  useLittleMemory(isLittle: boolean): void;
  /** What finds patients by number and birth date, where a first sync has put it off until its end: before work that looks for many, or when the rest is long in coming. */
  buildIndexes(): void;
  close(): void;
}
