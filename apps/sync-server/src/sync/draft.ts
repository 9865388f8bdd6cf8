import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { formerNames } from '@lianyi/schema/documents/lifting';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { Review } from '@lianyi/schema/documents/review';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { DispensedByPrescription } from '../store/dispensed.ts';
import type { HeldById, HeldDocument } from '../store/documents.ts';
import type { Origin, Origins } from '../store/origins.ts';
import type { Balance, LotKey } from '../store/stock.ts';
import { lotKey } from '../store/stock.ts';

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

/** A document that a bundle puts into the log. */
export interface Put {
  readonly document: AnyDocument;
  readonly revision: number;
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
  /** The versions that documents are held and written in here. */
  readonly kinds: KindTable;
  readonly #holdings: Holdings;
  readonly #accepted: Changes = noChanges();
  #current: Changes = noChanges();

  /** Ids of reviews by the document that they are about. */
  readonly #reviewIds = new Map<string, Set<string>>();

  constructor(holdings: Holdings, kinds: KindTable = kindTable) {
    this.kinds = kinds;
    this.#holdings = holdings;
    for (const { document } of holdings.documents.values()) this.#noteReview(document);
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
    this.#current.documents.set(document.id, {
      document,
      version: this.kinds.rules[document.kind].version,
      revision,
      hash,
      createdHash: prior?.createdHash ?? hash,
      createdBy: prior?.createdBy ?? bundleId,
    });
    this.#current.puts.set(document.id, { document, revision });
    this.#noteReview(document);
  }

  openReviewsAbout(id: string): readonly Review[] {
    return [...(this.#reviewIds.get(id) ?? [])].flatMap((reviewId) => {
      const review = this.document(reviewId)?.document;
      return review?.kind === 'review' && review.resolution === null ? [review] : [];
    });
  }

  #noteReview(document: AnyDocument): void {
    if (document.kind !== 'review') return;
    const ids = this.#reviewIds.get(document.about.id) ?? new Set<string>();
    this.#reviewIds.set(document.about.id, ids.add(document.id));
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

