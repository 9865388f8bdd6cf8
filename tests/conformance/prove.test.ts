import { runClinic } from '@lianyi/desktop/cli/runClinic';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import { newId } from '@lianyi/schema/basics/ids';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { sql } from '@lianyi/sync-server/store/database';
import { startWebShell } from '@lianyi/desktop/web/index';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let clinic: TestClinic;
let shell: Awaited<ReturnType<typeof startWebShell>>;
beforeAll(async () => {
  county = await aCounty();
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  shell = await startWebShell({ host: clinic.host, dataDir: clinic.dataDir, rendererDir: '/nowhere', port: 0 });
}, 150_000);
afterAll(async () => {
  await shell.close();
  await clinic.close();
  await county.close();
});

interface Said {
  readonly code: number;
  readonly lines: readonly string[];
  readonly words: string;
}

const say = async (run: (args: readonly string[]) => Promise<number>, args: readonly string[]): Promise<Said> => {
  const { code, stdout, stderr } = await inThisProcess(run, args, { INIT_CWD: '/', DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  return { code, lines: stdout.trimEnd().split('\n'), words: stderr.trim() };
};
const atClinic = async (id: string): Promise<Said> => say(runClinic, ['--data-dir', clinic.dataDir, '--pin', '135790', 'prove', id]);
const atCounty = async (id: string, ...more: readonly string[]): Promise<Said> => say(runCounty, ['prove', id, ...more]);

const aVillager = () => aPatient({ homeId: places.village, registered: { by: people.villageDoctor, orgId: places.village, at: '2026-03-09T09:42:18+08:00' } });

describe('SYNC-24 prove', () => {
  test('SYNC-24 clinic and county print the same proof of a document and of a bundle, line by line', { timeout: 300_000 }, async () => {
    const patient = aVillager();
    const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village, practitionerId: people.villageDoctor });
    const { bundleId } = clinic.save([{ op: 'create', document: patient }, { op: 'create', document: visit }]);
    clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '13800000000' }] }]);
    await clinic.exchange();
    for (const id of [patient.id, visit.id, bundleId]) {
      const [here, there] = await Promise.all([atClinic(id), atCounty(id)]);
      expect(here).toEqual(there);
      expect(here.code).toBe(0);
      expect(here.words).toContain('县里已收存');
      expect(here.words).toContain('The county holds it');
      expect(here.lines.at(-1)).toBe('held yes (held)');
      expect(here.lines).toEqual(expect.arrayContaining(['  device-signature valid', '  receipt-signature valid', '  receipt-speaks-of-this-bundle yes', '  outcome accepted']));
    }
    const { lines } = await atClinic(patient.id);
    expect(lines.filter((line) => line.startsWith('bundle '))).toHaveLength(2);
    expect(lines).toEqual(expect.arrayContaining([`document ${patient.id}`, '  revision 2']));
  });

  test('SYNC-24 without a line the clinic proves by itself, and what was not sent is said to be here only', { timeout: 300_000 }, async () => {
    const patient = aVillager();
    const sent = clinic.save([{ op: 'create', document: patient }]);
    await clinic.exchange();
    const unsent = aVillager();
    await clinic.host.context.clinic()?.replication.stop();
    const waiting = clinic.save([{ op: 'create', document: unsent }]);
    expect(await atClinic(sent.bundleId)).toMatchObject({ code: 0, lines: expect.arrayContaining(['held yes (held)']) as unknown });
    for (const id of [waiting.bundleId, unsent.id]) {
      expect(await atClinic(id)).toMatchObject({ code: 1, words: expect.stringContaining('on this PC only') as string, lines: expect.arrayContaining(['  receipt none', 'held no (notHeld)']) as unknown });
      expect(await atCounty(id)).toMatchObject({ code: 1, words: expect.stringContaining('not known here') as string, lines: ['held no (unknown)'] });
    }
    const nowhere = newId();
    expect((await atClinic(nowhere)).lines).toEqual((await atCounty(nowhere)).lines);
    expect((await atClinic('nonsense')).code).toBe(2);
  });

  test('SYNC-24 what another PC did is in the county\'s proof, and left out for a device', { timeout: 300_000 }, async () => {
    const [one, other] = [await county.enrol(places.village), await county.enrol(places.township, people.physician)];
    const patient = aVillager();
    await one.push([{ op: 'create', kind: 'patient', version: 1, document: patient }]);
    await other.push([{ op: 'change', kind: 'patient', version: 1, id: patient.id, changes: [{ unit: 'allergies/a1', before: null, after: anAllergy() }] }]);
    const bundlesIn = ({ lines }: Said): number => lines.filter((line) => line.startsWith('bundle ')).length;
    expect(bundlesIn(await atCounty(patient.id))).toBe(2);
    expect(bundlesIn(await atCounty(patient.id, '--device', one.id))).toBe(1);
    for (const nowhere of [newId(), 'nonsense']) expect(await atCounty(patient.id, '--device', nowhere)).toMatchObject({ code: 1, lines: [''], words: expect.stringMatching(/没有这台设备.*\nNo such device/) as string });
  });

  test('SYNC-24 a document whose content was altered in the database is held by nobody\'s word, and check names it', { timeout: 300_000 }, async () => {
    const [one, patient, whole] = [await county.enrol(places.village), aVillager(), aVillager()];
    await one.push([patient, whole].map((document) => ({ op: 'create', kind: 'patient', version: 1, document })));
    const check = async () => say(runCounty, ['check']);
    expect(await check()).toMatchObject({ code: 0, lines: [''], words: expect.stringMatching(/都对得上.*each with the content/) as string });
    await sql`update document set body = jsonb_set(body, '{phone}', '"13911111111"') where id = ${patient.id}`.execute(county.county.db);
    expect(await atCounty(patient.id)).toMatchObject({
      code: 1, words: expect.stringMatching(/内容与写入时的校验值不同.*content and the hash that was written with it differ/) as string,
      lines: expect.arrayContaining(['  content-is-what-was-written NO', 'held no (altered)']) as unknown,
    });
    expect((await atCounty(whole.id)).code).toBe(0);
    await sql`update document set version = 7 where id = ${whole.id}`.execute(county.county.db);
    await sql`insert into document_scope (scope, document_id) values (${`org:${places.farVillage}`}, ${patient.id})`.execute(county.county.db);
    expect(await check()).toMatchObject({
      code: 1, lines: [`${patient.id} patient content scopes`, `${whole.id} patient version`].toSorted(), words: expect.stringMatching(/2 份对不上.*2 of \d+ documents do not fit/) as string,
    });
  });

  test('SYNC-24 a document that was altered with its hash is held by nobody\'s word either: signatures are over the saves, which say otherwise', { timeout: 300_000 }, async () => {
    const [one, patient] = [await county.enrol(places.village), aVillager()];
    await one.push([{ op: 'create', kind: 'patient', version: 1, document: patient }]);
    expect((await atCounty(patient.id)).words).toMatch(/签名管的是这些保存.*what they cover is the saves/);
    const altered = { ...patient, phone: '13911111111' };
    await sql`update document set body = ${JSON.stringify(altered)}::jsonb, hash = ${contentHash(altered)} where id = ${patient.id}`.execute(county.county.db);
    expect(await atCounty(patient.id)).toMatchObject({
      code: 1, words: expect.stringMatching(/不是签过名的那些保存的结果.*not what the signed saves made of it/) as string,
      lines: expect.arrayContaining(['  device-signature valid', '  content-is-what-was-saved NO', 'held no (unlike)']) as unknown,
    });
    await sql`update document set body = ${JSON.stringify(patient)}::jsonb, hash = ${contentHash(patient)} where id = ${patient.id}`.execute(county.county.db);
  });

  test('SYNC-24 a receipt or a body that was changed afterwards does not fit together any more', async () => {
    const patient = aVillager();
    const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
    expect(clinic.replica.prove(bundleId).standing).toBe('notHeld');
    const device = await county.enrol(places.village);
    const receipt = await device.push([{ op: 'create', kind: 'patient', version: 1, document: patient }]);
    await county.county.db.updateTable('bundle').set({ receipt: JSON.stringify({ ...receipt, numbers: { ...receipt.numbers, catalogue: 1 } }) }).where('id', '=', receipt.bundleId).execute();
    expect(await atCounty(receipt.bundleId)).toMatchObject({ code: 1, words: expect.stringContaining('tell county IT') as string, lines: expect.arrayContaining(['  receipt-signature NOT VALID', 'held no (mismatch)']) as unknown });
  }, 150_000);
});
