import * as z from 'zod';
import { bundleId, deviceId, documentId } from '../basics/ids.ts';
import { jsonHash } from '../basics/digest.ts';
import { bundleBody } from '../documents/bundle.ts';
import { clockTime, note } from '../documents/parts.ts';
import { chainPoint, deviceCertificate } from './certificate.ts';
import { leaseGrant } from './lease.ts';
import { purgeOrder } from './purge.ts';

/** The version of this page. The county speaks this one and the two before it. */
export const wireVersion = 1;

export const exchangePath = '/sync/exchange';
export const enrolPath = '/devices/enrol';

/** Headers of a signed request: device, the nonce of the last answer, and Ed25519 over `requestToSign`. */
export const deviceHeader = 'x-lianyi-device';
export const nonceHeader = 'x-lianyi-nonce';
export const signatureHeader = 'x-lianyi-signature';

/** What a device signs: method, path, SHA-256 of the body's bytes as sent (hex), nonce. */
export function requestToSign(method: string, path: string, bodySha256: string, nonce: string): string {
  return `${method}\n${path}\n${bodySha256}\n${nonce}`;
}

/** A bundle's place in its device's chain: lane, count in that lane from 1, and the link before it (null at the start). */
export const chainLink = z.strictObject({
  lane: z.enum(['routine', 'urgent']),
  number: z.int32().min(1),
  previous: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
});
export type ChainLink = z.infer<typeof chainLink>;
export type Lane = ChainLink['lane'];

/** The hash that names a link: over its place and the hash of the bundle's body. */
export function linkHash(link: ChainLink, bodyHash: string): string {
  return jsonHash([link.lane, link.number, link.previous, bodyHash]);
}

/** A bundle as it travels. `signature` is the device's Ed25519 over the link hash, base64. The body is parsed bundle by bundle, so that a bad one harms only itself. */
export const submission = z.strictObject({ body: z.unknown(), link: chainLink, signature: z.string().max(200).regex(/^[\w+/=-]*$/) });
export type Submission = z.infer<typeof submission>;
export { bundleBody };

/**
 * How a PC fares, for county IT. Said with the first exchange of a run and when it has changed: an idle request stays
 * small. A county that does not know it yet answers `badRequest`; then it is left out.
 */
export const ownCondition = z.strictObject({
  /** By its clock, which the county compares with its own. */
  at: clockTime,
  /** Free where the replica lies, MB; null where that cannot be told. */
  diskFreeMb: z.int32().min(0).nullable(),
  /** When the oldest bundle in the outbox was saved; null where none stays. */
  outboxOldestAt: clockTime.nullable(),
  /** What went wrong with the exchange before, if it was more than a lost line: a code of the line's state. */
  trouble: z.string().max(30).regex(/^\w+$/).nullable(),
});
export type OwnCondition = z.infer<typeof ownCondition>;

export const exchangeRequest = z.strictObject({
  wireVersion: z.int(),
  deviceId,
  /** Null until the first exchange. On any other epoch than its own the county answers `epochMismatch`. */
  epoch: z.string().nullable(),
  cursors: z.record(z.string(), z.int().min(0)),
  submissions: z.array(submission).max(200),
  /** The most documents in the answer's page; 0 asks for none (a retired device). */
  pageDocuments: z.int().min(0).max(5000),
  /** How long the county may wait when it has nothing to say, ms. */
  waitMs: z.int().min(0).max(60_000),
  /** Bundles that stay in the outbox after this request, so that the county's page can say what has not come. */
  waiting: z.int32().min(0).optional(),
  appVersion: note(40).optional(),
  /** The kinds that the client knows in another version than 1, by name: what is newer comes to it as that version sees it. */
  kinds: z.record(z.string().max(40), z.int().min(1)).optional(),
  condition: ownCondition.optional(),
  /** It would have its lease renewed: not with each request, since an idle exchange is small. */
  wantsLease: z.literal(true).optional(),
  /** It keeps what it creates until the answer is here: a put of it that comes without its document means that it is as it was sent. */
  keepsSent: z.literal(true).optional(),
});
export type ExchangeRequest = z.infer<typeof exchangeRequest>;

/** Every bundle ends as accepted, merged or quarantined; waiting is held and answered again later. */
export const outcomeName = z.enum(['accepted', 'merged', 'quarantined', 'waiting']);
export type OutcomeName = z.infer<typeof outcomeName>;

/** Why a bundle is in quarantine or waits, as a code that the app puts in words. */
export const outcomeReason = z.enum([
  'invalid', 'tooLarge', 'unknownKind', 'unknownVersion', 'notPermitted', 'outOfScope', 'missingDocument', 'notAUnit',
  'idTaken', 'bodyChanged', 'needsQuarantined', 'needsUnknown', 'predecessorMissing', 'badSignature', 'staleEpoch',
  // Of corrections, and so only told to those who make them.
  'correctedAlready', 'factWithdrawn',
]);
export type OutcomeReason = z.infer<typeof outcomeReason>;

/** The last entry of the county's audit at that moment: whoever holds a receipt can tell whether that entry still stands. */
export const auditHead = z.strictObject({ number: z.int().min(1), hash: z.string() });
export type AuditHead = z.infer<typeof auditHead>;

/**
 * The county's answer about one bundle. `signature` is the county's Ed25519 over `receiptToSign`, base64. With `chain`
 * a receipt is whole: from it alone a third party sees that this device's bundle with this body hash stood at this place
 * of this lane (`linkHash` names the place, the link before it and the body), and what the county made of it, when.
 */
export const receipt = z.strictObject({
  bundleId,
  bodyHash: z.string(),
  linkHash: z.string(),
  /** Whose chain, and the place in it: the head of that lane once the bundle was taken. Absent in receipts of a county that did not write it yet. */
  chain: chainLink.extend({ deviceId }).optional(),
  outcome: outcomeName,
  reason: outcomeReason.nullable(),
  /** For people: where in the bundle, without patient data. */
  detail: z.string().max(500),
  /** The number the bundle took in each scope it touched. */
  numbers: z.record(z.string(), z.int()),
  reviewIds: z.array(documentId),
  countyTime: clockTime,
  /** In the first receipt of an answer, once the county has an audit. */
  audit: auditHead.optional(),
  signature: z.string(),
});
export type Receipt = z.infer<typeof receipt>;

export function receiptToSign(unsigned: Omit<Receipt, 'signature'>): string {
  const { bundleId: id, bodyHash, linkHash: link, outcome, reason, numbers, reviewIds, countyTime, chain, audit } = unsigned;
  return jsonHash([id, bodyHash, link, outcome, reason, numbers, reviewIds, countyTime, ...(chain ? [chain] : []), ...(audit ? [{ audit }] : [])]);
}

/**
 * A document as the county has it: `version`, `revision` and `hash` are of its own content, which checksums compare.
 * `body` is that content, and `hash` its `contentHash`, unless it is `lowered`: shown as an older version of the kind
 * sees it. `kind` and `version` may be newer than the client with nothing to lower them: then it parks the whole.
 */
export const countyDocument = z.strictObject({
  id: documentId,
  kind: z.string(),
  version: z.int(),
  revision: z.int().min(1),
  hash: z.string(),
  body: z.unknown(),
  /** The version that `body` is of, and its `contentHash`. */
  lowered: z.strictObject({ version: z.int().min(1), hash: z.string() }).optional(),
});
export type CountyDocument = z.infer<typeof countyDocument>;

/** One number of one scope: what the bundle put into it and evicted from it. */
export const logEntry = z.strictObject({
  scope: z.string(),
  number: z.int().min(1),
  bundleId: bundleId.nullable(),
  puts: z.array(z.strictObject({ id: documentId, revision: z.int().min(1) })),
  evicts: z.array(documentId),
});
export type LogEntry = z.infer<typeof logEntry>;

/**
 * Entries after the cursors, from one database snapshot. A bundle's entries are all here or none are.
 * `documents` has the current state of each document that an entry puts, once.
 */
export const logPage = z.strictObject({
  entries: z.array(logEntry),
  documents: z.array(countyDocument),
  cursors: z.record(z.string(), z.int().min(0)),
  more: z.boolean(),
});
export type LogPage = z.infer<typeof logPage>;

export const exchangeResponse = z.strictObject({
  wireVersion: z.int(),
  epoch: z.string(),
  countyTime: clockTime,
  /** The scopes that this device follows now. */
  scopes: z.array(z.string()),
  receipts: z.array(receipt),
  page: logPage,
  nonce: z.string(),
  /**
   * What this client, older than the county, may look at and not change: units and sets by kind, `*` for all of a kind.
   * Absent: nothing.
   */
  readOnly: z.record(z.string(), z.array(z.string())).optional(),
  /** Only for a device that is to be purged and has nothing left to deliver. */
  purge: purgeOrder.optional(),
  /** Only for an active device that asked for it. */
  lease: leaseGrant.optional(),
});
export type ExchangeResponse = z.infer<typeof exchangeResponse>;

/** Problem JSON (RFC 9457) with a code that the app puts in words. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum([
    'badRequest', 'tooLarge', 'unknownDevice', 'badSignature', 'staleNonce', 'retired', 'epochMismatch', 'wireVersion',
    'forked', 'notFound', 'notAllowed', 'unavailable',
  ]),
  detail: z.string().optional(),
  nonce: z.string().optional(),
  epoch: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** Enrolment: a one-time code from county IT, and the public key made on the PC (Ed25519, raw 32 bytes, base64). */
export const enrolRequest = z.strictObject({
  code: z.string().max(40),
  publicKey: z.string().max(100),
  name: note(60),
  /** In place of a device whose chain has forked: its last links that the county holds are where the new chain begins. */
  replaces: z.strictObject({
    deviceId,
    continues: z.record(z.enum(['routine', 'urgent']), chainPoint.nullable()),
    /** The former key's Ed25519 over `successionToSign`, base64. */
    signature: z.string().max(200),
  }).optional(),
});
export type Succession = NonNullable<z.infer<typeof enrolRequest>['replaces']>;

/** That whoever has the former key wants this new one, from these links on. */
export function successionToSign(publicKey: string, { deviceId: former, continues }: Omit<Succession, 'signature'>): string {
  return jsonHash(['succession', publicKey, former, continues]);
}
export const enrolResponse = z.strictObject({
  deviceId,
  orgId: z.string(),
  orgName: z.string(),
  scopes: z.array(z.string()),
  /** The county's public key that receipts are checked with, base64. */
  countyKey: z.string(),
  epoch: z.string(),
  certificate: deviceCertificate,
  /** The county's policy lets staff use PINs also where a PC has no system key store (the demo's does). Absent: it does not. */
  pinsAllowed: z.boolean().optional(),
  /** Staff who may unlock this PC, so that slots can be made before the first exchange. */
  staff: z.array(z.strictObject({ personId: z.string(), name: z.string(), role: z.string(), orgName: z.string() })),
  nonce: z.string(),
});
export type EnrolResponse = z.infer<typeof enrolResponse>;
