import * as z from 'zod';
import { deviceId } from '../basics/ids.ts';
import { clockTime } from '../documents/parts.ts';
import { readmissionRequest } from './certificate.ts';
import { exchangeResponse } from './exchange.ts';
import { history } from './history.ts';

/**
 * What a PC gives a stick for the county: the requests that it would send, in order. Each goes through the same door as
 * one that came over the line, and the same bundle may come both ways.
 */
export const clinicParcel = z.strictObject({
  parcel: z.literal('clinic 1'),
  from: deviceId,
  madeAt: clockTime,
  /** The last link of each lane that the PC had made: the later of two parcels has the higher ones, whatever a clock says. */
  heads: z.strictObject({ routine: z.int().min(0), urgent: z.int().min(0) }),
  /** For a county that was restored and knows the PC or its history no more. */
  pedigree: readmissionRequest,
  /** Each an `exchangeRequest`, parsed one by one like those of the line: an older app may have written them. */
  requests: z.array(z.unknown()).min(1).max(10_000),
});
export type ClinicParcel = z.infer<typeof clinicParcel>;

/**
 * What the county gives a stick for a PC: answers in order, each with the cursors that it goes on from, so that a stick
 * that begins beyond what the PC has read is told from one that does not.
 */
export const countyParcel = z.strictObject({
  parcel: z.literal('county 1'),
  to: deviceId,
  madeAt: clockTime,
  /** Where the county has another history than the PC's: what it says of it. The PC goes over to it, and makes another parcel. */
  history: history.nullable(),
  answers: z.array(z.strictObject({ after: z.record(z.string(), z.int().min(0)), response: exchangeResponse })).max(10_000),
});
export type CountyParcel = z.infer<typeof countyParcel>;
