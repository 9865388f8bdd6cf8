/** The page of `rxdbChromium.ts`: RxDB on Dexie, told by Playwright what to do. */
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { RxPatients } from './rxdbPull.ts';
import { rxPatients } from './rxdbPull.ts';

declare global {
  interface Window {
    openPatients: () => Promise<void>;
    patients: RxPatients;
  }
}

window.openPatients = async () => {
  window.patients = await rxPatients(getRxStorageDexie());
};
