import * as z from 'zod';
import { deviceId } from '../basics/ids.ts';
import { clockTime } from '../documents/parts.ts';
import { readmissionRequest } from './certificate.ts';
import { exchangeResponse } from './exchange.ts';
import { history } from './history.ts';
import { manifest } from './snapshot.ts';

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
  /** Its first sync is not through: it takes snapshots by the way back. */
  takesSnapshots: z.literal(true).optional(),
  /** Each an `exchangeRequest`, parsed one by one like those of the line: an older app may have written them. */
  requests: z.array(z.unknown()).min(1).max(10_000),
});
export type ClinicParcel = z.infer<typeof clinicParcel>;

/**
 * The largest file of a stick that either side takes. The county makes none that is larger: the 64 MiB of text that it
 * aims at pack to three quarters where nothing in them repeats (base64), and its last page stays far below the rest.
 */
export const maxParcelFileBytes = 64_000_000;

/** The most bytes of chunks that one parcel carries, so that the whole is still a file that the pages take. */
export const maxParcelChunkBytes = 24_000_000;

/** A snapshot with all of its chunks, in the manifest's order, base64. */
export const parcelSnapshot = z.strictObject({ manifest, chunks: z.array(z.string().min(1).max(maxParcelChunkBytes * 2)).max(100_000) });
export type ParcelSnapshot = z.infer<typeof parcelSnapshot>;

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
  /** For a first sync: the answers go on from their numbers. */
  snapshots: z.array(parcelSnapshot).max(1_000).optional(),
  answers: z.array(z.strictObject({ after: z.record(z.string(), z.int().min(0)), response: exchangeResponse })).max(10_000),
});
export type CountyParcel = z.infer<typeof countyParcel>;
