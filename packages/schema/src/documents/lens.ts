/** A document of some version of its kind. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * What stands between a version of a kind and the next. Pure. The laws, which a test holds every lens to:
 * `down(up(x))` is x; a unit that is put as the older app sees it changes nothing; one that was changed is seen by the
 * older app as it was put, and all that the older app does not see is kept.
 */
export interface Lens {
  /** The older document as the newer version writes it: what the older one has no place for is null or empty. */
  readonly up: (older: Body) => Body;
  /** What an older app sees of a newer document; null: nothing that would be true, it is parked there. */
  readonly down: ((newer: Body) => Body) | null;
  /**
   * Units and sets of the older version that are others in the newer, by name; what is not named is the same in both.
   * Null: an older app may look at it and not change it.
   */
  readonly units: Readonly<Record<string, UnitLens | null>>;
}

/** How a unit of the older version is written into the newer document. */
export interface UnitLens {
  /** The newer units that hold it; of a set, the newer set. */
  readonly to: readonly string[];
  /**
   * The values of `to` that show an older app `value` and keep the rest of what `newer` holds there.
   * @param entry of a set: the entry's id, and `value` is that entry (null: it is removed)
   */
  readonly put: (value: unknown, newer: Body, entry: string | undefined) => readonly unknown[];
}

/** A kind's lenses in order: between version 1 and 2, between 2 and 3 ... */
export type Lenses = readonly Lens[];
