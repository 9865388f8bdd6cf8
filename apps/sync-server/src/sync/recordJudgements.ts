import { deviceId, idFromHash } from '@lianyi/schema/basics/ids';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { OutcomeName, OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import type { BundleRow, KnownBundle, SettlementRow } from '../store/bundles.ts';
import type { ChainHeads, Device } from '../store/devices.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { Passage } from '../store/patientHomes.ts';
import type { ExchangeParts } from './county.ts';
import type { Draft } from './draft.ts';
import type { Judged } from './judgeAll.ts';
import { changesByScope, passagesOf } from './logChanges.ts';
import type { ReadSubmission } from './readSubmission.ts';
import { signedReceipt } from './signedReceipt.ts';
import { writeDraft } from './writeDraft.ts';

export interface ToRecord {
  readonly judged: readonly Judged[];
  readonly gaps: readonly ReadSubmission[];
  readonly heads: ChainHeads;
  readonly known: ReadonlyMap<string, KnownBundle>;
  readonly draft: Draft;
  /** Where bundles that waited, or were in quarantine, are kept, by link hash. */
  readonly rowIdsByLink: ReadonlyMap<string, string>;
}

export interface Recorded {
  readonly receiptsByLink: ReadonlyMap<string, Receipt>;
  readonly scopes: ReadonlySet<ScopeId>;
  readonly outcomes: readonly { readonly outcome: OutcomeName; readonly reason: OutcomeReason | null }[];
}

/** Writes what the bundles changed, then numbers them: the counters of their scopes are locked last. */
export async function recordJudgements(tx: ExchangeTransaction, county: ExchangeParts, device: Device, input: ToRecord): Promise<Recorded> {
  await writeDraft(tx, input.draft);
  await tx.writeChainHeads(device.id, input.heads);
  await tx.recordSaveNumber(device.id, Math.max(0, ...input.judged.map((one) => one.submission.body?.saveNumber ?? 0)));

  const ended: readonly Judged[] = [...input.judged, ...input.gaps.map(waitsForPredecessor)];
  const placesByLink = await placeInLog(tx, input.judged);
  const receiptsByLink = new Map<string, Receipt>();
  const countyTime = county.now().toISOString();
  const audit = ended.length === 0 ? null : await tx.auditHead();
  for (const { submission, outcome, reason, detail, reviewIds, repeatOf } of ended) {
    const { claimedId: bundleId, bodyHash, linkHash } = submission;
    const first = repeatOf === null ? null : (receiptsByLink.get(repeatOf) ?? input.known.get(bundleId)?.receipt ?? null);
    receiptsByLink.set(linkHash, signedReceipt(county.key, {
      bundleId, bodyHash, linkHash, chain: { deviceId: deviceId.parse(device.id), ...submission.link }, outcome, reason, countyTime,
      detail: first?.detail ?? detail,
      numbers: first?.numbers ?? placesByLink.get(linkHash)?.numbers ?? {},
      reviewIds: [...(first?.reviewIds ?? reviewIds)],
      ...(audit !== null && receiptsByLink.size === 0 && { audit }),
    }));
  }
  await writeBundles(tx, device, ended, input, receiptsByLink, placesByLink);

  return {
    receiptsByLink,
    scopes: new Set([...placesByLink.values()].flatMap((place) => Object.keys(place.numbers))),
    outcomes: ended,
  };
}

interface LogPlace {
  readonly position: number;
  readonly numbers: Record<ScopeId, number>;
}

/** One number per bundle and scope, one position per bundle, in the order in which they were judged. */
async function placeInLog(tx: ExchangeTransaction, judged: readonly Judged[]): Promise<ReadonlyMap<string, LogPlace>> {
  const putting = judged.filter((one) => one.puts.length > 0).map((one) => ({ one, byScope: changesByScope(one) }));
  if (putting.length === 0) return new Map();

  const wanted = new Map<ScopeId, number>();
  for (const { byScope } of putting) for (const scope of byScope.keys()) wanted.set(scope, (wanted.get(scope) ?? 0) + 1);
  const { firstByScope, positions } = await tx.takeNumbers(wanted, putting.length);
  const nextByScope = new Map(firstByScope);
  const places = new Map<string, LogPlace>();
  const passages: Passage[] = [];
  const rows = putting.flatMap(({ one, byScope }, at) => {
    const position = positions[at] ?? 0;
    const numbers: Record<ScopeId, number> = {};
    const rowsOfBundle = [...byScope].map(([scope, changes]) => {
      const number = nextByScope.get(scope) ?? 0;
      nextByScope.set(scope, number + 1);
      numbers[scope] = number;
      return { scope, number, position, bundleId: one.submission.claimedId, ...changes };
    });
    places.set(one.submission.linkHash, { position, numbers });
    passages.push(...passagesOf(one, numbers));
    return rowsOfBundle;
  });
  await tx.appendLog(rows);
  await tx.recordPassages(passages);
  return places;
}

async function writeBundles(
  tx: ExchangeTransaction, device: Device, ended: readonly Judged[], { known, rowIdsByLink }: ToRecord, receiptsByLink: ReadonlyMap<string, Receipt>, placesByLink: ReadonlyMap<string, LogPlace>,
): Promise<void> {
  const settled: SettlementRow[] = [];
  const fresh: BundleRow[] = [];
  const taken = new Set(known.keys());
  for (const { submission, outcome, reason } of ended) {
    const { link, linkHash, claimedId, body, bodyHash, bodyText, signature } = submission;
    const receipt = receiptsByLink.get(linkHash);
    if (!receipt) throw new Error('a judged bundle without a receipt');
    const position = placesByLink.get(linkHash)?.position ?? null;
    const keptAs = rowIdsByLink.get(linkHash);
    if (keptAs !== undefined) {
      settled.push({ id: keptAs, outcome, reason, receipt, position });
      continue;
    }
    // The same id again, under another link or with another body, is kept beside the first.
    const id = taken.has(claimedId) ? idFromHash(['also', device.id, linkHash]) : claimedId;
    taken.add(claimedId);
    fresh.push({
      id, claimedId, deviceId: device.id, orgId: body?.orgId ?? null, personId: body?.personId ?? null, savedAt: body?.savedAt ?? null, action: body?.action ?? '',
      saveNumber: body?.saveNumber ?? null, link, linkHash, signature, bodyHash, body: bodyText, needs: body?.needs ?? [], outcome, reason, receipt, position,
    });
  }
  await tx.settleBundles(settled);
  await tx.insertBundles(fresh);
  await tx.recordCorrections(device.id, ended.flatMap(({ corrects, submission }) => (corrects === null ? [] : [{ corrects, by: submission.claimedId }])));
}

const waitsForPredecessor = (submission: ReadSubmission): Judged =>
  ({ submission, outcome: 'waiting', reason: 'predecessorMissing', detail: 'the bundle before it has not come', puts: [], evicts: [], movedIds: [], reviewIds: [], repeatOf: null, corrects: null });
