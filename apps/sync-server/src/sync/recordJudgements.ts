import { idFromHash } from '@lianyi/schema/basics/ids';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import type { OutcomeName, OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import type { KnownBundle } from '../store/bundles.ts';
import { insertBundles, settleBundles } from '../store/bundles.ts';
import type { Tx } from '../store/database.ts';
import type { ChainHeads, Device } from '../store/devices.ts';
import { recordSaveNumber, writeChainHeads } from '../store/devices.ts';
import { addDispensed } from '../store/dispensed.ts';
import { writeDocuments } from '../store/documents.ts';
import { writeOrigins } from '../store/origins.ts';
import { appendLog, takeNumbers } from '../store/scopeLog.ts';
import { writeBalances } from '../store/stock.ts';
import type { County } from './county.ts';
import type { Draft } from './draft.ts';
import type { Judged } from './judgeAll.ts';
import type { ReadSubmission } from './readSubmission.ts';
import { signedReceipt } from './signedReceipt.ts';

export interface ToRecord {
  readonly judged: readonly Judged[];
  readonly gaps: readonly ReadSubmission[];
  readonly heads: ChainHeads;
  readonly known: ReadonlyMap<string, KnownBundle>;
  readonly draft: Draft;
  /** Where bundles that waited before are kept, by link hash. */
  readonly rowIdsByLink: ReadonlyMap<string, string>;
}

export interface Recorded {
  readonly receiptsByLink: ReadonlyMap<string, Receipt>;
  readonly scopes: ReadonlySet<ScopeId>;
  readonly outcomes: readonly { readonly outcome: OutcomeName; readonly reason: OutcomeReason | null }[];
}

/** Writes what the bundles changed, then numbers them: the counters of their scopes are locked last. */
export async function recordJudgements(tx: Tx, county: County, device: Device, input: ToRecord): Promise<Recorded> {
  await writeChanges(tx, input.draft);
  await writeChainHeads(tx, device.id, input.heads);
  await recordSaveNumber(tx, device.id, Math.max(0, ...input.judged.map((one) => one.submission.body?.saveNumber ?? 0)));

  const ended: readonly Judged[] = [...input.judged, ...input.gaps.map((gap) => waitsForPredecessor(gap, input.known))];
  const placesById = await placeInLog(tx, input.judged);
  const receiptsById = new Map<string, Receipt>();
  const now = county.now().toISOString();
  for (const one of ended) {
    const first = one.isRepeat ? (receiptsById.get(one.submission.claimedId) ?? input.known.get(one.submission.claimedId)?.receipt ?? null) : null;
    receiptsById.set(one.id, signedReceipt(county.key, {
      bundleId: one.submission.claimedId,
      bodyHash: one.submission.bodyHash,
      linkHash: one.submission.linkHash,
      outcome: one.outcome,
      reason: one.reason,
      detail: first?.detail ?? one.detail,
      numbers: first?.numbers ?? placesById.get(one.id)?.numbers ?? {},
      reviewIds: [...(first?.reviewIds ?? one.reviewIds)],
      countyTime: now,
    }));
  }
  await writeBundles(tx, device, ended, receiptsById, placesById, input.rowIdsByLink);

  return {
    receiptsByLink: new Map(ended.map((one) => [one.submission.linkHash, receiptOf(one, receiptsById)])),
    scopes: new Set([...placesById.values()].flatMap((place) => Object.keys(place.numbers))),
    outcomes: ended,
  };
}

async function writeChanges(tx: Tx, draft: Draft): Promise<void> {
  const { documents, origins, balances, dispensed } = draft.changes();
  await writeDocuments(tx, documents
    .filter(({ held, prior }) => held.revision !== prior?.revision)
    .map(({ id, held, prior }) => ({
      id,
      kind: held.document.kind,
      version: held.version,
      priorRevision: prior?.revision ?? null,
      revision: held.revision,
      hash: held.hash,
      createdHash: held.createdHash,
      createdBy: held.createdBy,
      patientId: patientOf(held.document),
      scopes: scopesOf(held.document),
      body: held.document,
    })));
  await writeOrigins(tx, origins.flatMap(({ documentId, unit, origin }) => (origin.bundleId === null ? [] : [{ documentId, unit, bundleId: origin.bundleId }])));
  await writeBalances(tx, balances);
  await addDispensed(tx, dispensed);
}

interface LogPlace {
  readonly position: number;
  readonly numbers: Record<ScopeId, number>;
}

/** One number per bundle and scope, one position per bundle, in the order in which they were judged. */
async function placeInLog(tx: Tx, judged: readonly Judged[]): Promise<ReadonlyMap<string, LogPlace>> {
  const putting = judged
    .filter((one) => one.puts.length > 0)
    .map((one) => {
      const putsByScope = new Map<ScopeId, { id: string; revision: number }[]>();
      for (const { document, revision } of one.puts) {
        for (const scope of scopesOf(document)) putsByScope.set(scope, [...(putsByScope.get(scope) ?? []), { id: document.id, revision }]);
      }
      return { id: one.id, putsByScope };
    });
  if (putting.length === 0) return new Map();

  const wanted = new Map<ScopeId, number>();
  for (const { putsByScope } of putting) for (const scope of putsByScope.keys()) wanted.set(scope, (wanted.get(scope) ?? 0) + 1);
  const { firstByScope, positions } = await takeNumbers(tx, wanted, putting.length);
  const nextByScope = new Map(firstByScope);
  const places = new Map<string, LogPlace>();
  const rows = putting.flatMap(({ id, putsByScope }, at) => {
    const position = positions[at] ?? 0;
    const numbers: Record<ScopeId, number> = {};
    const rowsOfBundle = [...putsByScope].map(([scope, puts]) => {
      const number = nextByScope.get(scope) ?? 0;
      nextByScope.set(scope, number + 1);
      numbers[scope] = number;
      return { scope, number, position, bundleId: id, puts };
    });
    places.set(id, { position, numbers });
    return rowsOfBundle;
  });
  await appendLog(tx, rows);
  return places;
}

async function writeBundles(
  tx: Tx, device: Device, ended: readonly Judged[], receiptsById: ReadonlyMap<string, Receipt>, placesById: ReadonlyMap<string, LogPlace>,
  rowIdsByLink: ReadonlyMap<string, string>,
): Promise<void> {
  const waitedBefore = ended.filter((one) => rowIdsByLink.has(one.submission.linkHash));
  const fresh = ended.filter((one) => !rowIdsByLink.has(one.submission.linkHash));
  await settleBundles(tx, waitedBefore.map((one) => ({
    id: rowIdsByLink.get(one.submission.linkHash) ?? one.id,
    outcome: one.outcome,
    reason: one.reason,
    receipt: receiptOf(one, receiptsById),
    position: placesById.get(one.id)?.position ?? null,
  })));
  await insertBundles(tx, fresh.map((one) => ({
    id: one.id,
    claimedId: one.submission.claimedId,
    deviceId: device.id,
    orgId: one.submission.body?.orgId ?? null,
    personId: one.submission.body?.personId ?? null,
    savedAt: one.submission.body?.savedAt ?? null,
    action: one.submission.body?.action ?? '',
    saveNumber: one.submission.body?.saveNumber ?? null,
    link: one.submission.link,
    linkHash: one.submission.linkHash,
    signature: one.submission.signature,
    bodyHash: one.submission.bodyHash,
    body: one.isRepeat ? null : one.submission.bodyText,
    needs: one.submission.body?.needs ?? [],
    outcome: one.outcome,
    reason: one.reason,
    receipt: receiptOf(one, receiptsById),
    position: placesById.get(one.id)?.position ?? null,
  })));
}

function waitsForPredecessor(gap: ReadSubmission, known: ReadonlyMap<string, KnownBundle>): Judged {
  return {
    submission: gap,
    id: known.has(gap.claimedId) ? idFromHash(['gap', gap.linkHash]) : gap.claimedId,
    outcome: 'waiting',
    reason: 'predecessorMissing',
    detail: 'the bundle before it has not come',
    puts: [],
    reviewIds: [],
    isRepeat: false,
  };
}

function receiptOf(one: Judged, receiptsById: ReadonlyMap<string, Receipt>): Receipt {
  const receipt = receiptsById.get(one.id);
  if (!receipt) throw new Error('a judged bundle without a receipt');
  return receipt;
}
