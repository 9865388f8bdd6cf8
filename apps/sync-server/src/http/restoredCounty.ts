import { recordIn } from '../access/audit.ts';
import type { RestoredCounty } from '../access/readmission.ts';
import type { Database } from '../store/database.ts';
import { deviceMark } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { bookOf } from './bookOf.ts';

/** What takes in again PCs that were enrolled after the backup: over the line or by stick, each is in the audit with it. */
export const restoredCounty = (county: Pick<County, 'ancestry' | 'now' | 'key'> & { readonly db: Database }): RestoredCounty => ({
  db: county.db, formerEpochs: new Set(county.ancestry.map((one) => one.epoch)), heardAt: county.now(),
  record: async (tx, device) => recordIn(tx, bookOf(county), { device, personId: null }, { action: 'device.readmitted', about: device.id, detail: { mark: deviceMark(device) } }),
});
