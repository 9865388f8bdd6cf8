import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import * as z from 'zod';
import { asideIn } from '../replica/aside.ts';
import { writeFileAtomically } from '../replica/atomicFile.ts';
import { diskFailureOf } from '../replica/database.ts';
import { fileTroubleOf } from '../replica/fileTrouble.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { NoFolder, ParcelMade, ParcelRead, Parcels, StickStanding, StickTrouble } from './parcelViews.ts';
import type { CountysFile } from './stickMemory.ts';
import { conditionsOf, isWorthAnotherLook, noteRead, rememberedStick, rememberStick } from './stickMemory.ts';
import type { Timers } from './timers.ts';

const aside = 'parcelFolder';
const asideWritten = 'parcelWritten';
const asideRead = 'parcelRead';

/** The folder of a stick that stays in this PC; null where nobody has named one. */
function folderOf(replica: ReplicaForExchange): string | null {
  const folder = asideIn(replica, aside);
  return typeof folder === 'string' ? folder : null;
}

/** Which file was last written whole, and when. */
const lastWriting = z.object({ path: z.string(), at: z.string() });

/** What came with a file of the county's, and when. */
const lastReading = z.object({ path: z.string(), name: z.string(), at: z.string(), receipts: z.int(), documents: z.int(), isRepeat: z.boolean(), isRewound: z.boolean() });

/** Why nothing can be written there; null if it can. */
function whyNoFolder(folder: string): NoFolder | null {
  if (!isAbsolute(folder)) return 'missing';
  try {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found === undefined) return 'missing';
    if (!found.isDirectory()) return 'notAFolder';
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return 'denied';
  }
}

/** Pulled out in the middle, or full: what is saved here stays here. */
function troubleOf(error: unknown): StickTrouble {
  if (diskFailureOf(error) !== null) return 'diskFull';
  const trouble = fileTroubleOf(error);
  return trouble === null || trouble === 'folder' ? 'failed' : trouble;
}

/** Names within the folder: the PC's own is written over; the county's, which bear a date or what a browser adds, are read and left. */
export function parcelNames(deviceId: string): { readonly ours: string; readonly isCountys: (name: string) => boolean } {
  const stem = `lianyi-${deviceId.slice(-8)}`;
  return { ours: `${stem}.parcel`, isCountys: (name) => name.startsWith(`${stem}-county`) && name.endsWith('.parcel') };
}

/** Null for what stands in the folder and cannot be got at: a link to nothing, a name that a broken stick still has. */
function foundAt(path: string): { readonly mtimeMs: number; readonly size: number } | null {
  try {
    const { mtimeMs, size } = statSync(path);
    return { mtimeMs, size };
  } catch {
    return null;
  }
}

/** What stands in the folder is listed so often; one whose listing takes its time (a share on the network) is looked at with all else. */
const listEveryMs = 60_000;
const quickListingMs = 100;
/** What failed is tried again so often, though nothing in the folder has changed. */
const lookEveryMs = 10 * 60_000;
/** What tells that something was put into the folder, or taken out: what the county has there, by name, time and size. */
function listed(folder: string | null, deviceId: string): string {
  const noFolder = folder === null ? 'missing' : whyNoFolder(folder);
  if (folder === null || noFolder === 'missing' || noFolder === 'notAFolder') return String(noFolder);
  try {
    return JSON.stringify([noFolder, ...readdirSync(folder).filter(parcelNames(deviceId).isCountys).toSorted().map((name) => [name, foundAt(join(folder, name))])]);
  } catch (error) {
    return troubleOf(error);
  }
}

function lastReadView(last: z.infer<typeof lastReading> | null): StickStanding['lastRead'] {
  if (last === null) return null;
  const { path: _path, ...view } = last;
  return view;
}

const waitedLongMs = 24 * 3_600_000;

export interface StickParts {
  readonly replica: ReplicaForExchange;
  readonly timers: Timers;
  readonly now: () => Date;
  /** Codes and counts, never patient data. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
  /** Reads one after the other; a file is opened when its turn comes. */
  readonly read: (file: () => Uint8Array) => Promise<ParcelRead>;
  readonly make: () => Promise<ParcelMade>;
}

interface Stick extends Pick<Parcels, 'setFolder' | 'lookNow' | 'stop'> {
  readonly standing: () => StickStanding | null;
}

/**
 * Keeps the parcel on a stick that stays in this PC: written anew whenever something has waited for a day and more has
 * been saved since, and what the county put beside it is read. A stick that is not there is looked for again later.
 */
export function watchStick({ replica, timers, now, log, read, make }: StickParts): Stick {
  let forget = (): void => undefined;
  let written = '';
  let isWriting = false;
  let isStopped = false;
  /** Of the last look; whether it is there at all is asked when somebody wants to know. */
  let trouble: StickTrouble | null = null;
  /** Of those that are there, by name; of the newest that was taken, when it was made: what is amiss with those before it is no matter any more. */
  let { known, takenUpToMs } = rememberedStick(replica);
  let listing = '';
  let lookedAtMs = 0;
  const list = (): void => {
    const begunAtMs = timers.elapsedMs();
    const found = listed(folderOf(replica), replica.identity.deviceId);
    const tookMs = timers.elapsedMs() - begunAtMs;
    forget();
    forget = timers.after(tookMs > quickListingMs ? lookEveryMs : listEveryMs, list);
    if (found !== listing || begunAtMs - lookedAtMs >= lookEveryMs) look(found);
  };
  const look = (found: string): void => {
    listing = found;
    lookedAtMs = timers.elapsedMs();
    const folder = folderOf(replica);
    trouble = null;
    const noFolder = folder === null ? 'missing' : whyNoFolder(folder);
    // One that may only be read is read.
    if (folder === null || noFolder === 'missing' || noFolder === 'notAFolder') return;
    // What is amiss with the county's files keeps nothing here from being written.
    attempt(() => {
      readCountys(folder);
      rememberStick(replica, { known, takenUpToMs });
    });
    if (noFolder === null) attempt(() => writeOurs(join(folder, parcelNames(replica.identity.deviceId).ours)));
  };
  /** Whatever has changed or not. */
  const lookNow = (): void => {
    if (isStopped) return;
    listing = '';
    list();
  };
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(error);
    }
  };
  const failed = (error: unknown): void => {
    if (isStopped) return;
    trouble = troubleOf(error);
    log('parcelFolderFailed', { reason: trouble });
  };
  const readCountys = (folder: string): void => {
    const { isCountys } = parcelNames(replica.identity.deviceId);
    const names = readdirSync(folder).filter(isCountys);
    const there = names.flatMap((name) => {
      const path = join(folder, name);
      const found = foundAt(path);
      return found === null ? [] : [{ name, path, ...found }];
    }).toSorted((a, b) => a.mtimeMs - b.mtimeMs || a.name.localeCompare(b.name));
    const former = known;
    known = new Map();
    for (const name of names) if (!there.some((one) => one.name === name)) known.set(name, { stamp: '', mtimeMs: Infinity, refusal: 'cannotOpen', isDue: false, isReading: false, under: null });
    for (const { name, path, mtimeMs, size } of there) {
      const stamp = `${path} ${mtimeMs} ${size}`;
      const before = former.get(name);
      const one = before?.stamp === stamp ? before : { stamp, mtimeMs, refusal: null, isDue: true, isReading: false, under: null };
      one.isDue ||= !one.isReading && isWorthAnotherLook(one, replica);
      known.set(name, one);
      if (one.isDue && !one.isReading) readOne({ path, name, size }, one);
    }
  };
  const readOne = ({ path, name, size }: { readonly path: string; readonly name: string; readonly size: number }, one: CountysFile): void => {
    one.isDue = false;
    const [begun, folder] = [conditionsOf(replica), folderOf(replica)];
    if (size > maxParcelFileBytes) {
      noteRead(one, { ok: false, reason: 'tooLarge' }, begun);
      return;
    }
    one.isReading = true;
    read(() => readFileSync(path)).then((result) => {
      one.isReading = false;
      log('parcelRead', result.ok ? { receipts: result.receipts, documents: result.documents } : { reason: result.reason });
      // Of another folder than the one that is looked at now nothing is kept.
      if (isStopped || folderOf(replica) !== folder) return;
      noteRead(one, result, begun);
      if (result.ok) takenUpToMs = Math.max(takenUpToMs, one.mtimeMs);
      attempt(() => {
        if (result.ok) noteCame(path, name, result);
        rememberStick(replica, { known, takenUpToMs });
      });
    }, (error: unknown) => {
      one.isReading = false;
      one.isDue = true;
      // Of this file alone: a folder of that name, or one that the stick does not give.
      if (diskFailureOf(error) === null && fileTroubleOf(error) !== null) one.refusal = 'cannotOpen';
      else failed(error);
    });
  };
  const lastReadIn = (folder: string): z.infer<typeof lastReading> | null => {
    const last = lastReading.safeParse(asideIn(replica, asideRead));
    return last.success && last.data.path === join(folder, last.data.name) ? last.data : null;
  };
  /** The same file once more says nothing of what it brought. */
  const noteCame = (path: string, name: string, { receipts, documents, isRepeat, isRewound }: Extract<ParcelRead, { ok: true }>): void => {
    const before = lastReading.safeParse(asideIn(replica, asideRead));
    if (isRepeat && before.success && before.data.path === path) return;
    replica.keepAside(asideRead, { path, name, at: now().toISOString(), receipts, documents, isRepeat, isRewound });
  };
  const writeOurs = (path: string): void => {
    const { waiting } = replica.lineFacts();
    if (waiting.oldestAt === null || now().getTime() - Date.parse(waiting.oldestAt) < waitedLongMs) return;
    const state = `${path} ${waiting.oldestAt} ${waiting.count}`;
    if (isWriting || (state === written && existsSync(path))) return;
    isWriting = true;
    make().then(({ file, bundles, left }) => {
      if (isStopped) return;
      writeFileAtomically(path, file);
      replica.keepAside(asideWritten, { path, at: now().toISOString() });
      written = state;
      log('parcelWritten', { bundles, left });
    }).catch(failed).finally(() => { isWriting = false; });
  };
  forget = timers.after(0, list);
  return {
    standing: () => {
      const folder = folderOf(replica);
      if (folder === null) return null;
      const last = lastWriting.safeParse(asideIn(replica, asideWritten));
      const isThis = last.success && last.data.path === join(folder, parcelNames(replica.identity.deviceId).ours);
      return { folder, trouble: whyNoFolder(folder) ?? trouble, writtenAt: isThis ? last.data.at : null, lastRead: lastReadView(lastReadIn(folder)), refused: [...known].flatMap(([name, { refusal, mtimeMs }]) => (refusal === null || mtimeMs < takenUpToMs ? [] : [{ name, reason: refusal }])) };
    },
    setFolder: (folder) => {
      const reason = folder === null ? null : whyNoFolder(folder);
      if (reason !== null) return reason;
      replica.keepAside(aside, folder);
      known = new Map();
      takenUpToMs = 0;
      lookNow();
      return null;
    },
    lookNow,
    stop: () => {
      isStopped = true;
      forget();
    },
  };
}
