import type { PurgeOrder, PurgedNotice } from '@lianyi/schema/wire/purge';
import { purgedToSign, purgeToSign } from '@lianyi/schema/wire/purge';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { isBytesWaiting } from './attachments/attachmentFiles.ts';
import { sealReads } from './chartReads.ts';
import type { Core } from './core.ts';

/** What is left to say once the replica is gone. */
export interface Farewell {
  readonly order: PurgeOrder;
  /** Signed with the device's key, which goes with the replica. */
  readonly notice: PurgedNotice;
  /** Bundles of this PC that the county holds: all that it ever saved. */
  readonly bundlesHeld: number;
}

export type PurgeAnswer =
  | { readonly obey: true; readonly farewell: Farewell }
  /** `forged`: not the county's, for another device or history, or not the answer to this request. `waits`: something here is not held yet. */
  | { readonly obey: false; readonly reason: 'forged' | 'waits' };

/** Whether an order to purge is to be obeyed. Deletes nothing. @param nonceOfRequest with which the request was signed that the order came upon */
export function judgePurge(core: Core, order: PurgeOrder, nonceOfRequest: string): PurgeAnswer {
  const { tables, identity } = core;
  const isForHere = order.deviceId === identity.deviceId && order.epoch === tables.meta<string>('epoch') && nonceOfRequest !== '' && order.nonce === nonceOfRequest;
  if (!isForHere || !core.isSignedByCounty(purgeToSign(order), order.signature)) return { obey: false, reason: 'forged' };
  // What was looked at goes to the county first.
  sealReads(core);
  const counts = tables.get<{ waiting: number; held: number }>("SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'held') AS held FROM bundle");
  if (counts === undefined || counts.waiting > 0 || isBytesWaiting(tables)) return { obey: false, reason: 'waits' };
  const unsigned = { deviceId: identity.deviceId, nonce: order.nonce, at: localClockTime(core.now()) };
  return { obey: true, farewell: { order, notice: { ...unsigned, signature: core.sign(purgedToSign(unsigned)) }, bundlesHeld: counts.held } };
}
