import * as z from 'zod';
import { bundleId, deviceId, documentId, organisationId, personId } from '../basics/ids.ts';
import { clockTime, line } from './parts.ts';

/** The most writes of one bundle, and the most bytes of its body as canonical JSON. */
export const maxBundleWrites = 500;
export const maxBundleBytes = 1_000_000;

export const unitChange = z.strictObject({ unit: line(160), before: z.unknown(), after: z.unknown() });
export type UnitChange = z.infer<typeof unitChange>;

/** A new document whole, or changes of units of one that exists. `version` is that of the kind's schema. */
export const write = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), kind: line(40), version: z.int().min(1), document: z.looseObject({ id: documentId, kind: line(40) }) }),
  z.strictObject({ op: z.literal('change'), kind: line(40), version: z.int().min(1), id: documentId, changes: z.array(unitChange).min(1).max(200) }),
]);
export type Write = z.infer<typeof write>;

/** One business action: what is saved, pushed, made idempotent and receipted, whole or not at all. */
export const bundleBody = z.strictObject({
  id: bundleId,
  /** The institution and person that acted, on which device, when by its clock. */
  deviceId,
  orgId: organisationId,
  personId,
  savedAt: clockTime,
  /** What was done, for people: `encounters.sign`. */
  action: line(60),
  /** Counts this device's bundles in both lanes, from 1. */
  saveNumber: z.int32().min(1),
  /** The county's history this was saved under; null before the first exchange. */
  epoch: z.string().nullable(),
  /** What the device had applied when it saved. */
  cursors: z.record(z.string(), z.int().min(0)),
  /** Earlier bundles of this device that made the documents named here, or the units changed here. */
  needs: z.array(bundleId).max(500),
  /** The bundle in quarantine whose place this one takes, and why; without writes it withdraws it. */
  corrects: z.strictObject({ bundleId, reason: line(300) }).optional(),
  writes: z.array(write).max(maxBundleWrites),
}).refine((body) => body.writes.length > 0 || body.corrects !== undefined, { path: ['writes'], message: 'nothing is written' });
export type BundleBody = z.infer<typeof bundleBody>;
