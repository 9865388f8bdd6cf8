import type { LookupRequest } from '@lianyi/schema/wire/lookup';
import type { Checked } from './checkScopes.ts';
import type { LookedUp } from './lookedUp.ts';
import type { TakeStickSnapshots } from './parcels.ts';
import type { LineView } from './lineView.ts';

/** The exchange with the county, running by itself while a person has unlocked since the start. */
export interface Replication {
  line(): LineView;
  /** Tries now; resolves when that try has ended, however it ended. */
  exchangeNow(): Promise<LineView>;
  /** Resolves when `line().version` is no longer `version`, or after `timeoutMs`. */
  changed(version: number, timeoutMs: number): Promise<LineView>;
  /** What the line shows has changed beside it. */
  tell(): void;
  /** It has documents to carry, or cannot carry any: nothing else goes beside it. */
  isLineTaken(): boolean;
  /** Takes in the snapshots of a parcel, while the line's own first sync rests. */
  fromStick: TakeStickSnapshots;
  /** Compares this PC's copy with the county's now, and mends what differs. */
  checkNow(): Promise<Checked>;
  /** Asks the county for the record of somebody who lives elsewhere: see `lookUp.ts`. */
  lookUp(asked: Omit<LookupRequest, 'deviceId'>): Promise<LookedUp>;
  stop(): Promise<void>;
}
