/**
 * Marked names go through a clinic and a county at work, and then everything that either leaves behind is searched for
 * them: files, write-ahead log, temporary files, backups, parcels, log lines, metrics, answers to nonsense, what a killed
 * host leaves.
 */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '@lianyi/desktop/host/replica/database';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import { callerOf } from '@lianyi/desktop/host/index';
import { deviceHeader, enrolPath, exchangePath } from '@lianyi/schema/wire/exchange';
import { openAsOwner, sql } from '@lianyi/sync-server/store/database';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aLot } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What no other text holds, each with its pinyin where search keeps one. */
const marks = { name: '龘记号', imported: '爨记号', rejected: '麤记号', complaint: '骉诉记号', killed: '羴记号', pinyin: 'dajihao', phone: '13911119753', identityNumber: anIdentityNumber('1957-03-02', 'female', 974) };

/** As it might stand in a file: UTF-8, UTF-16, JSON's escapes, hex, and base64 at each of its three places. */
const formsOf = (mark: string): readonly Buffer[] => {
  const utf8 = Buffer.from(mark, 'utf8');
  const escaped = [...mark].map((character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
  const inBase64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), utf8]).toString('base64').slice(before === 0 ? 0 : before + 1, before === 0 ? -4 : -4));
  return [utf8, Buffer.from(mark, 'utf16le'), Buffer.from(escaped), Buffer.from(utf8.toString('hex')), ...inBase64.filter((text) => text.length >= 8).map((text) => Buffer.from(text))];
};
const forms = Object.entries(marks).flatMap(([name, mark]) => formsOf(mark).map((bytes) => ({ name, bytes })));
const marksIn = (bytes: Uint8Array): readonly string[] => forms.filter((form) => Buffer.from(bytes).includes(form.bytes)).map(({ name }) => name);

function marksUnder(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .flatMap((path) => marksIn(readFileSync(path)).map((mark) => `${path}: ${mark}`));
}

const run = promisify(execFile);
const passphrase = '十二个字以上的口令才算数呢';
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'lianyi-marks-'));
/** Where the programs are started: what a crash leaves, it leaves here. */
const ranIn = mkdtempSync(join(tmpdir(), 'lianyi-ran-'));
/** Loaded before a program: at a signal an error that nobody catches, as a database makes it, or a promise that fails. */
const failing = join(folder, 'failing.mjs');
writeFileSync(failing, `
  const bad = () => Object.assign(new Error('cannot keep ${marks.name}\\n    at ${marks.phone}'), { detail: 'Failing row contains (${marks.identityNumber})', where: '${marks.complaint}', cause: new TypeError('${marks.name}') });
  process.on('SIGUSR2', () => setTimeout(() => { throw bad(); }));
  process.on('SIGHUP', () => void Promise.reject(bad()));
`);
const failsWhenTold = ['--import', pathToFileURL(failing).href];
let county: TestCountyServer;
let server: ChildProcess;
let serverUrl = '';
let serverSaid = '';
let clinic: TestClinic;

beforeAll(async () => {
  county = await aCounty();
  // A second server of the same county, whose every log line is heard.
  server = spawn(process.execPath, [...failsWhenTold, join(root, 'apps/sync-server/src/main.ts')], {
    env: { ...process.env, DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir, PORT: '0', LOG_LEVEL: 'trace' }, cwd: ranIn, stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (serverSaid += String(chunk)));
  await until(() => /"url":"([^"]+)"/.test(serverSaid));
  serverUrl = /"url":"([^"]+)"/.exec(serverSaid)?.[1] ?? '';
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: serverUrl });
}, 240_000);
afterAll(async () => {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM');
    await once(server, 'close');
  }
  await county.close();
  for (const directory of [folder, ranIn, clinic.dataDir]) rmSync(directory, { recursive: true, force: true });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let at = 0; at < 1_200; at += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}

test('KEY-13 a clinic at work leaves none of them in a file or a log: visit, prescription, import, doctor, parcel, backup, refusals', { timeout: 240_000 }, async () => {
  const { caller } = clinic.host;
  const patient = aPatient({ homeId: places.village, name: marks.name, phone: marks.phone, identityNumber: marks.identityNumber });
  const visit = { patientId: patient.id, homeId: places.village, orgId: places.village, practitionerId: people.villageDoctor };
  const encounter = anEncounter({ ...visit, complaint: marks.complaint });
  const prescription = aPrescription({ patientId: patient.id, homeId: places.village, orgId: places.village, encounterId: encounter.id });
  const { dispense, move } = aDispenseOf(prescription, aLot({ ownerId: places.village }), 15);
  clinic.save([patient, encounter, prescription, dispense, move].map((document) => ({ op: 'create', document })));
  expect((await caller.patients.search({ query: marks.name, limit: 10, onlyHere: true })).hits).toHaveLength(1);
  expect((await caller.patients.search({ query: marks.pinyin, limit: 10, onlyHere: true })).hits.length).toBeGreaterThanOrEqual(0);

  const roster = join(folder, 'roster.csv');
  writeFileSync(roster, `序号,姓名,性别,身份证号,联系电话\n1,${marks.imported},女,${anIdentityNumber('1960-01-02', 'female', 100)},\n2,${marks.rejected},女,${marks.identityNumber.slice(0, 17)}0,\n`);
  const { id } = await caller.imports.roster({ path: roster });
  for (let state = 'running'; state === 'running';) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    state = (await caller.imports.progress({ id }))?.state ?? '';
  }
  await clinic.exchange();

  // What a person or a program may do wrong, with the names in it.
  await caller.patients.register({ draft: { name: marks.name } as never, seenDuplicates: [] }).catch(() => undefined);
  await caller.patients.chart({ patientId: marks.name }).catch(() => undefined);
  clinic.host.report('patients.chart', new Error(`cannot show ${marks.name}`, { cause: new TypeError(`${marks.complaint} is not a function`) }));
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.farVillage, name: marks.name }) }]);
  await clinic.exchange();

  const door = clinic.host.door({ isCommandLine: true });
  await door.door.unlock(people.villageDoctor, '135790');
  const commandLine = callerOf(door);
  await commandLine.doctor.examine();
  expect(await commandLine.session.backup({ path: join(clinic.dataDir, 'clinic.backup'), passphrase })).toMatchObject({ ok: true });
  mkdirSync(join(clinic.dataDir, 'stick'));
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.village, name: marks.name }) }]);
  const parcel = await caller.parcels.make();
  writeFileSync(join(clinic.dataDir, 'stick', parcel.name), Buffer.from(parcel.base64, 'base64'));

  // The write-ahead log is full now, nothing has been closed.
  expect(statSync(join(clinic.dataDir, 'replica.db-wal')).size).toBeGreaterThan(0);
  expect(marksUnder(clinic.dataDir)).toEqual([]);
  expect(marksIn(Buffer.from(readFileSync(roster)))).toContain('imported');
});

test('KEY-13 the county says none of them: log lines, metrics, refusals, and its backup', { timeout: 240_000 }, async () => {
  const marked = JSON.stringify({ [marks.name]: marks.phone, name: marks.name, code: marks.identityNumber });
  const answers: string[] = [];
  const post = async (path: string, body: string, headers: Record<string, string> = {}): Promise<void> => {
    answers.push(await (await fetch(`${serverUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })).text());
  };
  await post(enrolPath, marked);
  await post(enrolPath, JSON.stringify({ code: 'x', publicKey: marks.name, name: marks.name }));
  await post(exchangePath, marked, { [deviceHeader]: clinic.replica.identity.deviceId });
  await post(exchangePath, `${marked}{`);
  await post(`/nowhere/${encodeURIComponent(marks.name)}?q=${encodeURIComponent(marks.phone)}`, marked);
  answers.push(await (await fetch(`${serverUrl}/metrics`)).text());
  for (const answer of answers) expect(marksIn(Buffer.from(answer))).toEqual([]);

  const environment = { ...process.env, DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir, LIANYI_BACKUP_PASSPHRASE: passphrase };
  const said = await Promise.all([['check'], ['device', 'list'], ['quarantine'], ['backup', join(folder, 'county.backup')]].map(async (args) =>
    run(process.execPath, [join(root, 'apps/sync-server/src/cli/main.ts'), ...args], { env: environment }).then(({ stdout, stderr }) => stdout + stderr, ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr)));
  expect(said[2]).toContain('outOfScope');
  for (const text of said) expect(marksIn(Buffer.from(text))).toEqual([]);
  expect(marksIn(readFileSync(join(folder, 'county.backup')))).toEqual([]);
  expect(marksIn(Buffer.from(serverSaid))).toEqual([]);
});

test('KEY-13 a database error whose statement and answer hold them is logged without them, and the clinic is told none', { timeout: 120_000 }, async () => {
  const owner = openAsOwner(county.databaseUrl, { maxConnections: 1 });
  // As a constraint would, the database quotes the row that it refuses.
  await sql`create function quoting() returns trigger language plpgsql as $$ begin raise exception 'refused: %', new.body using detail = new.body::text, hint = coalesce(new.body #>> '{identity,name}', 'none'); end $$`.execute(owner);
  await sql`create trigger quoting before insert on document for each row when (new.kind = 'patient') execute function quoting()`.execute(owner);
  const before = serverSaid.length;
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.village, name: marks.name, phone: marks.phone }) }]);
  const line = await clinic.host.context.clinic()?.replication.exchangeNow();
  await sql`drop trigger quoting on document`.execute(owner);
  await owner.destroy();
  await until(() => serverSaid.slice(before).includes('could not process') || serverSaid.slice(before).includes('a request failed'));
  // It was this error, and it was logged: by its code and its places.
  const logged = serverSaid.slice(before).split('\n').filter((text) => text.includes('"level":50'));
  expect(logged.length).toBeGreaterThan(0);
  for (const text of logged) expect(JSON.parse(text)).toMatchObject({ name: expect.any(String) as string, stack: expect.arrayContaining([expect.stringContaining('at ')]) as string[] });
  expect(marksIn(Buffer.from(serverSaid))).toEqual([]);
  expect(marksIn(Buffer.from(JSON.stringify(line ?? null)))).toEqual([]);
  expect(marksUnder(clinic.dataDir)).toEqual([]);
});

test('KEY-13 a host that is killed in the midst of saves leaves none, and a wrong key opens nothing of what it left', { timeout: 240_000 }, async () => {
  await clinic.host.close();
  const shell = spawn(process.execPath, [join(root, 'apps/desktop/src/web/main.ts'), '--data-dir', clinic.dataDir, '--renderer-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  await until(() => /http:\S+/.test(said));
  const url = new URL(/http:\S+/.exec(said)?.[0] ?? '');
  const cookie = String((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')).split(';')[0] ?? '';
  const call = async (path: string, input: unknown): Promise<string> =>
    (await fetch(`${url.origin}/trpc/${path}`, { method: 'POST', headers: { cookie, origin: url.origin, 'content-type': 'application/json' }, body: JSON.stringify(input) })).text();
  expect(await call('session.unlock', { personId: people.villageDoctor, pin: '135790' })).toContain('"ok":true');
  const draft = {
    name: marks.killed, sex: 'female', birthDate: '1959-02-14', documentType: '', identityNumber: '', phone: marks.phone, village: '', group: '', addressDetail: '', bloodGroup: '', recordNumber: '',
    contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '', allergyAnswer: 'unasked', allergies: [], problems: [],
  };
  let answered = '';
  const saves = Array.from({ length: 40 }, async () => call('patients.register', { draft, seenDuplicates: [] }).then((text) => (answered += text), () => undefined));
  await Promise.race(saves);
  shell.kill('SIGKILL');
  await once(shell, 'close');
  await Promise.all(saves);
  expect(answered).not.toBe('');
  expect(marksUnder(clinic.dataDir)).toEqual([]);
  expect(marksIn(Buffer.from(said))).toEqual([]);

  const identity = clinic.replica.identity;
  expect(() => openReplica({ directory: clinic.dataDir, identity, key: randomBytes(32) })).toThrow('not a database');
  expect(() => openDatabase({ path: join(clinic.dataDir, 'replica.db'), encryption: { kind: 'none' }, allowUnencryptedForTests: true })).toThrow('not a database');
  expect(marksUnder(clinic.dataDir)).toEqual([]);
});

test('KEY-13 an error that nobody caught ends the clinic\'s program and the county\'s with where it was, and none of them', { timeout: 120_000 }, async () => {
  for (const signal of ['SIGUSR2', 'SIGHUP'] as const) {
    const shell = spawn(process.execPath, [...failsWhenTold, join(root, 'apps/desktop/src/web/main.ts'), '--data-dir', clinic.dataDir, '--renderer-dir', folder], { cwd: ranIn, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    await until(() => /http:\S+/.test(said));
    shell.kill(signal);
    expect(await once(shell, 'close')).toEqual([1, null]);
    expect(said).toMatch(/\nError\n\s+at .*failing\.mjs/);
    expect(marksIn(Buffer.from(said))).toEqual([]);
  }
  const before = serverSaid.length;
  server.kill('SIGUSR2');
  expect(await once(server, 'close')).toEqual([1, null]);
  expect(serverSaid.slice(before)).toMatch(/Error\n\s+at .*failing\.mjs/);
  expect(marksIn(Buffer.from(serverSaid))).toEqual([]);
  for (const directory of [ranIn, clinic.dataDir, county.keyDir]) expect(marksUnder(directory)).toEqual([]);
});
