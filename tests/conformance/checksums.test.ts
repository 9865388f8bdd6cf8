import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '@lianyi/sync-server/store/database';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';

let county: TestCountyServer;
let clinic: TestClinic;
const patients = Array.from({ length: 40 }, (_, at) => aPatient({ homeId: places.village, name: `龙正${at}` }));

beforeAll(async () => {
  county = await aCounty();
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  clinic.save(patients.map((document) => ({ op: 'create', document })));
  await clinic.exchange();
}, 180_000);
afterAll(async () => {
  await clinic.close();
  await county.close();
});
beforeEach(async () => {
  await clinic.exchange();
});

const replication = () => {
  const open = clinic.host.context.clinic();
  if (open === null) throw new Error('not open');
  return open.replication;
};
const check = async () => {
  const checked = await replication().checkNow();
  if (!checked.ok) throw new Error(`${checked.problem.code} ${checked.problem.detail}`);
  return checked.report;
};
const countyDocuments = async () => {
  const { rows } = await sql<{ id: string; revision: number; hash: string }>`
    select d.id, d.revision, d.hash from document d join document_scope s on s.document_id = d.id where s.scope = ${`org:${places.village}`} order by d.id`.execute(county.county.db);
  return rows;
};
const clinicDocuments = () => clinic.replica.all<{ id: string; revision: number; hash: string }>(
  "SELECT d.id, d.revision, lower(hex(d.hash)) AS hash FROM document d JOIN membership m ON m.document = d.number JOIN scope s ON s.number = m.scope WHERE s.name = ? ORDER BY d.id",
  `org:${places.village}`,
);
/** A hand in the replica's file, beside the app. */
const damage = (statement: string, ...parameters: readonly (string | null)[]) => void clinic.replica.all(`${statement} RETURNING 1`, ...parameters);
const idOf = (at: number): string => patients[at]?.id ?? '';

test('SYNC-14 a copy that is the county\'s is found the same', async () => {
  expect(await check()).toMatchObject({ documents: 52, scopes: 2, behind: 0, taken: 0, gone: 0, unknown: 0, left: 0 });
});

test('SYNC-14 what is missing, damaged, of another revision, or of no membership here is taken from the county, and the report says so on both sides', async () => {
  damage('DELETE FROM membership WHERE document = (SELECT number FROM document WHERE id = ?)', idOf(0));
  damage("UPDATE document SET shown = replace(shown, '龙正1', '龙反1') WHERE id = ?", idOf(1));
  damage('UPDATE document SET revision = 7 WHERE id = ?', idOf(2));
  damage("UPDATE document SET shown = '{' WHERE id = ?", idOf(3));
  damage('DELETE FROM membership WHERE document = (SELECT number FROM document WHERE id = ?)', idOf(4));
  damage('DELETE FROM document WHERE id = ?', idOf(4));
  expect(await check()).toMatchObject({ taken: 5, gone: 0, unknown: 0, left: 0 });
  expect(clinicDocuments()).toEqual(await countyDocuments());
  for (const patient of patients) expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.lastCheck()).toMatchObject({ taken: 5 });
  expect((await sql<{ given: number }>`select given from device_check`.execute(county.county.db)).rows).toEqual([{ given: 5 }]);
  expect(await check()).toMatchObject({ taken: 0, left: 0 });
});

test('SYNC-14 an overlay stays on top of what is repaired', async () => {
  const patient = patients[5] ?? aPatient();
  const body = JSON.stringify({ ...patient, phone: '13912345678' });
  damage('UPDATE document SET base = ?, shown = ? WHERE id = ?', JSON.stringify(patient).replace('龙正5', '龙反5'), body, patient.id);
  expect(await check()).toMatchObject({ taken: 1 });
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
});

test('SYNC-14 only what the county has elsewhere is taken away; what it does not know stays', async () => {
  const [moved, forgotten] = [idOf(6), idOf(7)];
  const db = county.owner;
  await sql`update document_scope set scope = ${`org:${places.farVillage}`} where document_id = ${moved}`.execute(db);
  await sql`delete from document_scope where document_id = ${forgotten}`.execute(db);
  await sql`delete from document where id = ${forgotten}`.execute(db);
  expect(await check()).toMatchObject({ taken: 0, gone: 1, unknown: 0, sentAgain: 1, left: 0 });
  // The county has the bundle and answers as before: sending it again brings nothing back, and is not done twice.
  await clinic.exchange();
  expect(await check()).toMatchObject({ gone: 0, unknown: 1, sentAgain: 0, left: 0 });
  expect(clinic.replica.document('patient', moved as never)).toBeUndefined();
  expect(clinic.replica.document('patient', forgotten as never)).toEqual(patients[7]);
});

test('SYNC-14 a county that has gone on is compared another time', async () => {
  damage('UPDATE cursor SET number = number - 1 WHERE scope = ?', `org:${places.village}`);
  expect(await check()).toMatchObject({ behind: 1, taken: 0 });
  damage('UPDATE cursor SET number = number + 1 WHERE scope = ?', `org:${places.village}`);
});

test('SYNC-14 adding up never holds the host for long: it stops for others after each 100 documents', async () => {
  clinic.save(Array.from({ length: 350 }, (_, at) => ({ op: 'create', document: aPatient({ homeId: places.village, name: `龙续${at}` }) })));
  await clinic.exchange();
  const adding = clinic.replica.addUpScope(`org:${places.village}`);
  let pauses = 0;
  while (adding.next().done !== true) pauses += 1;
  expect(pauses).toBeGreaterThanOrEqual(Math.floor(clinicDocuments().length / 100));
  expect(clinicDocuments().length).toBeGreaterThan(350);
});
