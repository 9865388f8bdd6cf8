import { sql } from 'kysely';
import { sha256Hex } from '@lianyi/schema/basics/digest';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { Lane, OutcomeName, OutcomeReason, Receipt } from '@lianyi/schema/wire/exchange';
import { linkHash, receiptToSign } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { isSignedBy } from './countyKey.ts';
import { brokenLog } from './examineLog.ts';
import type { TakenBundle } from './unlikeSaved.ts';
import { madeByNobody, unlikeSaved } from './unlikeSaved.ts';

/**
 * `body`: not what was hashed when it came. `receipt`: no receipt that the county signed speaks of this bundle at this place.
 * `row`: what stands beside the body is not what body and receipt say. `saved`: a document is not what the bundles that
 * made or changed it say, is not there, or was made by none. `end`: the log or a chain names a bundle that is not there, or goes less far
 * than what is there says.
 */
export type BundleFault = 'body' | 'receipt' | 'row' | 'saved' | 'end';

export interface BundlesExamined {
  readonly bundles: number;
  /** Each with the bundle's id, the document's for `saved`, a scope or a PC for `end`. */
  readonly faults: readonly { readonly id: string; readonly fault: BundleFault }[];
}

interface Row {
  readonly id: string;
  readonly claimedId: string;
  readonly deviceId: string;
  readonly orgId: string | null;
  readonly personId: string | null;
  readonly savedAt: string | null;
  readonly action: string;
  readonly saveNumber: number | null;
  readonly lane: Lane;
  readonly linkNumber: number;
  readonly previous: string | null;
  readonly linkHash: string;
  readonly bodyHash: string;
  readonly body: string;
  readonly outcome: OutcomeName;
  readonly reason: OutcomeReason | null;
  readonly receipt: Receipt | null;
}

const pageSize = 200;

/**
 * Every bundle that a PC sent, a page in memory at a time: its body as it was hashed, the county's receipt of it, and what
 * came of it. A body that was written anew has no receipt, whoever signed it.
 * @param publicKey the county's, from its key's file
 */
export async function examineBundles(db: Database, publicKey: string, kinds: KindTable = kindTable): Promise<BundlesExamined> {
  const faults: { id: string; fault: BundleFault }[] = [];
  const unlike = new Set<string>();
  let bundles = 0;
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
    const from: string = after;
    const rows = await onSnapshot(db, async (tx) => {
      const page = await pageOf(tx, from);
      for (const row of page) for (const fault of faultsOf(row, publicKey)) faults.push({ id: row.id, fault });
      for (const id of await unlikeSaved(tx, page.flatMap(takenIn), kinds)) unlike.add(id);
      return page;
    });
    bundles += rows.length;
    after = rows.at(-1)?.id;
  }
  for (const id of await onSnapshot(db, madeByNobody)) unlike.add(id);
  for (const id of unlike) faults.push({ id, fault: 'saved' });
  for (const id of await onSnapshot(db, brokenLog)) faults.push({ id, fault: 'end' });
  return { bundles, faults };
}

async function pageOf(tx: Tx, after: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, claimed_id, device_id, org_id, person_id, saved_at, action, save_number, lane, link_number, previous, link_hash, body_hash, body, outcome, reason, receipt
    from bundle where device_id is not null and id > ${after}::uuid order by id limit ${pageSize}`.execute(tx);
  return rows;
}

function faultsOf(row: Row, publicKey: string): readonly BundleFault[] {
  const faults: BundleFault[] = [];
  const bodyHash = sha256Hex(row.body);
  const { receipt } = row;
  const link = linkHash({ lane: row.lane, number: row.linkNumber, previous: row.previous }, bodyHash);
  if (bodyHash !== row.bodyHash || link !== row.linkHash) faults.push('body');
  if (receipt === null || !isSignedBy(publicKey, receiptToSign(receipt), receipt.signature) || !isAbout(receipt, row, bodyHash, link)) faults.push('receipt');
  if (!isAsJudged(row) || !isAsSaid(row)) faults.push('row');
  return faults;
}

/** A receipt of a county that did not name the chain yet names the place by its link hash alone. */
function isAbout({ bundleId, bodyHash, linkHash: named, chain }: Receipt, row: Row, hash: string, link: string): boolean {
  const isPlace = chain === undefined || (chain.deviceId === row.deviceId && chain.lane === row.lane && chain.number === row.linkNumber && chain.previous === row.previous);
  return bundleId === row.claimedId && bodyHash === hash && named === link && isPlace;
}

const isAsJudged = ({ receipt, outcome, reason }: Row): boolean => receipt === null || (receipt.outcome === outcome && receipt.reason === reason);

const isTaken = ({ outcome }: Row): boolean => outcome === 'accepted' || outcome === 'merged';

function bodyOf(row: Row): BundleBody | null {
  try {
    return JSON.parse(row.body) as BundleBody;
  } catch {
    return null;
  }
}

/** Of what was taken in; what was not may be anything. */
function isAsSaid(row: Row): boolean {
  if (!isTaken(row)) return true;
  const body = bodyOf(row);
  return body !== null && body.id === row.claimedId && body.orgId === row.orgId && body.personId === row.personId && body.savedAt === row.savedAt && body.action === row.action && body.saveNumber === row.saveNumber;
}

function takenIn(row: Row): readonly TakenBundle[] {
  const body = isTaken(row) ? bodyOf(row) : null;
  return body === null ? [] : [{ id: row.claimedId, writes: body.writes }];
}
