import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@lianyi/desktop/host/index';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import type { PersonId } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import { makeRecoveryCode } from '@lianyi/sync-server/access/deviceRecoveryCodes';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';

/** A village's PC with the doctor's key, and another for each of `alsoPins`. */
type Village = (countyUrl?: string, alsoPins?: readonly PersonId[]) => Promise<TestClinic>;

/** A county, and PCs of it whose hosts are real. Close it. */
export interface KeyHolders {
  readonly county: TestCountyServer;
  readonly village: Village;
  /** The same PC after a restart of the machine, with another clock if one is given. */
  readonly restarted: (clinic: TestClinic, more?: { readonly now?: () => Date; readonly countyUrl?: string }) => Promise<Host>;
  /** A code of the county for that PC, by which that person sets a PIN. */
  readonly codeFor: (deviceId: string, personId: string) => Promise<string>;
  /** Takes the directory of a PC that is not started again away in the end. */
  readonly remove: (dataDir: string) => void;
  close(): Promise<void>;
}

export const resourcesDir = join(import.meta.dirname, '../../../resources');
export const dayMs = 86_400_000;
export const pin = '135790';

export async function keyHolders(): Promise<KeyHolders> {
  const county = await aCounty();
  const directories: string[] = [];
  return {
    county,
    village: async (countyUrl = county.url, alsoPins = []) => aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl, alsoPins }),
    restarted: async (clinic, more = {}) => {
      await clinic.host.close();
      directories.push(clinic.dataDir);
      return startHost({ dataDir: clinic.dataDir, resourcesDir, keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')), ...more });
    },
    codeFor: async (deviceId, personId) => {
      const made = await makeRecoveryCode(county.county.db, { deviceId, personId, reason: '都忘了', by: '龙建军' }, new Date());
      if (!made.ok) throw new Error(made.reason);
      return made.code;
    },
    remove: (dataDir) => { directories.push(dataDir); },
    close: async () => {
      await county.close();
      for (const directory of directories) rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function until(isSo: () => boolean): Promise<void> {
  for (let at = 0; at < 600; at += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}

/** What this PC says of its door to the county's audit, as far as its outbox has held it. */
export function doorEventsOf(host: Host): readonly DoorEvent[] {
  const rows = host.context.clinic()?.replica.all<{ body: string }>("SELECT body FROM bundle WHERE action = 'door.events' ORDER BY save_number") ?? [];
  return rows.flatMap(({ body }) => (JSON.parse(body) as BundleBody).writes.flatMap((write) => (write.op === 'create' ? (write.document as unknown as { readonly events: readonly DoorEvent[] }).events : [])));
}
