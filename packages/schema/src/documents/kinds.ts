import * as z from 'zod';
import type { OrganisationId, PatientId } from '../basics/ids.ts';
import { attachment } from './attachment.ts';
import { chartReads } from './chartReads.ts';
import { doorEvents } from './doorEvents.ts';
import { organisation, person, product } from './county.ts';
import { encounter } from './encounter.ts';
import { historyEntry } from './historyEntry.ts';
import type { Lenses } from './lens.ts';
import { lenses } from './lenses.ts';
import { patient } from './patient.ts';
import { patientLink } from './patientLink.ts';
import { patientMove } from './patientMove.ts';
import { prescription } from './prescription.ts';
import { queueEntry } from './queueEntry.ts';
import { review } from './review.ts';
import { dispense, stockMove } from './stock.ts';

/** A scope's name: `catalogue`, or `org:` and an organisation's id. */
export type ScopeId = string;
export const catalogueScope: ScopeId = 'catalogue';
export const organisationScope = (id: OrganisationId): ScopeId => `org:${id}`;

export const documentSchemas = {
  organisation, person, product, patient, queueEntry, encounter, prescription, dispense, stockMove, historyEntry, patientMove, review, patientLink, attachment, chartReads, doorEvents,
} as const;
export type Kind = keyof typeof documentSchemas;
export type DocumentOf<K extends Kind> = z.infer<(typeof documentSchemas)[K]>;
export type AnyDocument = { [K in Kind]: DocumentOf<K> }[Kind];
export const kinds = Object.keys(documentSchemas) as readonly Kind[];
export const isKind = (name: string): name is Kind => Object.hasOwn(documentSchemas, name);

/**
 * How a kind may be written: `fact` once and never changed, `mutable` by units, `county` by the county alone.
 */
export type Nature = 'fact' | 'mutable' | 'county';

export interface KindRules {
  readonly nature: Nature;
  /** Version of the kind's schema; a client parks what is newer than it knows. */
  readonly version: number;
  /** Members that merge as a whole, and members that are sets of entries (`allergies/ID` is a unit). */
  readonly units: readonly string[];
  readonly sets: readonly string[];
}

const fact: KindRules = { nature: 'fact', version: 1, units: [], sets: [] };
const county: KindRules = { nature: 'county', version: 1, units: [], sets: [] };

export const kindRules: Readonly<Record<Kind, KindRules>> = {
  organisation: { ...county, version: 2 },
  person: { ...county, version: 2 },
  product: county,
  patient: {
    nature: 'mutable', version: 1,
    units: ['identity', 'phone', 'address', 'bloodGroup', 'recordNumber', 'contact', 'insurance', 'formerName', 'noKnownAllergies'],
    sets: ['allergies', 'problems'],
  },
  queueEntry: { nature: 'mutable', version: 1, units: ['state', 'triage', 'reason'], sets: [] },
  encounter: {
    nature: 'mutable', version: 1,
    units: ['complaint', 'history', 'examination', 'vitals', 'diagnoses', 'plan', 'progress'],
    sets: [],
  },
  prescription: { nature: 'mutable', version: 1, units: ['order', 'stopped'], sets: [] },
  dispense: fact,
  stockMove: fact,
  historyEntry: fact,
  patientMove: fact,
  review: { nature: 'mutable', version: 1, units: ['losing', 'resolution', 'secondResolution'], sets: [] },
  patientLink: { nature: 'mutable', version: 1, units: ['state'], sets: [] },
  attachment: fact,
  chartReads: fact,
  doorEvents: fact,
};

/**
 * What a version of the app knows of the kinds. There is one, `kindTable`; tests of old and new versions together put
 * others in its place.
 */
export interface KindTable {
  readonly rules: Readonly<Record<Kind, KindRules>>;
  readonly schemas: Readonly<Record<Kind, z.ZodType<AnyDocument>>>;
  /** By kind, from every version to the next. */
  readonly lenses: Readonly<Record<string, Lenses>>;
}
export const kindTable: KindTable = { rules: kindRules, schemas: documentSchemas, lenses };

/**
 * The scopes a document travels in, computed from it and from its patient's present home: facts do not change, so once a
 * patient has moved their `homeId` only says where the home was. The county alone knows the present home of every
 * patient, and passes it; without it the document's own is taken. While a record is linked, the county adds the scopes
 * of the other's home.
 */
export function scopesOf(document: AnyDocument, presentHome?: OrganisationId): readonly ScopeId[] {
  switch (document.kind) {
    case 'organisation':
    case 'person':
    case 'product':
      return [catalogueScope];
    case 'patient':
      return [organisationScope(document.homeId)];
    case 'historyEntry':
      return [organisationScope(presentHome ?? document.homeId)];
    case 'queueEntry':
    case 'encounter':
    case 'prescription':
    case 'attachment':
      return distinct([organisationScope(presentHome ?? document.homeId), organisationScope(document.orgId)]);
    case 'dispense':
      return distinct([organisationScope(presentHome ?? document.homeId), organisationScope(document.ownerId), organisationScope(document.orgId)]);
    case 'stockMove':
      return [organisationScope(document.lot.ownerId)];
    case 'patientMove':
      return distinct([presentHome ?? document.toId, document.fromId, document.asked.orgId].filter((id) => id !== null).map(organisationScope));
    case 'review':
      // The first scope of a patient's review is that of the home when it was opened.
      return document.patientId === null || presentHome === undefined ? distinct(document.scopes) : distinct([organisationScope(presentHome), ...document.scopes.slice(1)]);
    case 'patientLink':
      return distinct(document.homeIds.map(organisationScope));
    case 'chartReads':
    case 'doorEvents':
      return [organisationScope(document.orgId)];
  }
}

/** The patient whose record a document belongs to, or null; a link is about two, and who was looked at is no part of a record. */
export function patientOf(document: AnyDocument): PatientId | null {
  switch (document.kind) {
    case 'patient':
      return document.id;
    case 'queueEntry':
    case 'encounter':
    case 'prescription':
    case 'dispense':
    case 'historyEntry':
    case 'patientMove':
    case 'review':
    case 'attachment':
      return document.patientId;
    case 'organisation':
    case 'person':
    case 'product':
    case 'stockMove':
    case 'patientLink':
    case 'chartReads':
    case 'doorEvents':
      return null;
  }
}

/**
 * Parses a document of a known kind.
 * @returns the document, or the issues with their paths.
 */
export function parseDocument(value: unknown, { schemas }: KindTable = kindTable): z.ZodSafeParseResult<AnyDocument> {
  // A look, not a schema: one made for each document costs more than the parse itself.
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const schema = typeof kind === 'string' && isKind(kind) ? schemas[kind] : unknownKind;
  return schema.safeParse(value);
}

const unknownKind = z.never('not a document of a known kind');
const distinct = (scopes: readonly ScopeId[]): readonly ScopeId[] => [...new Set(scopes)];
