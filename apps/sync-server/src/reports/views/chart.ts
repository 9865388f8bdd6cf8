/** Patients and their records, to be read only. */
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Review } from '@lianyi/schema/documents/review';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { NamedView, PatientBrief } from './parts.ts';

export interface PatientRow extends PatientBrief {
  readonly identityNumber: string | null;
  readonly phone: string | null;
  readonly village: string | null;
  readonly home: NamedView;
  readonly lastVisitAt: string | null;
  /** What the search matched. */
  readonly matched: 'name' | 'phone' | 'identityNumber' | 'recordNumber';
}

/** Who set a value: null members where the county wrote it by itself. */
export interface OriginView {
  readonly bundleId: string;
  readonly action: string;
  readonly organisation: NamedView | null;
  readonly person: NamedView | null;
  readonly device: NamedView | null;
  /** By the clock of that PC, and when the county had it. */
  readonly savedAt: string | null;
  readonly receivedAt: string;
}

export interface ChartUnit {
  readonly unit: UnitName;
  readonly value: unknown;
  readonly origin: OriginView | null;
  /** Open reviews about this unit. */
  readonly reviewIds: readonly string[];
}

export interface ChartDocument {
  readonly id: string;
  readonly kind: Kind;
  readonly revision: number;
  readonly document: AnyDocument;
  readonly created: OriginView | null;
  /** Of a mutable document: its units, entries of sets included. */
  readonly units: readonly ChartUnit[];
}

/** A patient's whole record as the county holds it, to be read only. Newest first. */
export interface ChartView {
  readonly patient: Patient;
  readonly home: NamedView;
  readonly record: ChartDocument;
  readonly documents: readonly ChartDocument[];
  readonly reviews: readonly Review[];
  /** Names of the people, organisations and products that the documents mention, by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A chart as far as the person's post, or the broken glass, lets it be read. */
export type ChartAnswer =
  /** `until`: the glass closes then; null: the post covers it. */
  | { readonly access: 'open'; readonly until: string | null; readonly chart: ChartView }
  | { readonly access: 'closed'; readonly patient: PatientBrief; readonly home: NamedView };

/** What the county has of the bytes of a chart's attachments; of what is not here only the document tells. */
export interface AttachmentsHere {
  readonly patientId: string;
  readonly attachments: readonly { readonly id: string; readonly isHeld: boolean; readonly thumbnail: string | null }[];
}
