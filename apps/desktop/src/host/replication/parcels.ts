import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Lane, Submission } from '@lianyi/schema/wire/exchange';
import type { ClinicParcel, CountyParcel, ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { countyParcel } from '@lianyi/schema/wire/parcel';
import { senderOf } from '@lianyi/schema/wire/sealedParcel';
import { diskFailureOf } from '../replica/database.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import { requestOf } from './exchange.ts';
import type { ParcelMade, ParcelRead } from './parcelViews.ts';
import { takeIn } from './pull.ts';
import { maxBundles, maxBytes } from './push.ts';

/** The most that a parcel unpacks to. */
const maxParcelBytes = 256 * 1024 * 1024;
/** Of the outbox one file takes about so much: to read, write and seal it keeps the host from whoever is at work. */
const mostOutboxBytes = 8 * 1024 * 1024;

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);

/**
 * What waits here, as the requests that the line would carry, sealed to the county; what is left goes with the next, once the
 * receipts for this one are here. Nothing is taken off the outbox: only the county's receipt does that, by whichever road it comes.
 */
export async function makeParcel(replica: ReplicaForExchange, now: Date, mostBytes = mostOutboxBytes): Promise<ParcelMade> {
  const waiting = replica.submissionsForStick(mostBytes);
  const batches = inRequests(waiting);
  const { waiting: { count }, attachmentsWaiting } = replica.lineFacts();
  let left = count;
  const requests = batches.map((submissions) => {
    left -= submissions.length;
    return requestOf(replica, { cursors: replica.cursors(), submissions, pageDocuments: 0, waitMs: 0, waiting: left });
  });
  const content: ClinicParcel = { parcel: 'clinic 1', from: replica.identity.deviceId, madeAt: localClockTime(now), heads: { routine: headOf(replica, 'routine'), urgent: headOf(replica, 'urgent') }, pedigree: replica.pedigree(), requests, ...(!replica.isFirstSyncDone() && { takesSnapshots: true as const }) };
  const packed = await pack(JSON.stringify(content), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  return { file: replica.sealForCounty(packed), bundles: waiting.length, left, attachments: attachmentsWaiting };
}

const headOf = (replica: ReplicaForExchange, lane: Lane): number => replica.get<{ head: number }>('SELECT coalesce(max(link_number), 0) AS head FROM bundle WHERE lane = ?', lane)?.head ?? 0;

/** One at least: that there is nothing to deliver tells the county how far this PC has read. */
function inRequests(waiting: readonly Submission[]): readonly (readonly Submission[])[] {
  const batches: Submission[][] = [[]];
  let bytes = 0;
  for (const one of waiting) {
    const size = JSON.stringify(one.body).length;
    const last = batches.at(-1);
    if (last === undefined || last.length >= maxBundles || (last.length > 0 && bytes + size > maxBytes)) {
      batches.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return batches;
}

/**
 * Takes in whole snapshots, in slices, so that a person at work does not feel it. `left`: not all of it could be taken.
 * `damaged`: one of them is not what the county promised; the others are taken.
 */
export type TakeStickSnapshots = (snapshots: readonly ParcelSnapshot[]) => Promise<{ readonly outcome: 'taken' | 'left' | 'damaged' | 'diskFull'; readonly documents: number }>;

const whyNotTaken = { left: 'interrupted', damaged: 'snapshotUnusable', diskFull: 'diskFull' } as const;

const nothing = { entries: [], documents: [], cursors: {}, more: false };

/**
 * Takes in what the county gave a stick: each answer as the line would have brought it, in one transaction each. Twice,
 * or after a later one, changes nothing: nor does what an older one says of the scopes that are followed. A parcel that begins beyond what this PC has read is left whole for later. Until
 * a restored county has heard what this PC has of the former history only receipts are taken: what it would give now lies
 * behind that, and would go over it. A first sync's snapshots go before the answers, which go on from them.
 * @param isOver the program ends: nothing is touched any more
 */
export async function readParcel(replica: ReplicaForExchange, file: Uint8Array, takeSnapshots: TakeStickSnapshots, isOver = (): boolean => false): Promise<ParcelRead> {
  const from = senderOf(file);
  if (from !== null && from !== 'county') return { ok: false, reason: from === replica.identity.deviceId ? 'ownParcel' : 'forCounty' };
  const opened = replica.openFromCounty(file);
  if (!opened.ok) return opened;
  const parcel = await contentOf(opened.content);
  if (isOver()) return { ok: false, reason: 'interrupted' };
  if (parcel === null) return { ok: false, reason: 'unreadable' };
  // A stick that stays in the PC is read again at times.
  if (parcel.history !== null && parcel.history.epoch === replica.epoch()) return { ok: true, isRewound: false, isRepeat: true, isMore: false, receipts: 0, documents: 0 };
  if (parcel.history !== null) {
    const rewound = replica.rewindTo(parcel.history);
    return rewound === 'rewound' ? { ok: true, isRewound: true, isRepeat: false, isMore: false, receipts: 0, documents: 0 } : { ok: false, reason: rewound === 'foreign' ? 'otherHistory' : 'notSigned' };
  }
  const before = held(replica);
  const taken = { receipts: 0, documents: 0 };
  const [first] = parcel.answers;
  if (first !== undefined && parcel.snapshots !== undefined && !replica.isFirstSyncDone() && !replica.isWitness()) {
    if (isOtherHistory(replica, first.response.epoch)) return { ok: false, reason: 'otherHistory' };
    try {
      // Which scopes this PC follows, the answer says; what it has to tell of them comes after the snapshots.
      takeIn(replica, { ...first.response, receipts: [], page: nothing }, { isPulled: false, road: 'stick' });
    } catch (error) {
      if (diskFailureOf(error) === null) throw error;
      return { ok: false, reason: 'diskFull' };
    }
    const { outcome, documents } = await takeSnapshots(parcel.snapshots);
    taken.documents += documents;
    if (outcome !== 'taken') return { ok: false, reason: whyNotTaken[outcome] };
  }
  for (const { after, response } of parcel.answers) {
    if (isOtherHistory(replica, response.epoch)) return { ok: false, reason: 'otherHistory' };
    const cursors = replica.cursors();
    const followed = replica.scopesAfter(response, 'stick');
    // What has been left since it was made is not waited for.
    const beyond = Object.entries(after).filter(([scope, number]) => followed.includes(scope) && number > (cursors[scope] ?? 0)).map(([scope]) => scope);
    // No parcel before this one has what its own snapshot was to bring.
    if (beyond.some((scope) => parcel.snapshots?.some(({ manifest }) => manifest.scope === scope))) return { ok: false, reason: 'snapshotUnusable' };
    if (beyond.length > 0) return { ok: false, reason: 'beginsLater' };
    try {
      const pulls = !replica.isWitness();
      const answer = pulls ? response : { ...response, page: nothing };
      // An older one knows nothing of a scope that came since: that is not through with it.
      const isPulled = pulls && response.scopes.length > 0 && followed.every((scope) => response.scopes.includes(scope));
      const { applied, pulled } = takeIn(replica, answer, { isPulled, road: 'stick' });
      taken.receipts += applied.receipts;
      taken.documents += pulled;
    } catch (error) {
      if (diskFailureOf(error) === null) throw error;
      return { ok: false, reason: 'diskFull' };
    }
  }
  const isRepeat = held(replica) === before;
  return { ok: true, isRewound: false, isRepeat, isMore: !isRepeat && !replica.isWitness() && parcel.answers.at(-1)?.response.page.more === true, ...taken };
}

/** What a parcel with anything new in it changes. */
function held(replica: ReplicaForExchange): string {
  const { waiting, quarantined, parked } = replica.lineFacts();
  return JSON.stringify([replica.cursors(), waiting.count, quarantined, parked, replica.isFirstSyncDone()]);
}

const isOtherHistory = (replica: ReplicaForExchange, epoch: string): boolean => replica.epoch() !== null && replica.epoch() !== epoch;

/** Step by step: whoever is at work is answered in between. */
async function contentOf(packed: Uint8Array): Promise<CountyParcel | null> {
  try {
    const text = (await unpack(packed, { maxOutputLength: maxParcelBytes })).toString('utf8');
    await setImmediate();
    const value: unknown = JSON.parse(text);
    await setImmediate();
    const parsed = countyParcel.safeParse(value);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
