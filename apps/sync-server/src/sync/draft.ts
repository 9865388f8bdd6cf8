import type { AnyDocument, ScopeId } from '@lianyi/schema/documents/kinds';
import { kindRules, patientOf } from '@lianyi/schema/documents/kinds';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { Review } from '@lianyi/schema/documents/review';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { DispensedByPrescription } from '../store/dispensed.ts';
import type { HeldById, HeldDocument } from '../store/documents.ts';
import type { Origin, Origins } from '../store/origins.ts';
import type { Balance, LotKey } from '../store/stock.ts';
import { lotKey } from '../store/stock.ts';
import { newMemberships } from './membership.ts';

/** What is loaded and locked for a request: all that its bundles name. */
export interface Holdings {
  readonly documents: HeldById;
  readonly origins: Origins;
  readonly balances: ReadonlyMap<LotKey, Balance>;
  readonly dispensed: DispensedByPrescription;
  /** Dispenses of the prescriptions that a bundle stops. */
  readonly dispenses: readonly KnownDispense[];
}

export interface KnownDispense {
  readonly prescriptionId: string;
  readonly deviceId: string | null;
  /** The number that its bundle took in each scope. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A document that a bundle puts into the log of these scopes, or takes out of those. */
export interface Put {
  readonly document: AnyDocument;
  readonly revision: number;
  readonly scopes: readonly ScopeId[];
  readonly evictedFrom: readonly ScopeId[];
}

interface Changes {
  readonly documents: Map<string, HeldDocument>;
  readonly puts: Map<string, Put>;
  readonly origins: Map<string, Map<UnitName, Origin>>;
  readonly balances: Map<LotKey, Balance & { readonly lot: Lot }>;
  readonly dispensed: Map<string, Map<number, number>>;
}

/**
 * The holdings with the request's accepted bundles on top, and above them the bundle that is being judged: a bundle
 * that ends in quarantine leaves no trace. Nothing here touches the database.
 */
export class Draft {
  readonly #holdings: Holdings;
  readonly #accepted: Changes = noChanges();
  #current: Changes = noChanges();

  /** Ids of reviews by the document that they are about. */
  readonly #reviewIds = new Map<string, Set<string>>();
  /** Ids of links by patient. */
  readonly #linkIds = new Map<string, Set<string>>();

  constructor(holdings: Holdings) {
    this.#holdings = holdings;
    for (const { document } of holdings.documents.values()) this.#note(document);
  }

  document(id: string): HeldDocument | undefined {
    return this.#current.documents.get(id) ?? this.#accepted.documents.get(id) ?? this.#holdings.documents.get(id);
  }

  /** Sets a document's next state. The revision counts changes of its content; a put without one repeats it. */
  put(document: AnyDocument, bundleId: string): void {
    const prior = this.document(document.id);
    if (prior && prior.document.kind !== document.kind) throw new Error('a document keeps its kind');
    const hash = contentHash(document);
    // Several writes of one bundle to one document are one revision.
    const base = this.#accepted.documents.get(document.id) ?? this.#holdings.documents.get(document.id);
    const revision = base === undefined ? 1 : base.revision + (base.hash === hash ? 0 : 1);
    const scopes = prior?.scopes ?? newMemberships(document, this);
    this.#current.documents.set(document.id, {
      document,
      version: kindRules[document.kind].version,
      revision,
      hash,
      createdHash: prior?.createdHash ?? hash,
      createdBy: prior?.createdBy ?? bundleId,
      scopes,
    });
    this.#current.puts.set(document.id, { document, revision, scopes, evictedFrom: this.#current.puts.get(document.id)?.evictedFrom ?? [] });
    this.#note(document);
  }

  /** Makes a document a member of further scopes, as it is. */
  join(id: string, scopes: readonly ScopeId[]): void {
    const held = this.document(id);
    const added = scopes.filter((scope) => held?.scopes.includes(scope) === false);
    if (held === undefined || added.length === 0) return;
    const put = this.#current.puts.get(id);
    this.#current.documents.set(id, { ...held, scopes: [...held.scopes, ...added] });
    this.#current.puts.set(id, {
      document: held.document, revision: held.revision,
      scopes: [...(put?.scopes ?? []), ...added], evictedFrom: (put?.evictedFrom ?? []).filter((scope) => !added.includes(scope)),
    });
  }

  /** Ends a document's membership of scopes. */
  leave(id: string, scopes: readonly ScopeId[]): void {
    const held = this.document(id);
    const gone = scopes.filter((scope) => held?.scopes.includes(scope) === true);
    if (held === undefined || gone.length === 0) return;
    const put = this.#current.puts.get(id);
    this.#current.documents.set(id, { ...held, scopes: held.scopes.filter((scope) => !gone.includes(scope)) });
    this.#current.puts.set(id, {
      document: held.document, revision: held.revision,
      scopes: (put?.scopes ?? []).filter((scope) => !gone.includes(scope)), evictedFrom: [...(put?.evictedFrom ?? []), ...gone],
    });
  }

  /** The links that stand and name a patient, as far as they are loaded. */
  linksOf(patientId: string): readonly PatientLink[] {
    return [...(this.#linkIds.get(patientId) ?? [])].flatMap((id) => {
      const link = this.document(id)?.document;
      return link?.kind === 'patientLink' && link.state.name === 'linked' ? [link] : [];
    });
  }

  /** What is loaded or made of a patient's record. */
  documentsOf(patientId: string): readonly HeldDocument[] {
    const ids = new Set([...this.#holdings.documents.keys(), ...this.#accepted.documents.keys(), ...this.#current.documents.keys()]);
    return [...ids].flatMap((id) => {
      const held = this.document(id);
      return held && patientOf(held.document) === patientId ? [held] : [];
    });
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
    return unit === '' ? null : this.originOf(documentId, '');
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

  /** Takes the current bundle in. @returns what it puts */
  accept(): readonly Put[] {
    const { documents, puts, origins, balances, dispensed } = this.#current;
    for (const [id, held] of documents) this.#accepted.documents.set(id, held);
    for (const [id, put] of puts) this.#accepted.puts.set(id, put);
    for (const [key, balance] of balances) this.#accepted.balances.set(key, balance);
    for (const [id, units] of origins) for (const [unit, origin] of units) setIn(this.#accepted.origins, id, unit, origin);
    for (const [id, items] of dispensed) {
      for (const [itemNo, quantity] of items) setIn(this.#accepted.dispensed, id, itemNo, (this.#accepted.dispensed.get(id)?.get(itemNo) ?? 0) + quantity);
    }
    this.#current = noChanges();
    return [...puts.values()];
  }

  /** Forgets the current bundle. */
  discard(): void {
    this.#current = noChanges();
  }

  /** What the accepted bundles changed, to be written. */
  changes() {
    const { documents, origins, balances, dispensed } = this.#accepted;
    return {
      documents: [...documents].map(([id, held]) => ({ id, held, prior: this.#holdings.documents.get(id) })),
      origins: [...origins].flatMap(([documentId, units]) => [...units].filter(([unit]) => unit !== '').map(([unit, origin]) => ({ documentId, unit, origin }))),
      balances: [...balances.values()],
      dispensed: [...dispensed].flatMap(([prescriptionId, items]) => [...items].map(([itemNo, added]) => ({ prescriptionId, itemNo, added }))),
    };
  }
}

const noChanges = (): Changes => ({ documents: new Map(), puts: new Map(), origins: new Map(), balances: new Map(), dispensed: new Map() });

function setIn<K, L, V>(map: Map<K, Map<L, V>>, key: K, inner: L, value: V): void {
  const values = map.get(key) ?? new Map<L, V>();
  values.set(inner, value);
  map.set(key, values);
}

