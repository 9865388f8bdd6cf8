/**
 * Read-only streams of the county's documents for RxDB clients: which there are, who may read them, and the collection's
 * schema on the client. Their HTTP side is RxDB's pull replication; docs/SPEC.md has the rules (STREAM-1 ...).
 */
import * as z from 'zod';
import type { OrganisationId, PatientId, EncounterId, PersonId, PrescriptionId } from '../basics/ids.ts';
import type { Permission } from '../codes/roles.ts';
import type { DocumentOf, Kind } from '../documents/kinds.ts';
import { documentSchemas, kindRules } from '../documents/kinds.ts';

export const streamPullPath = (stream: string): string => `/rxdb/${stream}/pull`;
export const streamEventsPath = (stream: string): string => `/rxdb/${stream}/events`;

/** A page never holds more; a page with fewer than were asked for is the last. */
export const maxStreamPage = 1000;

interface RxdbStream<K extends Kind> {
  readonly kind: K;
  /** `catalogue`: what everybody shares. `institutions`: records, which can be asked for of one institution and those below it. */
  readonly scopes: 'catalogue' | 'institutions';
  /** What the post of whoever holds a copy must allow. */
  readonly permission: Permission;
  /** What a tombstone says in place of the content: valid by the schema, and about nobody. */
  readonly blank: Omit<DocumentOf<K>, 'id'>;
}

const stream = <K extends Kind>(kind: K, scopes: RxdbStream<K>['scopes'], permission: Permission, blank: Omit<DocumentOf<K>, 'id'>): RxdbStream<K> => ({ kind, scopes, permission, blank });

const nobody = '00000000-0000-7000-8000-000000000000' as OrganisationId & PatientId & EncounterId & PersonId & PrescriptionId;
const never = '1970-01-01T00:00:00Z';
const unsigned = { by: nobody, orgId: nobody, at: never };
const noValue = { value: null, bundleId: null, deviceId: null, orgId: null, by: null, at: null };

export const rxdbStreams = {
  organisations: stream('organisation', 'catalogue', 'stream.catalogue', {
    kind: 'organisation', name: '-', shortName: '-', type: 'village', parentId: null, divisionCode: '000000', villages: [], capabilities: [], closedOn: null, history: [],
  }),
  people: stream('person', 'catalogue', 'directory.read', { kind: 'person', name: '-', qualification: 'unknown', title: 'unknown', grants: [], posts: [], active: false }),
  products: stream('product', 'catalogue', 'stream.catalogue', {
    kind: 'product', name: '-', ingredients: ['-'], atc: '', form: '', strength: '', unit: '-', packUnit: '-', packSize: 1, packPriceFen: 0, strengthPerUnit: null, defaultRoute: 'po',
    usualAdultDose: '', maximumPerDay: '', paediatricDose: '', pregnancy: '', contraindications: '', allergyClass: '', antibioticGrade: '', specialControl: '', essential: false,
    pinyin: '', initials: '', minimumUnits: 0, active: false,
  }),
  patients: stream('patient', 'institutions', 'stream.records', {
    kind: 'patient', homeId: nobody, registered: unsigned, source: null, identity: { name: '-', sex: 'unknown', birthDate: '1900-01-01', document: null }, phone: null, address: null,
    bloodGroup: null, recordNumber: null, contact: null, insurance: null, formerName: null, noKnownAllergies: null, allergies: {}, problems: {},
  }),
  encounters: stream('encounter', 'institutions', 'stream.records', {
    kind: 'encounter', patientId: nobody, homeId: nobody, orgId: nobody, practitionerId: nobody, startedAt: never, visitNumber: '-', complaint: '', history: '', examination: '', vitals: null,
    diagnoses: [], plan: '', progress: { state: 'draft' }, variants: {},
  }),
  prescriptions: stream('prescription', 'institutions', 'stream.records', {
    kind: 'prescription', patientId: nobody, homeId: nobody, orgId: nobody, encounterId: nobody, number: '-', createdAt: never,
    order: { state: 'draft', type: 'general', items: [], overrides: [], supplyReason: '', validUntil: '1970-01-01', signature: null }, stopped: null,
  }),
  reviews: stream('review', 'institutions', 'stream.records', {
    kind: 'review', reason: 'unitConflict', scopes: ['-'], patientId: null, about: { kind: '-', id: nobody, unit: null }, before: null, kept: noValue, losing: noValue, openedAt: never,
    resolution: null, secondResolution: null,
  }),
} as const;
export type RxdbStreamName = keyof typeof rxdbStreams;
export const rxdbStreamNames = Object.keys(rxdbStreams) as readonly RxdbStreamName[];
export const isRxdbStream = (name: string): name is RxdbStreamName => Object.hasOwn(rxdbStreams, name);

/**
 * Where a client's copy has come to: a place in the order in which the county committed. To a client it is opaque.
 * `history` names what the copy is of; the county refuses one that is of another history than its own.
 */
export interface StreamCheckpoint {
  readonly history: string;
  readonly position: number;
  readonly id: string;
}

/** A page of a stream, as RxDB's pull handler gives it back. */
export interface StreamPage {
  readonly documents: readonly ({ readonly id: string; readonly _deleted: boolean } & Readonly<Record<string, unknown>>)[];
  readonly checkpoint: StreamCheckpoint;
}

/** JSON schema of a stream's collection; RxDB's `RxJsonSchema` once the document's type is named. */
export interface StreamSchema {
  readonly version: number;
  readonly primaryKey: 'id';
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

/**
 * RxDB counts versions from 0, the kinds from 1: a kind's next version is a migration on the client as well. How texts are
 * written is left out: the county has seen to it, and RxDB's validators refuse long patterns.
 */
export function streamSchema(name: RxdbStreamName): StreamSchema {
  const { kind } = rxdbStreams[name];
  const { properties = {}, required = [] } = z.toJSONSchema(documentSchemas[kind], {
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      delete jsonSchema.pattern;
      delete jsonSchema.format;
    },
  });
  return {
    version: kindRules[kind].version - 1,
    primaryKey: 'id',
    type: 'object',
    properties: { ...(properties as Record<string, object>), id: { type: 'string', maxLength: 36 } },
    required,
  };
}
