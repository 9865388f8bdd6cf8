import * as z from 'zod';
import { fen } from '../basics/money.ts';
import { organisationId, personId, productId } from '../basics/ids.ts';
import { role } from '../codes/roles.ts';
import { routeCode } from '../codes/usage.ts';
import { line, note } from './parts.ts';

/** An institution of the consortium. Written by the county only. */
export const organisation = z.strictObject({
  id: organisationId,
  kind: z.literal('organisation'),
  name: line(80),
  shortName: line(40),
  type: z.enum(['county', 'hospital', 'township', 'village']),
  parentId: organisationId.nullable(),
  /** Division code: 6 digits of a county, 9 of a township, 12 of a village. */
  divisionCode: z.string().regex(/^\d{6}(\d{3}){0,2}$/),
  /** Villages it looks after, as people write them in an address. */
  villages: z.array(z.strictObject({ name: line(80), groups: z.int().min(0).max(60) })).max(200),
  capabilities: z.strictObject({ intravenousAntibiotics: z.boolean() }),
});
export type Organisation = z.infer<typeof organisation>;

/** Staff. Written by the county only. */
export const person = z.strictObject({
  id: personId,
  kind: z.literal('person'),
  name: line(60),
  role,
  orgId: organisationId,
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
