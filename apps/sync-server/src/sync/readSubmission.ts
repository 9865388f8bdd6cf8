import { isStorable } from '@lianyi/schema/basics/plainJson';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { bundleBody, maxBundleBytes } from '@lianyi/schema/documents/bundle';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { sha256Hex } from '@lianyi/schema/basics/digest';
import type { BundleId } from '@lianyi/schema/basics/ids';
import { bundleId, idFromHash } from '@lianyi/schema/basics/ids';
import type { ChainLink, OutcomeReason, Submission } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import type { WaitingRow } from '../store/bundles.ts';
import type { Device } from '../store/devices.ts';
import { isSignedBy } from './countyKey.ts';

export interface Fault {
  readonly reason: OutcomeReason;
  /** For people; without patient data. */
  readonly detail: string;
}

/** A submission whose body has been hashed and parsed; what is wrong with it is a fault, not an error. */
export interface ReadSubmission {
  readonly link: ChainLink;
  readonly linkHash: string;
  readonly signature: string;
  readonly bodyText: string;
  readonly bodyHash: string;
  /** The id in the body, or one made from the link where the body has none, or says that another device saved it: who copies a bundle takes no id from it. */
  readonly claimedId: BundleId;
  /** Null with a fault. */
  readonly body: BundleBody | null;
  readonly fault: Fault | null;
  /** Saved before the county was restored: what it goes on from may have been lost, and come again. */
  readonly isOfFormerHistory: boolean;
}

/** Pure but for time. @throws RangeError if the body is no JSON value (too deep, a number beyond JSON) */
export function readSubmission(submission: Submission, device: Device, epochs: ReadonlySet<string>): ReadSubmission {
  const bodyText = canonicalJson(submission.body ?? null);
  const bodyHash = sha256Hex(bodyText);
  const hash = linkHash(submission.link, bodyHash);
  const parsed = bundleBody.safeParse(submission.body);
  const fault = faultOf();
  return {
    link: submission.link,
    linkHash: hash,
    signature: submission.signature,
    bodyText,
    bodyHash,
    claimedId: (isOfAnother(submission.body, device) ? null : idIn(submission.body)) ?? (idFromHash(['unreadable', device.id, hash]) as BundleId),
    body: fault === null && parsed.success ? parsed.data : null,
    fault,
    isOfFormerHistory: false,
  };

  function faultOf(): Fault | null {
    if (!isSignedBy(device.publicKey, hash, submission.signature)) return { reason: 'badSignature', detail: 'the signature of the chain link is not of this device' };
    if (Buffer.byteLength(bodyText) > maxBundleBytes) return { reason: 'tooLarge', detail: `more than ${maxBundleBytes} bytes` };
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { reason: 'invalid', detail: `${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}`.slice(0, 300) };
    }
    if (!isStorable(submission.body)) return { reason: 'invalid', detail: 'a text with a null character or half a character' };
    if (parsed.data.deviceId !== device.id && !device.formerIds.includes(parsed.data.deviceId)) return { reason: 'notPermitted', detail: 'saved on another device' };
    if (parsed.data.epoch !== null && !epochs.has(parsed.data.epoch)) return { reason: 'staleEpoch', detail: 'saved under another history of the county' };
    return null;
  }
}

/** What the county has kept without taking it in, as it came. */
export function readAgain(row: WaitingRow, device: Device, epochs: ReadonlySet<string>): ReadSubmission {
  const link: ChainLink = { lane: row.lane, number: row.linkNumber, previous: row.previous };
  return readSubmission({ body: JSON.parse(row.body), link, signature: row.signature }, device, epochs);
}

function isOfAnother(body: unknown, { id, formerIds }: Device): boolean {
  const named: unknown = typeof body === 'object' && body !== null && 'deviceId' in body ? body.deviceId : undefined;
  return typeof named === 'string' && named !== id && !formerIds.includes(named);
}

function idIn(body: unknown): BundleId | null {
  const id = typeof body === 'object' && body !== null && 'id' in body ? bundleId.safeParse(body.id) : null;
  return id?.success ? id.data : null;
}
