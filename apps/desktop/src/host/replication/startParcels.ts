import type { TakeStickSnapshots } from './parcels.ts';
import { makeParcel, readParcel } from './parcels.ts';
import type { ParcelMade, ParcelRead, Parcels } from './parcelViews.ts';
import type { StickParts } from './stickFolder.ts';
import { watchStick } from './stickFolder.ts';

export interface ParcelParts extends Omit<StickParts, 'read' | 'make'> {
  /** Whose the first sync is. */
  readonly takeSnapshots: TakeStickSnapshots;
  /** Of tests: of the outbox, about what one file takes. */
  readonly mostOutboxBytes?: number;
}

/** Parcels by hand, and by themselves on a stick that stays in this PC. */
export function startParcels({ replica, timers, now, takeSnapshots, log, mostOutboxBytes }: ParcelParts): Parcels {
  let underWay: Promise<void> | null = null;
  let isStopped = false;
  /** One after the other: each goes on from where the one before it ended. */
  const readNext = async (file: () => Uint8Array): Promise<ParcelRead> => {
    const readNow = async (): Promise<ParcelRead> => readParcel(replica, file(), takeSnapshots, () => isStopped);
    const mine = underWay === null ? readNow() : underWay.then(readNow);
    const ended = mine.then(() => undefined, () => undefined);
    underWay = ended;
    try {
      return await mine;
    } finally {
      if (underWay === ended) underWay = null;
    }
  };
  const make = async (): Promise<ParcelMade> => makeParcel(replica, now(), mostOutboxBytes);
  const stick = watchStick({ replica, timers, now, log, read: readNext, make });
  return {
    make,
    read: async (file) => readNext(() => file),
    stick: stick.standing,
    setFolder: stick.setFolder,
    lookNow: stick.lookNow,
    stop: () => {
      isStopped = true;
      stick.stop();
    },
  };
}
