import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { AnyDocument, KindTable, ScopeId } from '@lianyi/schema/documents/kinds';
import { kindTable, patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import { formerNames } from '@lianyi/schema/documents/lifting';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { Review } from '@lianyi/schema/documents/review';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { DispensedByPrescription } from '../store/dispensed.ts';
import type { HeldById, HeldDocument } from '../store/documents.ts';
import type { Origin, Origins } from '../store/origins.ts';
import type { Absence, PatientHomes } from '../store/patientHomes.ts';
import type { Balance, LotKey } from '../store/stock.ts';
import { lotKey } from '../store/stock.ts';
import type { Changes, Evict, LogChanges, Put } from './draftChanges.ts';
import { noChanges, setIn } from './draftChanges.ts';
import { membershipsOf } from './membership.ts';

/** What is loaded and locked for a request: all that its bundles name. */
export interface Holdings {
  readonly documents: HeldById;
  readonly origins: Origins;
  readonly balances: ReadonlyMap<LotKey, Balance>;
  readonly dispensed: DispensedByPrescription;
  /** Dispenses of the prescriptions that a bundle stops. */
  readonly dispenses: readonly KnownDispense[];
  /** Of every patient that a bundle, or a document that it names, is about, and of those whom they are linked with. */
  readonly homes: PatientHomes;
}

export interface KnownDispense {
  readonly prescriptionId: string;
  readonly deviceId: string | null;
  /** The number that its bundle took in each scope. */
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * The holdings with the request's accepted bundles on top, and above them the bundle that is being judged: a bundle
 * that ends in quarantine leaves no trace. Nothing here touches the database.
 */
export class Draft {
  /** The versions that documents are held and written in here. */
  readonly kinds: KindTable;
  readonly #holdings: Holdings;
  readonly #accepted: Changes = noChanges();
  #current: Changes = noChanges();

  readonly #absences = new Map<string, Absence[]>();

  /** Ids of reviews by the document that they are about. */
  readonly #reviewIds = new Map<string, Set<string>>();
  /** Ids of links by patient. */
  readonly #linkIds = new Map<string, Set<string>>();

  constructor(holdings: Holdings, kinds: KindTable = kindTable) {
    this.kinds = kinds;
    this.#holdings = holdings;
    for (const { document } of holdings.documents.values()) this.#note(document);
  }

  document(id: string): HeldDocument | undefined {
    return this.#current.documents.get(id) ?? this.#accepted.documents.get(id) ?? this.#holdings.documents.get(id);
  }

  /** Sets a document's next state. The revision counts changes of its content; a put without one repeats it. */
  put(given: AnyDocument, bundleId: string): void {
    const prior = this.document(given.id);
    const document = isResolvedAlready(prior?.document, given) ? prior.document : given;
    if (prior && prior.document.kind !== document.kind) throw new Error('a document keeps its kind');
    const hash = contentHash(document);
    // Several writes of one bundle to one document are one revision.
    const base = this.#accepted.documents.get(document.id) ?? this.#holdings.documents.get(document.id);
    const revision = base === undefined ? 1 : base.revision + (base.hash === hash ? 0 : 1);
    this.#current.documents.set(document.id, {
      document,
      version: this.kinds.rules[document.kind].version,
      revision,
      hash,
      createdHash: prior?.createdHash ?? hash,
      createdBy: prior?.createdBy ?? bundleId,
      scopes: prior?.scopes ?? [],
    });
    this.#current.puts.add(document.id);
    this.#note(document);
  }

  /** The links that stand and name a patient, as far as they are loaded. */
  linksOf(patientId: string): readonly PatientLink[] {
    return [...(this.#linkIds.get(patientId) ?? [])].flatMap((id) => {
      const link = this.document(id)?.document;
      return link?.kind === 'patientLink' && link.state.name === 'linked' ? [link] : [];
    });
  }

  /** The present home of a patient, if the county has the record. */
  homeOf(patientId: string | null): OrganisationId | undefined {
    if (patientId === null) return undefined;
    const patient = this.document(patientId)?.document;
    return patient?.kind === 'patient' ? patient.homeId : this.#holdings.homes.get(patientId)?.homeId;
  }

  /** The scopes that a document belongs to now. */
  scopesOf(document: AnyDocument): readonly ScopeId[] {
    return membershipsOf(document, this);
  }

  /** Where the patient's record has been and left, by the bundles before this one. Those of this request have no number yet: no cursor is past them. */
  absencesOf(patientId: string): readonly Absence[] {
    return [...(this.#holdings.homes.get(patientId)?.absences ?? []), ...(this.#absences.get(patientId) ?? [])];
  }

  /** Gives a patient another home: the whole record follows when the bundle is accepted. */
  move(patientId: string, homeId: OrganisationId, bundleId: string): void {
    const patient = this.document(patientId)?.document;
    if (patient?.kind !== 'patient') throw new Error('only a patient moves');
    this.put({ ...patient, homeId }, bundleId);
    this.#current.moved.add(patientId);
  }

  /** A link of theirs was made or undone: where both records are follows when the bundle is accepted. */
  relink(patientIds: readonly string[]): void {
    for (const patientId of patientIds) this.#current.relinked.add(patientId);
  }

  openReviewsAbout(id: string): readonly Review[] {
    return [...(this.#reviewIds.get(id) ?? [])].flatMap((reviewId) => {
      const review = this.document(reviewId)?.document;
      return review?.kind === 'review' && review.resolution === null ? [review] : [];
    });
  }

  #note(document: AnyDocument): void {
    const add = (map: Map<string, Set<string>>, key: string): void => void map.set(key, (map.get(key) ?? new Set<string>()).add(document.id));
    if (document.kind === 'review') add(this.#reviewIds, document.about.id);
    if (document.kind === 'patientLink') for (const patientId of document.patientIds) add(this.#linkIds, patientId);
  }

  originOf(documentId: string, unit: UnitName): Origin | null {
    for (const origins of [this.#current.origins, this.#accepted.origins, this.#holdings.origins]) {
      const found = origins.get(documentId)?.get(unit);
      if (found) return found;
    }
    return unit === '' ? null : (this.#originUnderFormerName(documentId, unit) ?? this.originOf(documentId, ''));
  }

  /** Who set it before a version gave it another name. */
  #originUnderFormerName(documentId: string, unit: UnitName): Origin | null {
    const held = this.document(documentId);
    const names = held ? formerNames(held.document.kind, unit, this.kinds) : [];
    return names.map((name) => this.#holdings.origins.get(documentId)?.get(name)).find((origin) => origin !== undefined) ?? null;
  }

  /** The unit `''` stands for the document as it was created. */
  setOrigin(documentId: string, unit: UnitName, origin: Origin): void {
    setIn(this.#current.origins, documentId, unit, origin);
  }

  balance(lot: Lot): Balance {
    const key = lotKey(lot);
    return this.#current.balances.get(key) ?? this.#accepted.balances.get(key) ?? this.#holdings.balances.get(key) ?? { quantity: 0, negativeReviewId: null };
  }

  setBalance(lot: Lot, balance: Balance): void {
    this.#current.balances.set(lotKey(lot), { lot, ...balance });
  }

  dispensed(prescriptionId: string, itemNo: number): number {
    const before = this.#holdings.dispensed.get(prescriptionId)?.get(itemNo) ?? 0;
    return before + (this.#accepted.dispensed.get(prescriptionId)?.get(itemNo) ?? 0) + (this.#current.dispensed.get(prescriptionId)?.get(itemNo) ?? 0);
  }

  addDispensed(prescriptionId: string, itemNo: number, quantity: number): void {
    setIn(this.#current.dispensed, prescriptionId, itemNo, (this.#current.dispensed.get(prescriptionId)?.get(itemNo) ?? 0) + quantity);
  }

  dispensesOf(prescriptionId: string): readonly KnownDispense[] {
    return this.#holdings.dispenses.filter((dispense) => dispense.prescriptionId === prescriptionId);
  }

  /** Takes the current bundle in. @returns what it puts and evicts */
  accept(): LogChanges {
    const log = this.#logChanges();
    const { documents, scopes, origins, balances, dispensed } = this.#current;
    for (const [id, held] of documents) this.#accepted.documents.set(id, held);
    for (const [id, list] of scopes) this.#accepted.scopes.set(id, list);
    for (const [key, balance] of balances) this.#accepted.balances.set(key, balance);
    for (const [id, units] of origins) for (const [unit, origin] of units) setIn(this.#accepted.origins, id, unit, origin);
    for (const [id, items] of dispensed) {
      for (const [itemNo, quantity] of items) setIn(this.#accepted.dispensed, id, itemNo, (this.#accepted.dispensed.get(id)?.get(itemNo) ?? 0) + quantity);
    }
    this.#current = noChanges();
    return log;
  }

  /**
   * What was written goes to all its scopes, as they are at the end of the bundle. Of a record that moves, is linked or
   * parted, the rest only goes where it was not, and leaves where it does not belong any more. What is made for a home
   * that the record has left leaves there, too: after a restore somebody may have it still.
   */
  #logChanges(): LogChanges {
    const { puts: written, moved, relinked, scopes } = this.#current;
    const followed = new Set([...relinked, ...[...moved].flatMap((id) => [id, ...this.linksOf(id).flatMap((link) => link.patientIds)])]);
    const following = new Set(this.#recordsOf(followed));
    const puts: Put[] = [];
    const evicts: Evict[] = [];
    for (const id of new Set([...written, ...following])) {
      const held = this.document(id);
      if (held === undefined) continue;
      const { document, revision } = held;
      const before = this.#accepted.scopes.get(id) ?? this.#holdings.documents.get(id)?.scopes;
      // Only a move or a link takes a document that there was elsewhere.
      const now = before === undefined || following.has(id) ? this.scopesOf(document) : before;
      const into = written.has(id) ? now : now.filter((scope) => before?.includes(scope) !== true);
      if (into.length > 0) puts.push({ document, revision, scopes: into });
      for (const scope of before ?? scopesOf(document)) if (!now.includes(scope)) evicts.push({ document, scope });
      scopes.set(id, now);
    }
    for (const { document, scope } of evicts) {
      if (document.kind !== 'patient' || !moved.has(document.id)) continue;
      this.#absences.set(document.id, [...(this.#absences.get(document.id) ?? []), { scope, leftAt: Infinity, backAt: null }]);
    }
    return { puts, evicts, movedIds: [...moved] };
  }

  /** Every document of these patients, and their links: those that the county had, and those of this request. */
  #recordsOf(patientIds: ReadonlySet<string>): readonly string[] {
    if (patientIds.size === 0) return [];
    const known = [this.#holdings.documents, this.#accepted.documents, this.#current.documents].flatMap((documents) => [...documents]);
    const isTheirs = (document: AnyDocument): boolean =>
      (document.kind === 'patientLink' ? document.patientIds.some((id) => patientIds.has(id)) : patientIds.has(patientOf(document) ?? ''));
    return known.flatMap(([id, { document }]) => (isTheirs(document) ? [id] : []));
  }

  /** Forgets the current bundle. */
  discard(): void {
    this.#current = noChanges();
  }

  /** What the accepted bundles changed, to be written. */
  changes() {
    const { documents, scopes, origins, balances, dispensed } = this.#accepted;
    const known = [...scopes].flatMap(([documentId, now]) => {
      const before = this.#holdings.documents.get(documentId)?.scopes;
      return before === undefined ? [] : [{ documentId, before, now }];
    });
    return {
      documents: [...documents].map(([id, held]) => ({ id, held, prior: this.#holdings.documents.get(id), scopes: scopes.get(id) ?? this.scopesOf(held.document) })),
      begun: known.flatMap(({ documentId, before, now }) => now.filter((scope) => !before.includes(scope)).map((scope) => ({ documentId, scope }))),
      ended: known.flatMap(({ documentId, before, now }) => before.filter((scope) => !now.includes(scope)).map((scope) => ({ documentId, scope }))),
      origins: [...origins].flatMap(([documentId, units]) => [...units].filter(([unit]) => unit !== '').map(([unit, origin]) => ({ documentId, unit, origin }))),
      balances: [...balances.values()],
      dispensed: [...dispensed].flatMap(([prescriptionId, items]) => [...items].map(([itemNo, added]) => ({ prescriptionId, itemNo, added }))),
    };
  }
}

/** Opening a review again that people have resolved changes nothing: what they have not seen opens another. */
const isResolvedAlready = (prior: AnyDocument | undefined, given: AnyDocument): prior is Review =>
  prior?.kind === 'review' && given.kind === 'review' && prior.resolution !== null && given.resolution === null;
