import * as z from 'zod';
import type { OrganisationId, PatientId } from '../basics/ids.ts';
import { organisation, person, product } from './county.ts';
import { encounter } from './encounter.ts';
import { historyEntry } from './historyEntry.ts';
import { patient } from './patient.ts';
import { patientLink } from './patientLink.ts';
import { prescription } from './prescription.ts';
import { queueEntry } from './queueEntry.ts';
import { review } from './review.ts';
import { dispense, stockMove } from './stock.ts';

/** A scope's name: `catalogue`, or `org:` and an organisation's id. */
export type ScopeId = string;
export const catalogueScope: ScopeId = 'catalogue';
export const organisationScope = (id: OrganisationId): ScopeId => `org:${id}`;

export const documentSchemas = {
  organisation, person, product, patient, queueEntry, encounter, prescription, dispense, stockMove, historyEntry, review, patientLink,
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

interface KindRules {
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
  organisation: county,
  person: county,
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
  review: { nature: 'mutable', version: 1, units: ['losing', 'resolution', 'secondResolution'], sets: [] },
  patientLink: { nature: 'mutable', version: 1, units: ['state'], sets: [] },
};

/** The scopes a document travels in, computed from it alone; while its patient's record is linked, in those of the other's home too. */
export function scopesOf(document: AnyDocument): readonly ScopeId[] {
  switch (document.kind) {
    case 'organisation':
    case 'person':
    case 'product':
      return [catalogueScope];
    case 'patient':
    case 'historyEntry':
      return [organisationScope(document.homeId)];
    case 'queueEntry':
    case 'encounter':
    case 'prescription':
      return distinct([organisationScope(document.homeId), organisationScope(document.orgId)]);
    case 'dispense':
      return distinct([organisationScope(document.homeId), organisationScope(document.ownerId), organisationScope(document.orgId)]);
    case 'stockMove':
      return [organisationScope(document.lot.ownerId)];
    case 'review':
      return distinct(document.scopes);
    case 'patientLink':
      return distinct(document.homeIds.map(organisationScope));
  }
}

/** The patient whose record a document belongs to, or null; a link is about two. */
export function patientOf(document: AnyDocument): PatientId | null {
  switch (document.kind) {
    case 'patient':
      return document.id;
    case 'queueEntry':
    case 'encounter':
    case 'prescription':
    case 'dispense':
    case 'historyEntry':
    case 'review':
      return document.patientId;
    case 'organisation':
    case 'person':
    case 'product':
    case 'stockMove':
    case 'patientLink':
      return null;
  }
}

/**
 * Parses a document of a known kind.
 * @returns the document, or the issues with their paths.
 */
export function parseDocument(value: unknown): z.ZodSafeParseResult<AnyDocument> {
  // A look, not a schema: one made for each document costs more than the parse itself.
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  const schema = typeof kind === 'string' && isKind(kind) ? documentSchemas[kind] : unknownKind;
  return schema.safeParse(value);
}

const unknownKind = z.never('not a document of a known kind');
const distinct = (scopes: readonly ScopeId[]): readonly ScopeId[] => [...new Set(scopes)];
