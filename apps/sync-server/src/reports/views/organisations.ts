/** Institutions, in lists and as the directory has them. */
import type { OrganisationEvent } from '@lianyi/schema/documents/county';

export type OrganisationType = 'county' | 'hospital' | 'township' | 'village';

/** A row of the organisations' list; also what the live stream sends. */
export interface OrganisationStatus {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: OrganisationType;
  readonly parentId: string | null;
  readonly devices: number;
  readonly lastHeardAt: string | null;
  /** Bundles that its devices had not sent when they were last heard. */
  readonly waiting: number;
  readonly visitsToday: number;
  readonly updatedAt: string;
}

export interface OrganisationRow extends OrganisationStatus {
  readonly patients: number;
  readonly openReviews: number;
  readonly quarantined: number;
}

/** An institution as the directory has it, closed or open. */
export interface OrganisationEntry {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: OrganisationType;
  readonly parentId: string | null;
  readonly divisionCode: string;
  readonly capabilities: readonly string[];
  readonly closedOn: string | null;
  readonly history: readonly OrganisationEvent[];
}

/** Where the live stream of organisations goes on. */
export interface StreamCheckpoint {
  readonly updatedAt: string;
  readonly id: string;
}

export interface OrganisationPage {
  readonly documents: readonly OrganisationStatus[];
  readonly checkpoint: StreamCheckpoint | null;
}
