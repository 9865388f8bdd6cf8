import { newId } from '@lianyi/schema/basics/ids';
import type { OutcomeName, OutcomeReason } from '@lianyi/schema/wire/exchange';
import type { Device } from '../store/devices.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { ExchangeParts } from './county.ts';
import { Draft } from './draft.ts';
import { epochsOf } from './history.ts';
import { judgeAll } from './judgeAll.ts';
import { loadHoldings } from './loadHoldings.ts';
import type { DevicePermission } from './permission.ts';
import { readAgain } from './readSubmission.ts';
import { recordJudgements } from './recordJudgements.ts';

export interface Release {
  readonly device: Device;
  /** As it is now: what was missing when the bundle came has been put right. */
  readonly permission: DevicePermission;
  /** The id in the bundle's body. */
  readonly bundleId: string;
  readonly releasedBy: string;
  readonly reason: string;
}

export type Released =
  | { readonly ok: false; readonly why: 'notInQuarantine' | 'corrected' }
  | {
      readonly ok: true;
      /** The id in its body. */
      readonly bundleId: string;
      readonly outcome: OutcomeName;
      readonly reason: OutcomeReason | null;
      readonly detail: string;
      /** Bundles that needed it and left the quarantine with it. */
      readonly dependants: number;
    };

/**
 * Judges a bundle in quarantine again, as it came, after the county has mended the cause, and with it what is there only
 * because it needs it, in the order in which the device saved them. One that fails again stays, with the new reason.
 */
export async function releaseBundle(county: ExchangeParts, release: Release): Promise<Released> {
  const { released, scopes } = await county.store.transaction(async (tx) => judgeAgain(tx, county, release));
  county.bell.ring(scopes);
  return released;
}

interface Worked {
  readonly released: Released;
  readonly scopes: ReadonlySet<string>;
}

/** What came of the release that a transaction was, for its entry in the audit. Null where nothing was released, or it was another. */
export function releaseIn(worked: unknown): Extract<Released, { ok: true }> | null {
  if (typeof worked !== 'object' || worked === null || !('released' in worked)) return null;
  const { released } = worked as Worked;
  return released.ok ? released : null;
}

async function judgeAgain(tx: ExchangeTransaction, county: ExchangeParts, { device, permission, bundleId, releasedBy, reason }: Release): Promise<Worked> {
  const heads = await tx.lockChain(device.id);
  const rows = await tx.quarantinedBundles(device.id, [bundleId]);
  const chosen = rows.find((row) => row.claimedId === bundleId);
  if (chosen === undefined) return { released: { ok: false, why: 'notInQuarantine' }, scopes: new Set() };

  const read = rows.map((row) => readAgain(row, device, epochsOf(county)));
  const bodies = read.flatMap((submission) => submission.body ?? []);
  const known = await tx.bundlesById([...read.map((submission) => submission.claimedId), ...bodies.flatMap((body) => [...body.needs, ...(body.corrects ? [body.corrects.bundleId] : [])])]);
  if (known.get(bundleId)?.correctedBy) return { released: { ok: false, why: 'corrected' }, scopes: new Set() };

  const draft = new Draft(await loadHoldings(tx, bodies, county.kinds), county.kinds);
  const next = read.filter((submission) => submission.linkHash === chosen.linkHash);
  const quarantined = read.filter((submission) => submission.linkHash !== chosen.linkHash);
  // Not known for now: it is judged as if it came.
  const others = new Map([...known].filter(([id]) => id !== bundleId));
  const judged = judgeAll({ deviceId: device.id, next, inNeed: [], quarantined, known: others, draft, permission, verdict: null, hears: county.hears });
  const rowIdsByLink = new Map(rows.map((row) => [row.linkHash, row.id]));
  const { scopes } = await recordJudgements(tx, county, device, { judged, gaps: [], heads, known, draft, rowIdsByLink });

  const own = judged.find((one) => one.submission.linkHash === chosen.linkHash);
  if (!own) throw new Error('a released bundle without an outcome');
  await tx.recordRelease({ id: newId(county.now().getTime()), bundleId: chosen.id, releasedBy, reason, outcome: own.outcome, releasedAt: county.now().toISOString() });
  const dependants = judged.filter((one) => one !== own && one.outcome !== 'quarantined').length;
  return { released: { ok: true, bundleId, outcome: own.outcome, reason: own.reason, detail: own.detail, dependants }, scopes };
}
