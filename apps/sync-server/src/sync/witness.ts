import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { PatientId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { kindRules, organisationScope, parseDocument, patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import type { Review } from '@lianyi/schema/documents/review';
import { changedUnits, unitValue } from '@lianyi/schema/documents/units';
import type { Ancestor } from '@lianyi/schema/wire/history';
import type { WitnessAnswer, WitnessAsk, WitnessRequest, WitnessWanted } from '@lianyi/schema/wire/witness';
import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import type { HeldDocument } from '../store/documents.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { Passage } from '../store/patientHomes.ts';
import type { SinceFork, WitnessedRow } from '../store/witnesses.ts';
import type { ExchangeParts } from './county.ts';
import { writePart } from './countyBundle.ts';
import type { Refusal } from './exchange.ts';
import type { DevicePermission } from './permission.ts';
import type { AskedBy } from './repair.ts';
import { refusalOf } from './repair.ts';

/** Which of the documents that a device has from before a restore the county wants to see: those it has not just so. */
export async function wantedWitnesses(county: ExchangeParts, { device, permission }: AskedBy, request: WitnessAsk): Promise<WitnessWanted | Refusal> {
  const refusal = refusalOf(county, permission, request);
  if (refusal) return refusal;
  // Bundles come first, from everybody: what a witness tells is then mostly there already.
  if (device.awaitsConfirmation) return { epoch: county.epoch, isOpen: false, wanted: [] };
  if (county.ancestry.length === 0) return { epoch: county.epoch, isOpen: true, wanted: [] };
  const states = await county.store.snapshot(permission.scopes, async (read) => read.documentStates(request.have.map((one) => one.id), [...permission.scopes]));
  const hashes = new Map(states.map((state) => [state.id, state.hash]));
  return { epoch: county.epoch, isOpen: true, wanted: request.have.filter((one) => hashes.get(one.id) !== one.hash).map((one) => one.id) };
}

/**
 * Takes in documents as the county had sent them before it was restored. One that is unknown, or as the backup left it,
 * or as a witness of a lower revision left it, is replaced; of one that has gone on otherwise the differing units go to
 * review. What the county alone writes no device can bear witness to.
 */
export async function takeWitnesses(county: ExchangeParts, { device, permission }: AskedBy, request: WitnessRequest): Promise<WitnessAnswer | Refusal> {
  const refusal = refusalOf(county, permission, request);
  if (refusal) return refusal;
  const fork = device.awaitsConfirmation ? undefined : county.ancestry[0];
  const read = request.documents.flatMap((one): readonly Witness[] => {
    const document = readWitness(one);
    return document === null ? [] : [{ document, revision: one.revision, hash: one.hash }];
  });
  if (fork === undefined || read.length === 0) return { epoch: county.epoch, taken: 0, dropped: 0, reviews: 0, refused: request.documents.length };
  const { documents, ...done } = await county.store.transaction(async (tx) => {
    const seen = await seenBy(tx, permission, read);
    return { documents: seen, ...(await takeIn(tx, county, fork, seen)) };
  });
  const refused = request.documents.length - documents.length;
  county.bell.ring(done.scopes);
  county.hears.alarm('a device bore witness after a restore', { device: device.id, taken: String(done.taken), reviews: String(done.reviews) });
  return { epoch: county.epoch, taken: done.taken, dropped: documents.length - done.taken - done.contested, reviews: done.reviews, refused };
}

/**
 * What the device may have seen: what is written for its scopes, and what belongs to a patient whose record is there now,
 * as far as this request and the county know. A record that a later request brings lets the rest be offered again.
 */
async function seenBy(tx: ExchangeTransaction, { scopes }: DevicePermission, witnesses: readonly Witness[]): Promise<readonly Witness[]> {
  const isFollowed = (document: AnyDocument): boolean => scopesOf(document).some((scope) => scopes.has(scope));
  const brought = new Set(witnesses.flatMap(({ document }) => (document.kind === 'patient' && isFollowed(document) ? [document.id] : [])));
  const homes = await tx.homesOf(witnesses.flatMap(({ document }) => patientOf(document) ?? []));
  const isAtHome = (patientId: PatientId): boolean => {
    const home = homes.get(patientId);
    return brought.has(patientId) || (home !== undefined && scopes.has(organisationScope(home.homeId)));
  };
  return witnesses.filter(({ document }) => {
    const patientId = patientOf(document);
    return isFollowed(document) || (patientId !== null && isAtHome(patientId));
  });
}

interface Witness {
  readonly document: AnyDocument;
  readonly revision: number;
  readonly hash: string;
}

function readWitness({ id, kind, hash, body }: CountyDocument): AnyDocument | null {
  const parsed = parseDocument(body);
  if (!parsed.success || parsed.data.id !== id || parsed.data.kind !== kind || contentHash(parsed.data) !== hash) return null;
  return kindRules[parsed.data.kind].nature === 'county' ? null : parsed.data;
}

async function takeIn(tx: ExchangeTransaction, county: ExchangeParts, fork: Ancestor, witnesses: readonly Witness[]) {
  const ids = witnesses.map(({ document }) => document.id);
  await tx.lockPatients(witnesses.flatMap(({ document }) => patientOf(document) ?? []), witnesses.flatMap(({ document }) => (document.kind === 'patientLink' ? document.patientIds : [])));
  const held = await tx.lockDocuments(ids);
  const moved = await tx.putSinceFork(fork, ids);
  const earlier = await tx.witnessedOf(ids);
  const taken: Witness[] = [];
  const contested: Review[] = [];
  let contestedDocuments = 0;
  for (const witness of witnesses) {
    const present = held.get(witness.document.id);
    const since = moved.get(witness.document.id);
    // What the backup holds too bears witness to nothing.
    if (present?.hash === witness.hash || witness.revision < (since?.firstRevision ?? 0)) continue;
    if (present === undefined || isReplaced(present, witness, since !== undefined, earlier.get(witness.document.id))) taken.push(witness);
    else if (since !== undefined) {
      contested.push(...reviewsOf(present.document, witness.document, since, county.now()));
      contestedDocuments += 1;
    }
  }
  const unseen = await tx.lockDocuments(contested.map((review) => review.id));
  const reviews = contested.filter((review) => !unseen.has(review.id));
  const written = await writePart(tx, county, { action: 'county.witness', isWitness: true }, [...taken.map(({ document }) => document), ...reviews]);
  await tx.recordPassages(await departures(tx, taken.map(({ document }) => document), held, fork));
  await tx.writeWitnessed(taken.map(({ document, revision, hash }) => ({ documentId: document.id, revision, hash })));
  return { taken: taken.length, contested: contestedDocuments, reviews: reviews.length, scopes: written.scopes };
}

/**
 * A record that a witness brought, and that is at another home than a move of it left, has been there in the history that
 * was lost: what was saved there before is taken still. No number of this history tells when: the fork stands for it.
 * Whichever of record and move comes last finds the other.
 */
async function departures(tx: ExchangeTransaction, taken: readonly AnyDocument[], held: ReadonlyMap<string, HeldDocument>, fork: Ancestor): Promise<readonly Passage[]> {
  const broughtIds = taken.filter(({ id, kind }) => kind === 'patient' && !held.has(id)).map(({ id }) => id);
  const theirs = broughtIds.length === 0 ? new Map<string, HeldDocument>() : await tx.lockDocuments(await tx.recordsOf(broughtIds));
  const moves = [...taken, ...[...theirs.values()].map(({ document }) => document)].filter((document) => document.kind === 'patientMove');
  const homes = await tx.homesOf(moves.map((move) => move.patientId));
  const broughtTo = new Map(taken.flatMap((document): readonly [string, string][] => (document.kind === 'patient' && !held.has(document.id) ? [[document.id, document.homeId]] : [])));
  const passages = moves.flatMap(({ patientId, fromId }): readonly Passage[] => {
    const scope = organisationScope(fromId);
    const known = homes.get(patientId);
    const homeId = broughtTo.get(patientId) ?? known?.homeId;
    const isTold = known?.absences.some((absence) => absence.scope === scope && absence.backAt === null) ?? false;
    return homeId === undefined || homeId === fromId || isTold ? [] : [{ patientId, scope, number: (fork.forkNumbers[scope] ?? 0) + 1, direction: 'left' }];
  });
  return [...new Map(passages.map((passage) => [`${passage.patientId} ${passage.scope}`, passage])).values()];
}

function isReplaced(present: HeldDocument, witness: Witness, isMoved: boolean, earlier: WitnessedRow | undefined): boolean {
  if (earlier?.hash === present.hash) return witness.revision > earlier.revision;
  return !isMoved && witness.revision > present.revision;
}

/**
 * The county's stays; each unit in which the witness differs waits for a person, unless its value is one that a bundle
 * sent since then started from or set: that one has been seen. A fact has no units: it never differs.
 */
function reviewsOf(present: AnyDocument, witness: AnyDocument, since: SinceFork, now: Date): readonly Review[] {
  if (present.kind !== witness.kind || present.kind === 'review') return [];
  const changes = since.bundleBodies.flatMap((body) => (JSON.parse(body) as BundleBody).writes)
    .flatMap((write) => (write.op === 'change' && write.id === present.id ? write.changes : []));
  const isSeen = (unit: string): boolean => changes.some((change) =>
    change.unit === unit && [change.before, change.after].some((value) => isSameJson(value, unitValue(witness, unit))));
  return changedUnits(present, witness).filter((unit) => !isSeen(unit)).map((unit) => ({
    id: idFromHash(['review', 'witness', present.id, unit, contentHash(witness)]),
    kind: 'review',
    reason: 'unitConflict',
    scopes: [...scopesOf(present)],
    patientId: patientOf(present),
    about: { kind: present.kind, id: present.id, unit },
    before: null,
    kept: { value: unitValue(present, unit), ...nobody },
    losing: { value: unitValue(witness, unit), ...nobody },
    openedAt: now.toISOString(),
    resolution: null,
    secondResolution: null,
  }));
}

const nobody = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };
