import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { parcelNames } from './stickFolder.ts';

test('LINE-23 who exchanges by hand, or makes a parcel, has the folder of the stick looked at', async () => {
  const clinic = aReplica();
  const caller = aCaller(clinic);
  const folder = join(clinic.directory, 'stick');
  mkdirSync(folder);
  expect(await caller.parcels.setFolder({ folder })).toEqual({ ok: true });
  const countys = (name: string): void => {
    const path = join(folder, parcelNames(clinic.identity.deviceId).ours.replace('.parcel', `-county-${name}.parcel`));
    writeFileSync(path, '');
    truncateSync(path, maxParcelFileBytes + 1);
  };
  countys('1');
  expect((await caller.parcels.folder())?.refused).toEqual([]);
  await caller.line.exchangeNow();
  expect((await caller.parcels.folder())?.refused).toHaveLength(1);
  countys('2');
  await caller.parcels.make();
  expect((await caller.parcels.folder())?.refused).toHaveLength(2);
  clinic.close();
});
