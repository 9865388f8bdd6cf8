import * as z from 'zod';
import { deviceId, documentId } from '../basics/ids.ts';
import { countyDocument } from './exchange.ts';

/** Signed like an exchange: what a device still has of a history that the county lost the end of. */
export const witnessAskPath = '/sync/witness/ask';
export const witnessPath = '/sync/witness';

export const maxWitnessAsked = 5_000;
export const maxWitnesses = 200;

export const witnessAsk = z.strictObject({
  wireVersion: z.int(),
  deviceId,
  epoch: z.string(),
  have: z.array(z.strictObject({ id: documentId, revision: z.int().min(1), hash: z.string().max(64) })).max(maxWitnessAsked),
});
export type WitnessAsk = z.infer<typeof witnessAsk>;
/** The documents that the county wants to see: it does not know them, or has them otherwise. Not open: county IT has yet to confirm the devices, ask again. */
export const witnessWanted = z.strictObject({ epoch: z.string(), isOpen: z.boolean(), wanted: z.array(documentId) });
export type WitnessWanted = z.infer<typeof witnessWanted>;

export const witnessRequest = z.strictObject({ wireVersion: z.int(), deviceId, epoch: z.string(), documents: z.array(countyDocument).max(maxWitnesses) });
export type WitnessRequest = z.infer<typeof witnessRequest>;
/** What became of each, in numbers: taken, dropped since the county has it, opened a review, or refused. */
export const witnessAnswer = z.strictObject({ epoch: z.string(), taken: z.int(), dropped: z.int(), reviews: z.int(), refused: z.int() });
export type WitnessAnswer = z.infer<typeof witnessAnswer>;
