import * as z from 'zod';
import { fen } from '../basics/money.ts';
import { organisationId, personId, productId } from '../basics/ids.ts';
import { antibioticRight, qualification, title } from '../codes/qualifications.ts';
import { role } from '../codes/roles.ts';
import { routeCode } from '../codes/usage.ts';
import { calendarDate, line, note } from './parts.ts';

export const organisationType = z.enum(['county', 'hospital', 'township', 'village']);
export type OrganisationType = z.infer<typeof organisationType>;

/** What has become of an institution, and when: its history is never rewritten. */
export const organisationEvent = z.strictObject({
  on: calendarDate,
  event: z.enum(['opened', 'moved', 'closed', 'reopened']),
  /** Where it stood until then; null where that does not matter. */
  fromId: organisationId.nullable(),
  reason: note(200),
});
export type OrganisationEvent = z.infer<typeof organisationEvent>;

/** An institution of the consortium. Written by the county only. */
export const organisation = z.strictObject({
  id: organisationId,
  kind: z.literal('organisation'),
  name: line(80),
  shortName: line(40),
  type: organisationType,
  parentId: organisationId.nullable(),
  /** Division code: 6 digits of a county, 9 of a township, 12 of a village. */
  divisionCode: z.string().regex(/^\d{6}(\d{3}){0,2}$/),
  /** Villages it looks after, as people write them in an address. */
  villages: z.array(z.strictObject({ name: line(80), groups: z.int().min(0).max(60) })).max(200),
  /** Codes of `codes/capabilities.ts`, or of a later version. */
  capabilities: z.array(z.string().regex(/^[a-z][A-Za-z]{1,39}$/)).max(40),
  /** The day from which it treats nobody any more. */
  closedOn: calendarDate.nullable(),
  history: z.array(organisationEvent).max(100),
});
export type Organisation = z.infer<typeof organisation>;

/** What somebody is employed as, where, and for how long: both days are days of work, null is without an end. */
export const post = z.strictObject({ orgId: organisationId, role, from: calendarDate.nullable(), until: calendarDate.nullable() });
export type Post = z.infer<typeof post>;

/** What somebody was given the right to prescribe, from a day on (null: ever since), until the next. */
export const prescribingGrant = z.strictObject({ from: calendarDate.nullable(), antibiotics: antibioticRight, narcotic: z.boolean() });
export type PrescribingGrant = z.infer<typeof prescribingGrant>;

/** Staff, once in the whole consortium: who moves gets another post, and stays the one who signed. Written by the county only. */
export const person = z.strictObject({
  id: personId,
  kind: z.literal('person'),
  name: line(60),
  qualification,
  title,
  /** By day, the earliest first. Empty: none has been entered, and what the law gives the role holds. */
  grants: z.array(prescribingGrant).max(40),
  /** Present and former ones, in the order in which they were entered. */
  posts: z.array(post).max(100),
  /** False: whatever the posts say, no PC lets this person in. */
  active: z.boolean(),
});
export type Person = z.infer<typeof person>;

/** A product that can be prescribed and stocked. Written by the county only. */
export const product = z.strictObject({
  id: productId,
  kind: z.literal('product'),
  /** Generic name (通用名) and the international nonproprietary names it contains. */
  name: line(80),
  ingredients: z.array(line(80)).min(1).max(12),
  atc: note(10),
  form: note(20),
  strength: note(60),
  /** Dispensing unit (片), the pack it is bought in (盒) and how many units that holds. */
  unit: line(10),
  packUnit: line(10),
  packSize: z.int().min(1).max(10_000),
  packPriceFen: fen,
  /** What one dispensing unit holds, in the unit that doses are written in: 0.25 g in a capsule. Null: dose in units. */
  strengthPerUnit: z.strictObject({ amount: z.number().positive(), unit: line(10) }).nullable(),
  defaultRoute: routeCode,
  usualAdultDose: note(200),
  maximumPerDay: note(120),
  paediatricDose: note(200),
  pregnancy: note(40),
  contraindications: note(300),
  allergyClass: note(80),
  antibioticGrade: z.enum(['', 'nonRestricted', 'restricted', 'special']),
  specialControl: note(40),
  essential: z.boolean(),
  pinyin: note(120),
  initials: note(40),
  minimumUnits: z.int().min(0),
  active: z.boolean(),
});
export type Product = z.infer<typeof product>;
