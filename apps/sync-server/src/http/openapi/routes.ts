/** What the county answers to, written down by hand: the routes stay with what they do, and a test compares the two. */
import * as z from 'zod';
import { uuid } from '@lianyi/schema/basics/ids';
import { attachmentPart } from '@lianyi/schema/documents/attachment';
import { attachmentAnswer, attachmentAsk, attachmentAskPath, attachmentPathPattern, uploadPathPattern } from '@lianyi/schema/wire/attachments';
import { readmissionAnswer, readmissionPath, readmissionRequest } from '@lianyi/schema/wire/certificate';
import { enrolPath, enrolRequest, enrolResponse, exchangePath, exchangeRequest, exchangeResponse } from '@lianyi/schema/wire/exchange';
import { lookupAnswer, lookupPath, lookupRequest } from '@lianyi/schema/wire/lookup';
import { purgedNotice, purgedPath } from '@lianyi/schema/wire/purge';
import { recoverAnswer, recoverPath, recoverRequest } from '@lianyi/schema/wire/recovery';
import { checksumsPath, checksumsRequest, checksumsResponse, repairPath, repairRequest, repairResponse } from '@lianyi/schema/wire/repair';
import { rxdbStreamNames, streamEventsPath, streamPullPath } from '@lianyi/schema/wire/rxdbStreams';
import { chunkEntry, chunkPathPattern, snapshotsPath, snapshotsRequest, snapshotsResponse } from '@lianyi/schema/wire/snapshot';
import { witnessAnswer, witnessAsk, witnessAskPath, witnessPath, witnessRequest, witnessWanted } from '@lianyi/schema/wire/witness';
import { eventsQuery, pullQuery } from '../rxdbRoutes.ts';

/** Who is let in: a PC by its signature, with the token that it was given for one upload, somebody by the session of the console, or anybody. */
export type Admission = 'device' | 'upload' | 'session' | 'anybody';

/** A body: JSON by a schema, which has a name of its own in the description, or bytes of a type. */
export type Content = { readonly name: string; readonly schema: z.ZodType } | { readonly type: string };

export interface DescribedRoute {
  readonly method: 'get' | 'head' | 'patch' | 'post';
  /** As the server has it: `/sync/chunks/:sha256`. */
  readonly path: string;
  readonly summary: string;
  readonly admits: Admission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly asks?: Content;
  /** Left out: a status and headers alone. */
  readonly answers?: Content;
}

const json = (name: string, schema: z.ZodType): Content => ({ name, schema });
const bytes: Content = { type: 'application/octet-stream' };
const eventStream: Content = { type: 'text/event-stream' };
const streamName = z.strictObject({ stream: z.enum(rxdbStreamNames) });
const sha256 = z.strictObject({ sha256: chunkEntry.shape.sha256 });

export const describedRoutes: readonly DescribedRoute[] = [
  { method: 'post', path: exchangePath, summary: 'One round trip: bundles and cursors up, receipts and the log down', admits: 'device', asks: json('ExchangeRequest', exchangeRequest), answers: json('ExchangeResponse', exchangeResponse) },
  { method: 'post', path: checksumsPath, summary: 'Compares the checksums of scopes', admits: 'device', asks: json('ChecksumsRequest', checksumsRequest), answers: json('ChecksumsResponse', checksumsResponse) },
  { method: 'post', path: repairPath, summary: 'What the PC and the county have in the buckets that differ', admits: 'device', asks: json('RepairRequest', repairRequest), answers: json('RepairResponse', repairResponse) },
  { method: 'post', path: snapshotsPath, summary: 'Offers snapshots of scopes for a first sync', admits: 'device', asks: json('SnapshotsRequest', snapshotsRequest), answers: json('SnapshotsResponse', snapshotsResponse) },
  { method: 'get', path: chunkPathPattern, summary: 'A chunk of a snapshot, from a byte on', admits: 'device', params: sha256, answers: bytes },
  { method: 'post', path: witnessAskPath, summary: 'Which documents a restored county wants to see', admits: 'device', asks: json('WitnessAsk', witnessAsk), answers: json('WitnessWanted', witnessWanted) },
  { method: 'post', path: witnessPath, summary: 'Documents as the county had sent them before it was restored', admits: 'device', asks: json('WitnessRequest', witnessRequest), answers: json('WitnessAnswer', witnessAnswer) },
  { method: 'post', path: attachmentAskPath, summary: 'Which bytes of attachments the county lacks', admits: 'device', asks: json('AttachmentAsk', attachmentAsk), answers: json('AttachmentAnswer', attachmentAnswer) },
  { method: 'get', path: attachmentPathPattern, summary: 'The bytes of an attachment, from a byte on', admits: 'device', params: z.strictObject({ id: uuid, part: attachmentPart }), answers: bytes },
  { method: 'head', path: uploadPathPattern, summary: 'How much of an upload is there (tus 1.0.0)', admits: 'upload', params: sha256 },
  { method: 'patch', path: uploadPathPattern, summary: 'The next bytes of an upload (tus 1.0.0)', admits: 'upload', params: sha256, asks: { type: 'application/offset+octet-stream' } },
  { method: 'post', path: lookupPath, summary: 'Looks somebody up by the whole number, and opens their record for a while', admits: 'device', asks: json('LookupRequest', lookupRequest), answers: json('LookupAnswer', lookupAnswer) },
  { method: 'post', path: purgedPath, summary: 'A PC has obeyed the order to delete what it held: its last signature', admits: 'anybody', asks: json('PurgedNotice', purgedNotice), answers: json('PurgedAnswer', z.strictObject({ ok: z.literal(true) })) },
  { method: 'post', path: enrolPath, summary: 'A one-time code and a key become a device', admits: 'anybody', asks: json('EnrolRequest', enrolRequest), answers: json('EnrolResponse', enrolResponse) },
  { method: 'post', path: readmissionPath, summary: 'A PC that a restored county does not know shows its certificate', admits: 'anybody', asks: json('ReadmissionRequest', readmissionRequest), answers: json('ReadmissionAnswer', readmissionAnswer) },
  { method: 'post', path: recoverPath, summary: 'Opens the slot of a locked PC with a one-time code', admits: 'anybody', asks: json('RecoverRequest', recoverRequest), answers: json('RecoverAnswer', recoverAnswer) },

  { method: 'get', path: streamPullPath(':stream'), summary: 'A page of a read-only stream, for RxDB', admits: 'session', params: streamName, query: pullQuery, answers: { type: 'application/json' } },
  { method: 'get', path: streamEventsPath(':stream'), summary: 'Says RESYNC when a stream has changed', admits: 'session', params: streamName, query: eventsQuery, answers: eventStream },
  { method: 'get', path: '/console/streams/organisations/pull', summary: 'How the institutions stand, for the console', admits: 'session', query: z.strictObject({ checkpoint: z.string().max(300).optional(), limit: z.int().min(1).max(1000).optional() }), answers: { type: 'application/json' } },
  { method: 'get', path: '/console/streams/organisations/events', summary: 'Says when that has changed', admits: 'session', answers: eventStream },
  { method: 'post', path: '/console/parcels', summary: 'Takes in a clinic\u2019s stick, and makes the one that goes back', admits: 'session', asks: bytes, answers: { type: 'application/json' } },

  { method: 'get', path: '/health', summary: 'Whether the county and its database answer', admits: 'anybody', answers: json('Health', z.strictObject({ ok: z.literal(true), epoch: z.string() })) },
  { method: 'get', path: '/metrics', summary: 'Metrics for Prometheus', admits: 'anybody', answers: { type: 'text/plain' } },
  { method: 'get', path: '/*', summary: 'The pages of the console', admits: 'anybody', answers: { type: 'text/html' } },
];
