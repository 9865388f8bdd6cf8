/** The state of the line in facts; the renderer puts it in words. */
export interface LineView {
  /** The last save's fate: false only when one did not reach the disk. */
  readonly saved: { readonly ok: boolean; readonly at: string | null };
  readonly waiting: {
    readonly count: number;
    readonly oldestAt: string | null;
    /** Bundles waiting, by action: `encounters.sign` 4. */
    readonly byAction: Readonly<Record<string, number>>;
  };
  /** Attachments of which the county has not got all bytes: they go by the line alone, after all else. */
  readonly attachmentsWaiting: number;
  /** Bundles the county keeps in quarantine. */
  readonly quarantined: number;
  readonly lastExchangeAt: string | null;
  readonly exchanging: { readonly done: number; readonly total: number } | null;
  /**
   * First sync still running: documents so far, and of a snapshot how much there is in all. `isLogInstead`: one was not what the
   * county promised, and what it had comes by the log. `stoppedSince`: the line brings nothing any more, since then; it goes on by itself.
   */
  readonly pulling: null | {
    readonly documents: number; readonly ofDocuments?: number; readonly bytes?: number; readonly ofBytes?: number; readonly secondsLeft?: number | null; readonly isLogInstead?: true;
    readonly stoppedSince?: string;
  };
  /** The county's last answer was not all that it has for this PC: a first sync, a scope that is followed since, weeks without a line. */
  readonly isMoreAtCounty: boolean;
  /** Why the exchange stopped and a person must act, or why the last attempt failed. */
  readonly problem:
    | null
    | { readonly code: 'offline' | 'epochMismatch' | 'beyondLog' | 'forked' | 'retired' | 'stolen' | 'unknownDevice' | 'wireVersion' | 'badSignature' | 'countyBusy' | 'diskFull' | 'purged'; readonly detail: string };
  /** A bundle that is missing from this PC's chain, here or at the county. */
  readonly gap: { readonly where: 'here' | 'county'; readonly lane: 'routine' | 'urgent'; readonly number: number } | null;
  /** Documents parked because a newer version wrote them. */
  readonly parked: number;
  /** Changes whenever something here or a document changed: refetch when it does. */
  readonly version: number;
}
