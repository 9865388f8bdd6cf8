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

/** One that was judged again; of one that left the quarantine since it needed another, which. */
export interface JudgedAgain {
  readonly bundleId: string;
  readonly outcome: OutcomeName;
  readonly withBundleId: string | null;
}

interface Worked {
  readonly released: Released;
  /** The one that was asked for first, then those that left the quarantine with it. */
  readonly judgedAgain: readonly JudgedAgain[];
  readonly scopes: ReadonlySet<string>;
}

/** What came of the release that a transaction was, for its entries in the audit: none where nothing was released, or it was another. */
export const releasesIn = (worked: unknown): readonly JudgedAgain[] => (typeof worked === 'object' && worked !== null && 'judgedAgain' in worked ? (worked as Worked).judgedAgain : []);

/** As an entry of the audit has it. */
export const releaseDetail = ({ outcome, withBundleId }: JudgedAgain): Readonly<Record<string, string>> => ({ outcome, ...(withBundleId !== null && { bundleId: withBundleId }) });

async function judgeAgain(tx: ExchangeTransaction, county: ExchangeParts, { device, permission, bundleId, releasedBy, reason }: Release): Promise<Worked> {
  const heads = await tx.lockChain(device.id);
  const rows = await tx.quarantinedBundles(device.id, [bundleId]);
  const chosen = rows.find((row) => row.claimedId === bundleId);
  if (chosen === undefined) return { released: { ok: false, why: 'notInQuarantine' }, judgedAgain: [], scopes: new Set() };

  const read = rows.map((row) => readAgain(row, device, epochsOf(county)));
  const bodies = read.flatMap((submission) => submission.body ?? []);
  const known = await tx.bundlesById([...read.map((submission) => submission.claimedId), ...bodies.flatMap((body) => [...body.needs, ...(body.corrects ? [body.corrects.bundleId] : [])])]);
  if (known.get(bundleId)?.correctedBy) return { released: { ok: false, why: 'corrected' }, judgedAgain: [], scopes: new Set() };

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
  const left = judged.filter((one) => one !== own && one.outcome !== 'quarantined');
  const judgedAgain = [{ bundleId, outcome: own.outcome, withBundleId: null }, ...left.map(({ submission, outcome }) => ({ bundleId: submission.claimedId, outcome, withBundleId: bundleId }))];
  return { released: { ok: true, bundleId, outcome: own.outcome, reason: own.reason, detail: own.detail, dependants: left.length }, judgedAgain, scopes };
}
