import { jsonHash } from '@lianyi/schema/basics/digest';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument, DocumentOf, ScopeId } from '@lianyi/schema/documents/kinds';
import { patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import { maxBundleWrites } from '@lianyi/schema/documents/bundle';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { DocumentRow, HeldById } from '../store/documents.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { PatientHomes } from '../store/patientHomes.ts';
import type { LogRow } from '../store/scopeLog.ts';
import { lotKey } from '../store/stock.ts';
import type { ExchangeParts } from './county.ts';
import type { LogChanges } from './draftChanges.ts';
import { lockRecords } from './lockRecords.ts';
import { changesByScope } from './logChanges.ts';
import type { Records } from './membership.ts';
import { membershipsOf } from './membership.ts';

/** The county's own writes: whose they are, for the origin of what they set. */
export interface CountyAuthor {
  /** What was done, for people: `catalogue.import`. */
  readonly action: string;
  /** Null: the county itself. */
  readonly orgId?: string;
  readonly personId?: string;
  /** The time that the entries carry; now if absent. */
  readonly savedAt?: string;
  /** After a restore: the documents come from a device, as the county had sent them once. */
  readonly isWitness?: boolean;
}

/** In place of the hash that a document was created with: it came through a witness, later than it was made. */
export const ofWitness = 'witness';

export interface CountyWritten {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

const documentsPerTransaction = 5000;

/** A document as it is written, before its bundle is known, and where it was. */
interface CountyRow extends Omit<DocumentRow, 'createdBy'> {
  readonly priorScopes: readonly ScopeId[];
}

/** A document that a link takes elsewhere. */
interface Followed {
  readonly document: AnyDocument;
  readonly revision: number;
  readonly before: readonly ScopeId[];
  readonly now: readonly ScopeId[];
}

const without = (scopes: readonly ScopeId[], others: readonly ScopeId[]): readonly ScopeId[] => scopes.filter((scope) => !others.includes(scope));

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

/** The same within a transaction of the caller's. */
export async function writePart(tx: ExchangeTransaction, county: ExchangeParts, author: CountyAuthor, documents: readonly AnyDocument[]): Promise<{ created: number; changed: number; scopes: readonly string[] }> {
  const { recordIds, linkIds, patientIds } = await lockRecords(tx, {
    patientIds: documents.flatMap((document) => patientOf(document) ?? []), movingIds: [],
    linkedIds: documents.flatMap((document) => (document.kind === 'patientLink' ? document.patientIds : [])),
  });
  const held = await tx.lockDocuments([...new Set([...documents.map((document) => document.id), ...linkIds, ...recordIds])]);
  const records = recordsWith(documents, held, await tx.homesOf(patientIds));
  // Where they are follows a link that is written here.
  const following = new Set(recordIds);
  const rows = documents.flatMap((given): CountyRow[] => {
    const prior = held.get(given.id);
    const document = atPresentHome(given, prior?.document);
    const hash = contentHash(document);
    if (prior?.hash === hash) return [];
    return [{
      id: document.id, kind: document.kind, version: county.kinds.rules[document.kind].version, priorRevision: prior?.revision ?? null,
      revision: (prior?.revision ?? 0) + 1, hash, createdHash: prior?.createdHash ?? (author.isWitness === true ? ofWitness : hash), patientId: patientOf(document),
      scopes: prior === undefined || following.has(document.id) ? membershipsOf(document, records) : prior.scopes, body: document, priorScopes: prior?.scopes ?? scopesOf(document),
    }];
  });
  if (rows.length === 0) return { created: 0, changed: 0, scopes: [] };

  const written = new Set(rows.map((row) => row.id));
  const followed = [...held].flatMap(([id, { document, revision, scopes }]) =>
    (following.has(id) && !written.has(id) ? [{ document, revision, before: scopes, now: membershipsOf(document, records) }] : []));
  const bundles = inBundles(rows).map((part, at) => ({ id: newId(), rows: part, log: logOf(part, at === 0 ? followed : []) }));
  await tx.insertBundles(bundles.map((bundle) => ({
    id: bundle.id, claimedId: bundle.id, deviceId: null, orgId: author.orgId ?? null, personId: author.personId ?? null,
    savedAt: author.savedAt ?? county.now().toISOString(), action: author.action, saveNumber: null, link: null, linkHash: null, signature: null,
    bodyHash: jsonHash(bundle.rows.map((row) => [row.id, row.hash])), body: null, needs: [], outcome: 'accepted', reason: null, receipt: null, position: null,
  })));
  await tx.writeDocuments(bundles.flatMap((bundle) => bundle.rows.map(({ priorScopes: _prior, ...row }) => ({ ...row, createdBy: held.get(row.id)?.createdBy ?? bundle.id }))));
  const placed = [...rows.filter((row) => row.priorRevision !== null).map((row) => ({ document: row.body, before: row.priorScopes, now: row.scopes })), ...followed];
  await tx.changeMemberships(placed.flatMap(({ document, before, now }) => without(now, before).map((scope) => ({ documentId: document.id, scope }))), placed.flatMap(({ document, before, now }) => without(before, now).map((scope) => ({ documentId: document.id, scope }))));
  const created = rows.filter((row) => row.priorRevision === null);
  await countStock(tx, created.map((row) => row.body));
  await tx.projectDirectory(ofKind(rows, 'organisation'), ofKind(rows, 'person'));
  const scopes = await number(tx, bundles);
  return { created: created.length, changed: rows.length - created.length, scopes };
}

/** The records as they are with these documents. */
function recordsWith(documents: readonly AnyDocument[], held: HeldById, homes: PatientHomes): Records {
  const byId = new Map<string, AnyDocument>([...[...held.values()].map(({ document }) => document), ...documents].map((document) => [document.id, document]));
  const standing = [...byId.values()].flatMap((document) => (document.kind === 'patientLink' && document.state.name === 'linked' ? [document] : []));
  return {
    homeOf: (patientId) => homes.get(patientId ?? '')?.homeId ?? homeIn(byId.get(patientId ?? '')),
    linksOf: (patientId) => standing.filter((link) => link.patientIds.some((id) => id === patientId)),
  };
}

/** Of a patient whom these very documents bring. */
const homeIn = (document: AnyDocument | undefined): OrganisationId | undefined => (document?.kind === 'patient' ? document.homeId : undefined);

/** A record leaves its home by a move only. */
const atPresentHome = (given: AnyDocument, prior: AnyDocument | undefined): AnyDocument =>
  given.kind === 'patient' && prior?.kind === 'patient' ? { ...given, homeId: prior.homeId } : given;

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

/** What is written goes to all its scopes, and leaves the home that it names if the record has left it; what only follows a link goes where it was not, and leaves where it does not belong any more. */
function logOf(rows: readonly CountyRow[], followed: readonly Followed[]): LogChanges {
  return {
    puts: [
      ...rows.map(({ body, revision, scopes }) => ({ document: body, revision, scopes })),
      ...followed.map(({ document, revision, before, now }) => ({ document, revision, scopes: without(now, before) })),
    ],
    evicts: [
      ...rows.flatMap(({ body, priorScopes, scopes }) => without(priorScopes, scopes).map((scope) => ({ document: body, scope }))),
      ...followed.flatMap(({ document, before, now }) => without(before, now).map((scope) => ({ document, scope }))),
    ],
    movedIds: [],
  };
}

/** @returns the scopes that took numbers */
async function number(tx: ExchangeTransaction, bundles: readonly { readonly id: string; readonly log: LogChanges }[]): Promise<readonly string[]> {
  const changes = bundles.map(({ id, log }) => ({ id, byScope: changesByScope(log) }));
  const wanted = new Map<string, number>();
  for (const { byScope } of changes) for (const scope of byScope.keys()) wanted.set(scope, (wanted.get(scope) ?? 0) + 1);
  const { firstByScope, positions } = await tx.takeNumbers(wanted, bundles.length);
  const next = new Map(firstByScope);
  await tx.appendLog(changes.flatMap(({ id, byScope }, at): LogRow[] => [...byScope].map(([scope, inScope]) => {
    const numberInScope = next.get(scope) ?? 0;
    next.set(scope, numberInScope + 1);
    return { scope, number: numberInScope, position: positions[at] ?? 0, bundleId: id, ...inScope };
  })));
  return [...wanted.keys()];
}

function inBundles<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / maxBundleWrites) }, (_, at) => rows.slice(at * maxBundleWrites, (at + 1) * maxBundleWrites));
}

function ofKind<K extends AnyDocument['kind']>(rows: readonly { readonly body: AnyDocument }[], kind: K): readonly DocumentOf<K>[] {
  return rows.flatMap((row) => (row.body.kind === kind ? [row.body as DocumentOf<K>] : []));
}
