import { wireTable } from '@lianyi/schema/wire/steps';
import { rightsOf } from '../access/permissions.ts';
import { readmitDevices } from '../access/readmission.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import type { ParcelParts } from '../sync/parcels/takeParcel.ts';
import { snapshotsForStick } from '../sync/snapshots/snapshotsForStick.ts';
import { restoredCounty } from './restoredCounty.ts';

/** What a parcel goes through, beside the engine: who it may be from, and what that device may do. */
export const parcelParts = (county: ParcelParts['county'], db: Database): ParcelParts => ({
  county,
  wire: wireTable,
  deviceById: async (id) => deviceById(db, id),
  readmit: async (certificates) => { await readmitDevices({ ...restoredCounty({ db, ancestry: county.ancestry, now: county.now, key: county.key }), heardAt: null }, certificates); },
  rightsOf: async (device) => rightsOf(db, device),
  snapshotsOf: async (scopes) => snapshotsForStick({ db, epoch: county.epoch, key: county.key, kinds: county.kinds, now: county.now, hears: county.hears }, scopes),
});
