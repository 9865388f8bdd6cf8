import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runClinic } from '@lianyi/desktop/cli/runClinic';
import { callerOf } from '@lianyi/desktop/host/index';
import { startWebShell } from '@lianyi/desktop/web/index';
import { newId } from '@lianyi/schema/basics/ids';
import { sql } from '@lianyi/sync-server/store/database';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';

let county: TestCountyServer;
let clinic: TestClinic;
let shell: Awaited<ReturnType<typeof startWebShell>>;
const patients = Array.from({ length: 12 }, (_, at) => aPatient({ homeId: places.village, name: `龙正${at}` }));

beforeAll(async () => {
  county = await aCounty();
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  for (const document of patients) clinic.save([{ op: 'create', document }]);
  clinic.save([{ op: 'create', document: anEncounter({ homeId: places.village, orgId: places.village, patientId: patients[0]?.id ?? aPatient().id, practitionerId: people.villageDoctor }) }]);
  clinic.save([{ op: 'create', document: aStockMove({ lot: { ownerId: places.village } }) }]);
  await clinic.exchange();
  // What the command line finds running.
  shell = await startWebShell({ host: clinic.host, dataDir: clinic.dataDir, rendererDir: '/nowhere', port: 0 });
}, 180_000);
afterAll(async () => {
  await shell.close();
  await clinic.close();
  await county.close();
});

const examine = async () => {
  const context = clinic.host.door({ isCommandLine: true });
  await context.door.unlock(clinic.actor.personId, '135790');
  return (await callerOf(context).doctor.examine()).findings;
};
const damage = (statement: string, ...parameters: readonly (string | null)[]) => void clinic.replica.all(`${statement} RETURNING 1`, ...parameters);
const idOf = (at: number): string => patients[at]?.id ?? '';
const faults = (findings: Awaited<ReturnType<typeof examine>>) => findings.filter((one) => one.fault !== null).map(({ fault, count, outcome }) => [fault, count, outcome]);

test('SYNC-50 of a clinic at work the doctor finds every part whole', async () => {
  const findings = await examine();
  expect(faults(findings)).toEqual([]);
  expect(findings.map(({ check }) => check)).toEqual(['database', 'chain', 'outbox', 'receipts', 'line', 'county', 'documents', 'projections']);
});

test('SYNC-50 what was damaged is mended from the county, the outbox and the documents, and nothing is lost', async () => {
  damage('UPDATE document SET shown = ? WHERE id = ?', '{"broken":', idOf(1));
  damage('UPDATE document SET base = shown, shown = replace(shown, ?, ?) WHERE id = ?', '龙正2', '龙反2', idOf(2));
  damage("UPDATE bundle SET receipt = NULL WHERE save_number = 3");
  damage("UPDATE bundle SET receipt = replace(receipt, 'accepted', 'merged') WHERE save_number = 4");
  damage('DELETE FROM patient_row WHERE patient_id = ?', idOf(5));
  damage('UPDATE lot_balance SET quantity = quantity + 7');
  expect(faults(await examine())).toEqual([
    ['heldWithoutReceipt', 1, 'mended'], ['receiptForeign', 1, 'mended'], ['otherThanCounty', 1, 'mended'], ['shownWrong', 1, 'mended'], ['projectionStale', 1, 'mended'],
  ]);
  expect(faults(await examine())).toEqual([]);
  for (const patient of patients) expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.lineFacts().waiting.count).toBe(0);
});

test('SYNC-50 a chain that does not fit is told to a person, and left as it is', async () => {
  damage("UPDATE bundle SET body = replace(body, '龙正6', '龙反6') WHERE save_number = 7");
  damage("UPDATE bundle SET link_previous = link_hash WHERE save_number = 8");
  expect(faults(await examine())).toEqual([['linkBroken', 2, 'person'], ['bodyChanged', 1, 'person']]);
  damage("UPDATE bundle SET body = replace(body, '龙反6', '龙正6') WHERE save_number = 7");
  damage("UPDATE bundle SET link_previous = (SELECT link_hash FROM bundle WHERE save_number = 7) WHERE save_number = 8");
});

test('SYNC-17 SYNC-50 a PC that the county refuses is not whole: why, and that a person must act', async () => {
  const line = async () => (await examine()).filter(({ check }) => check === 'line' || check === 'county').map(({ fault, outcome }) => [fault, outcome]);

  const read = clinic.replica.cursors()['catalogue'] ?? 0;
  damage("UPDATE cursor SET number = 1000000 WHERE scope = 'catalogue'");
  expect(await line()).toEqual([['beyondLog', 'person'], ['notCompared', 'notDone']]);
  expect(await doctor()).toMatchObject({ code: 2, out: expect.stringMatching(/退回到了过去.*went back to an earlier moment[^]*照常看病[^]*county -- restore/) as string });
  expect(clinic.host.context.clinic()?.replication.line().problem?.code).toBe('beyondLog');
  damage(`UPDATE cursor SET number = ${read} WHERE scope = 'catalogue'`);

  const epoch = clinic.replica.epoch();
  damage("UPDATE meta SET value = ? WHERE name = 'epoch'", JSON.stringify(newId()));
  expect(await line()).toEqual([['otherEpoch', 'person'], ['notCompared', 'notDone']]);
  expect(await doctor()).toMatchObject({ code: 2, out: expect.stringContaining('whose history does not go back to this PC') as string });
  damage("UPDATE meta SET value = ? WHERE name = 'epoch'", JSON.stringify(epoch));

  const { deviceId } = clinic.replica.identity;
  const { publicKey } = await county.county.db.selectFrom('device').select('publicKey').where('id', '=', deviceId).executeTakeFirstOrThrow();
  const anotherKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
  await county.county.db.updateTable('device').set({ publicKey: Buffer.from(anotherKey, 'base64url').toString('base64') }).where('id', '=', deviceId).execute();
  expect(await line()).toEqual([['badSignature', 'person'], ['notCompared', 'notDone']]);
  await county.county.db.updateTable('device').set({ publicKey }).where('id', '=', deviceId).execute();

  expect(faults(await examine())).toEqual([]);
}, 240_000);

test('SYNC-23 SYNC-50 what the county has lost though it gave its receipt goes to it again: an old copy of its database that others have filled since', async () => {
  const pc = await aClinic(county, { orgId: places.farVillage, personId: people.farDoctor });
  const lost = Array.from({ length: 3 }, (_, at) => aPatient({ homeId: places.farVillage, name: `龙失${at}` }));
  const ids = lost.map(({ id }) => id);
  for (const document of lost) pc.save([{ op: 'create', document }]);
  pc.save([{ op: 'change', kind: 'patient', id: ids[0] ?? '', changes: [{ unit: 'phone', before: lost[0]?.phone ?? null, after: '13911112222' }] }]);
  await pc.exchange();
  // As the copy was before, with what others have pushed at the numbers of the log that these had.
  const db = county.owner;
  const { deviceId } = pc.replica.identity;
  await sql`update scope_log set bundle_id = gen_random_uuid(), put_ids = '{}', put_revisions = '{}' where bundle_id in (select id from bundle where device_id = ${deviceId})`.execute(db);
  for (const table of ['unit_origin', 'document_scope']) await sql`delete from ${sql.table(table)} where document_id = any(${ids}::uuid[])`.execute(db);
  await sql`delete from document where id = any(${ids}::uuid[])`.execute(db);
  for (const table of ['bundle', 'chain_head']) await sql`delete from ${sql.table(table)} where device_id = ${deviceId}`.execute(db);

  const context = pc.host.door({ isCommandLine: true });
  await context.door.unlock(pc.actor.personId, '135790');
  const look = async () => faults((await callerOf(context).doctor.examine()).findings);
  expect(await pc.exchange()).toMatchObject({ problem: null, waiting: { count: 0 } });
  expect(await look()).toEqual([['lostByCounty', 4, 'mended']]);
  expect(pc.replica.document('patient', ids[0] as never)).toMatchObject({ phone: '13911112222' });
  expect(await pc.exchange()).toMatchObject({ problem: null, waiting: { count: 0 } });
  expect(await look()).toEqual([]);
  const { rows } = await sql<{ revision: number }>`select revision from document where id = any(${ids}::uuid[])`.execute(db);
  expect(rows.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([1, 1, 2]);
  await pc.close();
}, 240_000);

test('SYNC-50 a PC that the county does not know hears that, and not that there is no line', async () => {
  const lost = await aClinic(county, { orgId: places.otherVillage, personId: people.otherDoctor });
  await lost.exchange();
  await county.owner.deleteFrom('enrolmentCode').where('deviceId', '=', lost.replica.identity.deviceId).execute();
  await county.owner.deleteFrom('device').where('id', '=', lost.replica.identity.deviceId).execute();
  const context = lost.host.door({ isCommandLine: true });
  await context.door.unlock(lost.actor.personId, '135790');
  const itsShell = await startWebShell({ host: lost.host, dataDir: lost.dataDir, rendererDir: '/nowhere', port: 0 });
  expect(faults((await callerOf(context).doctor.examine()).findings)).toEqual([['unknownDevice', 1, 'person'], ['notCompared', 1, 'notDone']]);
  expect(await doctor(lost.dataDir)).toMatchObject({ code: 2, out: expect.stringMatching(/县里不认识这台电脑.*does not know this PC/) as string });
  await itsShell.close();
  await lost.close();
}, 240_000);

test('SYNC-50 npm run clinic -- doctor says it in both languages, with an exit code', async () => {
  damage('DELETE FROM patient_row WHERE patient_id = ?', idOf(5));
  expect(await doctor()).toMatchObject({ code: 1, out: expect.stringContaining('已修好 mended') as string });
  expect(await doctor()).toMatchObject({ code: 0, out: expect.stringContaining('数据库 database: ') as string });
  damage("UPDATE bundle SET link_previous = link_hash WHERE save_number = 8");
  expect(await doctor()).toMatchObject({ code: 2, out: expect.stringContaining('tell county IT') as string });
}, 240_000);

async function doctor(dataDir = clinic.dataDir): Promise<{ readonly code: number; readonly out: string }> {
  const { code, stdout } = await inThisProcess(runClinic, ['--data-dir', dataDir, '--pin', '135790', 'doctor'], { INIT_CWD: '/' });
  return { code, out: stdout };
}
