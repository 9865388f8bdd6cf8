import { jsonHash } from '@lianyi/schema/basics/digest';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument, DocumentOf } from '@lianyi/schema/documents/kinds';
import { kindRules, patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import { maxBundleWrites } from '@lianyi/schema/documents/bundle';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { DocumentRow } from '../store/documents.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { LogRow } from '../store/scopeLog.ts';
import { lotKey } from '../store/stock.ts';
import type { ExchangeParts } from './county.ts';

/** The county's own writes: whose they are, for the origin of what they set. */
export interface CountyAuthor {
  /** What was done, for people: `catalogue.import`. */
  readonly action: string;
  /** Null: the county itself. */
  readonly orgId?: string;
  readonly personId?: string;
  /** The time that the entries carry; now if absent. */
  readonly savedAt?: string;
}

export interface CountyWritten {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

const documentsPerTransaction = 5000;

/**
 * Writes documents of any kind whole, in bundles of the county's own (no device, no chain): organisations, people,
 * catalogues, and what a demo or an import brings. What is there already with the same content is left alone. The
 * documents are trusted: parse them first. Stock moves and dispenses count like everybody's.
 */
export async function writeCountyBundles(county: ExchangeParts, author: CountyAuthor, documents: readonly AnyDocument[]): Promise<CountyWritten> {
  const total = { created: 0, changed: 0, unchanged: 0 };
  for (let at = 0; at < documents.length; at += documentsPerTransaction) {
    const part = documents.slice(at, at + documentsPerTransaction);
    const written = await county.store.transaction(async (tx) => writePart(tx, county, author, part));
    county.bell.ring(written.scopes);
    total.created += written.created;
    total.changed += written.changed;
    total.unchanged += part.length - written.created - written.changed;
  }
  return total;
}

async function writePart(tx: ExchangeTransaction, county: ExchangeParts, author: CountyAuthor, documents: readonly AnyDocument[]): Promise<{ created: number; changed: number; scopes: readonly string[] }> {
  const held = await tx.lockDocuments(documents.map((document) => document.id));
  const rows = documents.flatMap((document): Omit<DocumentRow, 'createdBy'>[] => {
    const prior = held.get(document.id);
    const hash = contentHash(document);
    if (prior?.hash === hash) return [];
    return [{
      id: document.id, kind: document.kind, version: kindRules[document.kind].version, priorRevision: prior?.revision ?? null,
      revision: (prior?.revision ?? 0) + 1, hash, createdHash: prior?.createdHash ?? hash, patientId: patientOf(document), scopes: prior?.scopes ?? scopesOf(document), body: document,
    }];
  });
  if (rows.length === 0) return { created: 0, changed: 0, scopes: [] };

  const bundles = inBundles(rows).map((part) => ({ id: newId(), rows: part }));
  await tx.insertBundles(bundles.map((bundle) => ({
    id: bundle.id, claimedId: bundle.id, deviceId: null, orgId: author.orgId ?? null, personId: author.personId ?? null,
    savedAt: author.savedAt ?? county.now().toISOString(), action: author.action, saveNumber: null, link: null, linkHash: null, signature: null,
    bodyHash: jsonHash(bundle.rows.map((row) => [row.id, row.hash])), body: null, needs: [], outcome: 'accepted', reason: null, receipt: null, position: null,
  })));
  await tx.writeDocuments(bundles.flatMap((bundle) => bundle.rows.map((row) => ({ ...row, createdBy: held.get(row.id)?.createdBy ?? bundle.id }))));
  const created = rows.filter((row) => row.priorRevision === null);
  await countStock(tx, created.map((row) => row.body));
  await tx.projectDirectory(ofKind(rows, 'organisation'), ofKind(rows, 'person'));
  const scopes = await number(tx, bundles);
  return { created: created.length, changed: rows.length - created.length, scopes };
}

async function countStock(tx: ExchangeTransaction, documents: readonly AnyDocument[]): Promise<void> {
  const moves = documents.filter((document) => document.kind === 'stockMove');
  const added = new Map<string, { lot: Lot; quantity: number }>();
  for (const { lot, quantity } of moves) added.set(lotKey(lot), { lot, quantity: (added.get(lotKey(lot))?.quantity ?? 0) + quantity });
  const balances = await tx.lockBalances(moves.map((move) => move.lot));
  await tx.writeBalances([...added].map(([key, { lot, quantity }]) => ({
    lot, quantity: (balances.get(key)?.quantity ?? 0) + quantity, negativeReviewId: balances.get(key)?.negativeReviewId ?? null,
  })));

  const handedOut = new Map<string, { prescriptionId: string; itemNo: number; added: number }>();
  for (const document of documents) {
    if (document.kind !== 'dispense') continue;
    for (const { itemNo, quantity } of document.lines) {
      const key = `${document.prescriptionId}/${itemNo}`;
      handedOut.set(key, { prescriptionId: document.prescriptionId, itemNo, added: (handedOut.get(key)?.added ?? 0) + quantity });
    }
  }
  await tx.addDispensed([...handedOut.values()]);
}

/** @returns the scopes that took numbers */
async function number(tx: ExchangeTransaction, bundles: readonly { readonly id: string; readonly rows: readonly Omit<DocumentRow, 'createdBy'>[] }[]): Promise<readonly string[]> {
  const puts = bundles.map((bundle) => {
    const byScope = new Map<string, { id: string; revision: number }[]>();
    for (const row of bundle.rows) {
      for (const scope of row.scopes) {
        const list = byScope.get(scope);
        if (list) list.push({ id: row.id, revision: row.revision });
        else byScope.set(scope, [{ id: row.id, revision: row.revision }]);
      }
    }
    return { id: bundle.id, byScope };
  });
  const wanted = new Map<string, number>();
  for (const { byScope } of puts) for (const scope of byScope.keys()) wanted.set(scope, (wanted.get(scope) ?? 0) + 1);
  const { firstByScope, positions } = await tx.takeNumbers(wanted, bundles.length);
  const next = new Map(firstByScope);
  await tx.appendLog(puts.flatMap(({ id, byScope }, at): LogRow[] => [...byScope].map(([scope, list]) => {
    const numberInScope = next.get(scope) ?? 0;
    next.set(scope, numberInScope + 1);
    return { scope, number: numberInScope, position: positions[at] ?? 0, bundleId: id, puts: list };
  })));
  return [...wanted.keys()];
}

function inBundles<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / maxBundleWrites) }, (_, at) => rows.slice(at * maxBundleWrites, (at + 1) * maxBundleWrites));
}

function ofKind<K extends AnyDocument['kind']>(rows: readonly { readonly body: AnyDocument }[], kind: K): readonly DocumentOf<K>[] {
  return rows.flatMap((row) => (row.body.kind === kind ? [row.body as DocumentOf<K>] : []));
}
