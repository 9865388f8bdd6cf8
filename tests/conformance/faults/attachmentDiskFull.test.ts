import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { anAttachment, aPicture } from '@lianyi/tests/builders/anAttachment';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aSmallDisk } from '@lianyi/tests/builders/aSmallDisk';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => county.close());

const disk = aSmallDisk(12);
afterAll(() => disk?.remove());

test.skipIf(disk === null)('SAVE-5 ATT-6 on a full disk a picture is refused in words and leaves nothing, one that is fetched is told, and with room both go on', { timeout: 180_000 }, async () => {
  if (disk === null) return;
  const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, under: disk.folder });
  const other = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  const patient = aPatient({ homeId: places.village });
  other.save([{ op: 'create', document: patient }]);
  const theirs = aPicture(2_500_000);
  const added = await other.host.caller.attachments.add({ patientId: patient.id, encounterId: null, base64: theirs.toString('base64'), thumbnailBase64: null, caption: '' });
  if (!added.ok) throw new Error('not added');
  const { id } = added;
  await expect.poll(async () => (await other.host.caller.attachments.list({ patientId: patient.id, encounterId: null })).attachments[0]?.state.name, { timeout: 60_000 }).toBe('held');
  await clinic.exchange();

  disk.fill();
  const add = async () => clinic.host.caller.attachments.add({ patientId: patient.id, encounterId: null, base64: aPicture(900_000).toString('base64'), thumbnailBase64: null, caption: '' });
  expect(await add()).toEqual({ ok: false, errors: [{ field: 'file', code: 'diskFull' }] });
  expect(readdirSync(join(clinic.dataDir, 'attachments'))).toEqual([]);
  expect((await clinic.host.caller.attachments.list({ patientId: patient.id, encounterId: null })).attachments).toHaveLength(1);

  const original = async () => clinic.host.caller.attachments.original({ id });
  await clinic.host.caller.attachments.fetch({ id });
  await expect.poll(original, { timeout: 30_000 }).toMatchObject({ state: 'coming', trouble: 'diskFull' });
  disk.free();
  await expect.poll(original, { timeout: 60_000 }).toMatchObject({ state: 'here', base64: theirs.toString('base64') });
  expect(anAttachment(patient, theirs).sha256).toBe(clinic.replica.document('attachment', id)?.sha256);
  expect(await add()).toMatchObject({ ok: true });
  await clinic.close();
  await other.close();
});
