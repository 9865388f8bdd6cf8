/** Somebody at a clinic's PC opens the record of a patient who lives elsewhere, with a reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@lianyi/schema/basics/ids';
import { lookupPath } from '@lianyi/schema/wire/lookup';
import type { Review } from '@lianyi/schema/documents/review';
import { auditPage } from '@lianyi/sync-server/reports/audit';
import { auditCsv } from '@lianyi/sync-server/reports/auditCsv';
import { examineAudit } from '@lianyi/sync-server/sync/examineAudit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBadLine } from '../builders/aBadLine.ts';
import { aClinic } from '../builders/aClinic.ts';
import type { TestClinic } from '../builders/aClinic.ts';
import type { TestCountyServer } from '../builders/aCounty.ts';
import { aCounty, create, people, places } from '../builders/aCounty.ts';
import { anAllergy, anIdentityNumber, aPatient } from '../builders/aPatient.ts';

const [strangerNumber, ownNumber] = [anIdentityNumber('1959-02-14', 'female', 100), anIdentityNumber('1961-03-05', 'male', 200)];
const stranger = aPatient({
  name: '记号石远山', birthDate: '1959-02-14', sex: 'female', identityNumber: strangerNumber, homeId: places.farVillage, allergies: { [newId()]: anAllergy({ substance: '青霉素', reaction: '喉头水肿', severity: 'severe' }) },
});
const own = aPatient({ birthDate: '1961-03-05', sex: 'male', identityNumber: ownNumber, homeId: places.village });
const why = { reason: 'emergency', text: '赶场时晕倒，要看过敏史' } as const;
const everything = { patientId: null, personId: null, deviceId: null, from: null, until: null, what: 'glass' } as const;

let county: TestCountyServer;
let clinic: TestClinic;
let line: Awaited<ReturnType<typeof aBadLine>>;
beforeAll(async () => {
  county = await aCounty();
  await (await county.enrol(places.farVillage, people.farDoctor)).push([create(stranger)]);
  await (await county.enrol(places.village)).push([create(own)]);
  line = await aBadLine(county.url);
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: line.url });
  await clinic.exchange();
}, 240_000);
afterAll(async () => {
  await clinic.close();
  await line.close();
  await county.close();
});

const lookUp = async (documentNumber: string) => clinic.host.caller.patients.lookUp({ documentNumber, ...why });

test('GLASS-3 a record that lives elsewhere comes with a reason, to read; its own clinic and the auditor are told, and nothing of it is kept on the PC', { timeout: 180_000 }, async () => {
  const answer = await lookUp(strangerNumber);
  expect(answer).toMatchObject({ result: 'found', record: { name: '记号石远山', allergies: [{ substance: '青霉素', reaction: '喉头水肿', severity: 'severe' }], hasNoKnownAllergies: false } });
  await clinic.exchange();
  expect(clinic.replica.document('patient', stranger.id)).toBeUndefined();
  for (const file of readdirSync(clinic.dataDir).filter((name) => /\.(db|db-wal|log|json)$/.test(name))) expect(readFileSync(join(clinic.dataDir, file)).includes('记号石远山')).toBe(false);

  const far = await county.enrol(places.farVillage, people.farDoctor);
  const reviews = [...(await far.pull()).values()].filter((document): document is Review => document.kind === 'review');
  expect(reviews).toMatchObject([{ reason: 'glassOpened', patientId: stranger.id, losing: { value: { who: '龙正明', ...why } } }]);

  const { rows } = await auditPage(county.county.db, { ...everything, personId: people.villageDoctor }, null, 50);
  expect(rows).toMatchObject([{ action: 'chart.lookup', who: { name: '龙正明' }, device: { id: clinic.host.identity.deviceId }, organisation: { id: places.village }, patients: [{ id: stranger.id }], glass: { ...why, answer: null } }]);
  expect((await auditPage(county.county.db, { ...everything, deviceId: clinic.host.identity.deviceId }, null, 50)).rows).toHaveLength(1);
  expect(auditCsv(rows)).toContain(why.text);
  expect((await examineAudit(county.county.db, county.county.key.publicKey)).faults).toEqual([]);
  const entries = await county.county.db.selectFrom('auditEntry').selectAll().where('action', '=', 'chart.lookup').execute();
  for (const word of [strangerNumber, '赶场', '石远山']) expect(JSON.stringify(entries)).not.toContain(word);
});

test('GLASS-3 the same record asked for again, many times at once and with other words, is the same opening while it holds: one entry, one notice', { timeout: 180_000 }, async () => {
  const far = await county.enrol(places.farVillage, people.farDoctor);
  const number = anIdentityNumber('1962-07-08', 'male', 400);
  const patient = aPatient({ birthDate: '1962-07-08', sex: 'male', identityNumber: number, homeId: places.farVillage });
  await far.push([create(patient)]);
  const ask = async (text: string) => clinic.host.caller.patients.lookUp({ documentNumber: number, reason: 'emergency', text });
  const answers = await Promise.all([ask(why.text), ask(why.text), ask('再看一次过敏史')]);
  answers.push(await ask('又看一次过敏史'));
  expect(answers.map(({ result }) => result)).toEqual(['found', 'found', 'found', 'found']);
  const entries = await county.county.db.selectFrom('auditEntry').select(['patientIds', 'about']).where('action', '=', 'chart.lookup').execute();
  expect(entries.filter(({ patientIds }) => patientIds.includes(patient.id))).toHaveLength(1);
  expect([...(await far.pull()).values()].filter((document) => document.kind === 'review' && document.patientId === patient.id)).toHaveLength(1);
  expect(new Set(answers.map((answer) => (answer.result === 'found' ? answer.until : null))).size).toBe(1);
});

test('GLASS-4 who asks for nobody, or for a record of their own, is told so and written down; without a line, without such a post, and after too many, nothing is told', { timeout: 180_000 }, async () => {
  expect(await lookUp(anIdentityNumber('1970-01-01', 'male', 300))).toEqual({ result: 'nobody' });
  expect(await lookUp(ownNumber)).toEqual({ result: 'here' });
  expect(await county.county.db.selectFrom('auditEntry').select(['patientIds', 'about']).where('action', '=', 'chart.lookup').orderBy('number', 'desc').limit(2).execute()).toEqual([{ patientIds: [own.id], about: null }, { patientIds: [], about: null }]);
  for (const text of ['短', 'aaaaaaaa']) await expect(clinic.host.caller.patients.lookUp({ documentNumber: strangerNumber, reason: 'other', text })).rejects.toThrow('text');
  line.mood = 'dead';
  line.breakAll();
  expect(await lookUp(strangerNumber)).toEqual({ result: 'offline' });
  line.mood = 'good';

  // A PC that sends what ours does not: somebody else's people, a colleague without such a post, its own retirement.
  const rogue = await county.enrol(places.village);
  const ask = async (over: object = {}): Promise<number> => {
    await rogue.exchange();
    return (await rogue.send(Buffer.from(JSON.stringify({ deviceId: rogue.id, personId: people.villageDoctor, documentNumber: strangerNumber, ...why, ...over })), { path: lookupPath })).status;
  };
  expect([await ask({ personId: people.farDoctor }), await ask({ personId: people.pharmacist }), await ask({ personId: newId() }), await ask({ deviceId: clinic.host.identity.deviceId }), await ask({ text: '      x' }), await ask({ text: 'aaaaaaaa' }), await ask({ reason: 'curious' })]).toEqual([403, 403, 403, 400, 400, 400, 400]);
  const statuses: number[] = [];
  for (let tries = 0; tries < 21; tries += 1) statuses.push(await ask({ documentNumber: `5222991970010${tries}` }));
  expect([new Set(statuses.slice(0, 20)), statuses.at(-1)]).toEqual([new Set([200]), 429]);
});
