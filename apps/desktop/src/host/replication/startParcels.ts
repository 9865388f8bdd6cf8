import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { asideIn } from '../replica/aside.ts';
import { writeFileAtomically } from '../replica/atomicFile.ts';
import { fileTroubleOf } from '../replica/fileTrouble.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { TakeStickSnapshots } from './parcels.ts';
import { makeParcel, maxParcelBytes, readParcel } from './parcels.ts';
import type { NoFolder, ParcelRead, Parcels } from './parcelViews.ts';
import type { Timers } from './timers.ts';

const aside = 'parcelFolder';

/** The folder of a stick that stays in this PC; null where nobody has named one. */
function folderOf(replica: ReplicaForExchange): string | null {
  const folder = asideIn(replica, aside);
  return typeof folder === 'string' ? folder : null;
}

/** Why nothing can be written there; null if it can. */
function whyNoFolder(folder: string): NoFolder | null {
  if (!isAbsolute(folder)) return 'missing';
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return 'missing';
  if (!found.isDirectory()) return 'notAFolder';
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return 'denied';
  }
}

export interface ParcelParts {
  readonly replica: ReplicaForExchange;
  readonly timers: Timers;
  readonly now: () => Date;
  /** Whose the first sync is. */
  readonly takeSnapshots: TakeStickSnapshots;
  /** Codes and counts, never patient data. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

/** Names within the folder: the PC's own is written over, the county's is read and left. */
export const parcelNames = (deviceId: string): { readonly ours: string; readonly countys: string } =>
  ({ ours: `lianyi-${deviceId.slice(-8)}.parcel`, countys: `lianyi-${deviceId.slice(-8)}-county.parcel` });

const lookEveryMs = 10 * 60_000;
const waitedLongMs = 24 * 3_600_000;

/**
 * Parcels by hand, and by themselves. Keeps the parcel on a stick that stays in this PC: written anew whenever something
 * has waited for a day and more has been saved since, and what the county put beside it is read. A stick that is not there
 * is looked for again later.
 */
export function startParcels({ replica, timers, now, takeSnapshots, log }: ParcelParts): Parcels {
  let forget = (): void => undefined;
  let written = '';
  let read = '';
  let underWay: Promise<void> | null = null;
  const look = (): void => {
    forget();
    forget = timers.after(lookEveryMs, look);
    const folder = folderOf(replica);
    if (folder === null || whyNoFolder(folder) !== null) return;
    const { ours, countys } = parcelNames(replica.identity.deviceId);
    try {
      readCountys(join(folder, countys));
      writeOurs(join(folder, ours));
    } catch (error) {
      failed(error);
    }
  };
  /** Pulled out in the middle, or full: what is saved here stays here. */
  const failed = (error: unknown): void => log('parcelFolderFailed', { reason: fileTroubleOf(error) ?? (error instanceof Error ? error.name : '') });
  /** One after the other: each goes on from where the one before it ended. */
  const readNext = async (file: Uint8Array): Promise<ParcelRead> => {
    const readNow = async (): Promise<ParcelRead> => readParcel(replica, file, takeSnapshots);
    const mine = underWay === null ? readNow() : underWay.then(readNow);
    const ended = mine.then(() => undefined, () => undefined);
    underWay = ended;
    try {
      return await mine;
    } finally {
      if (underWay === ended) underWay = null;
    }
  };
  const readCountys = (path: string): void => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return;
    const stamp = `${path} ${found.mtimeMs} ${found.size}`;
    if (stamp === read) return;
    if (found.size > maxParcelBytes) throw new Error('too large for a parcel');
    read = stamp;
    readNext(readFileSync(path)).then((result) => {
      // What may be read later, once another has been or there is room, is tried again.
      if (!result.ok && (result.reason === 'beginsLater' || result.reason === 'interrupted' || result.reason === 'diskFull')) read = '';
      log('parcelRead', result.ok ? { receipts: result.receipts, documents: result.documents } : { reason: result.reason });
    }, (error: unknown) => {
      read = '';
      failed(error);
    });
  };
  const writeOurs = (path: string): void => {
    const { waiting } = replica.lineFacts();
    if (waiting.oldestAt === null || now().getTime() - Date.parse(waiting.oldestAt) < waitedLongMs) return;
    const state = `${path} ${waiting.oldestAt} ${waiting.count}`;
    if (state === written && existsSync(path)) return;
    const { file, bundles } = makeParcel(replica, now());
    writeFileAtomically(path, file);
    written = state;
    log('parcelWritten', { bundles });
  };
  forget = timers.after(0, look);
  return {
    make: () => makeParcel(replica, now()),
    read: readNext,
    folder: () => folderOf(replica),
    setFolder: (folder) => {
      const reason = folder === null ? null : whyNoFolder(folder);
      if (reason !== null) return reason;
      replica.keepAside(aside, folder);
      look();
      return null;
    },
    stop: () => forget(),
  };
}
