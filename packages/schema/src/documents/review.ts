import * as z from 'zod';
import { bundleId, deviceId, organisationId, patientId, personId, uuid } from '../basics/ids.ts';
import { clockTime, line, note, signature } from './parts.ts';

/** A value and whose it is. */
export const attributedValue = z.strictObject({
  value: z.unknown(),
  bundleId: bundleId.nullable(),
  deviceId: deviceId.nullable(),
  orgId: organisationId.nullable(),
  by: personId.nullable(),
  at: clockTime.nullable(),
});
export type AttributedValue = z.infer<typeof attributedValue>;

export const reviewReason = z.enum([
  'unitConflict', 'invalidMerge', 'signedAlready', 'overDispensed', 'stoppedAfterDispense', 'negativeBalance', 'countAgain',
  'patientMoved', 'movedElsewhere', 'writtenAfterMove', 'thirdRecord', 'glassOpened',
]);
export type ReviewReason = z.infer<typeof reviewReason>;

export const resolution = z.strictObject({
  choice: z.enum(['keep', 'useLosing', 'both', 'seen']),
  /** The losing value that the person saw: one amended since then opens a new review. */
  saw: z.unknown(),
  reason: note(300),
  signature,
});

/** A conflict whose losing value a person must look at, or an alert that merging raised. */
export const review = z.strictObject({
  id: uuid,
  kind: z.literal('review'),
  reason: reviewReason,
  /** Scopes of the document it is about, when it was opened; a patient's begin with that of the home, which a move replaces. */
  scopes: z.array(line(60)).min(1),
  patientId: patientId.nullable(),
  about: z.strictObject({ kind: line(40), id: uuid, unit: z.string().max(160).nullable() }),
  before: z.unknown(),
  kept: attributedValue,
  losing: attributedValue,
  openedAt: clockTime,
  resolution: resolution.nullable(),
  /** A second resolution, kept beside the first. */
  secondResolution: resolution.nullable(),
});
export type Review = z.infer<typeof review>;
