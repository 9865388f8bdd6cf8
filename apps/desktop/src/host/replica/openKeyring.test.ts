import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { fileKeyStore } from './keyStore.ts';
import type { Keyring } from './keyring.ts';
import { openKeyring } from './openKeyring.ts';
import { cost, scryptN, sealKey } from './slotSeal.ts';

const doctor = { personId: 'p1', name: '杨志明', role: 'villageDoctor' as const, orgId: 'o1', orgName: '青石坪村卫生室' };
const replicaKey = new Uint8Array(randomBytes(32));

let directory: string;
let uptime: number;
let clock: Date;
const open = (): Keyring =>
  openKeyring({ directory, keyStore: fileKeyStore(join(directory, 'keystore')), uptimeSeconds: () => uptime, now: () => clock });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lianyi-keys-'));
  uptime = 1000;
  clock = new Date('2026-03-09T09:00:00+08:00');
  await open().setSlot(doctor, '246810', replicaKey);
});

async function wrongUntilLocked(): Promise<void> {
  for (let at = 0; at < 5; at += 1) {
    await open().unlock('p1', '000000');
    uptime += 20;
  }
  uptime -= 20;
}

test('the right PIN opens the slot with the key that was put in', async () => {
  const result = await open().unlock('p1', '246810');
  expect(result.ok && Buffer.from(result.replicaKey).equals(replicaKey)).toBe(true);
  expect(open().slots()[0]?.lastUnlockedAt).not.toBeNull();
});

test('the files are readable by their user only, and hold neither PIN nor key', () => {
  for (const file of ['slots.json', 'keystore']) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  const text = readFileSync(join(directory, 'slots.json'), 'utf8');
  expect(text).not.toContain('246810');
  expect(text).not.toContain(Buffer.from(replicaKey).toString('base64'));
});

test('KEY-1 without the secret of the key store the right PIN opens nothing', async () => {
  writeFileSync(join(directory, 'keystore'), randomBytes(32).toString('base64'));
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'wrong' });
});

test('a post that was changed in the file opens nothing', async () => {
  const path = join(directory, 'slots.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('villageDoctor', 'physician'));
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false });
});

test('KEY-2 each wrong PIN makes the next wait longer, and in that wait not even the right one is looked at', async () => {
  const keyring = open();
  const waits: number[] = [];
  for (let at = 0; at < 4; at += 1) {
    const result = await keyring.unlock('p1', '111111');
    if (!result.ok && result.reason === 'wrong') waits.push(result.waitSeconds);
    uptime += 20;
  }
  expect(waits).toEqual([1, 2, 5, 15]);
  uptime -= 20;
  expect(await keyring.unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'wrong', attemptsLeft: 1, waitSeconds: 15 });
});

test('KEY-2 five wrong PINs lock the slot for ten minutes, whatever is restarted and wherever the clock is set', async () => {
  await wrongUntilLocked();
  expect(new Date(open().slots()[0]?.lockedUntil ?? '')).toEqual(new Date('2026-03-09T09:10:00+08:00'));
  clock = new Date('2010-01-01T00:00:00Z');
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'lockedOut' });
  clock = new Date('2040-01-01T00:00:00Z');
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'lockedOut' });
  // The machine restarts: its uptime begins anew.
  uptime = 30;
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'lockedOut' });
  uptime = 1200;
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: true });
});

test('KEY-2 who copies slots.json and puts it back after each wrong PIN wins no try and no second while the program runs', async () => {
  const path = join(directory, 'slots.json');
  const untried = readFileSync(path, 'utf8');
  const keyring = open();
  const heard: unknown[] = [];
  for (let at = 0; at < 5; at += 1) {
    const result = await keyring.unlock('p1', '000000');
    heard.push(!result.ok && result.reason === 'wrong' ? [result.attemptsLeft, result.waitSeconds] : !result.ok && result.reason);
    writeFileSync(path, untried);
    expect(await keyring.unlock('p1', '246810')).toMatchObject({ ok: false });
    if (at < 4) uptime += 20;
  }
  expect(heard).toEqual([[4, 1], [3, 2], [2, 5], [1, 15], 'lockedOut']);
  expect(keyring.slots()[0]?.lockedUntil).not.toBeNull();
  uptime += 599;
  writeFileSync(path, untried);
  expect(await keyring.unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'lockedOut' });
  uptime += 1;
  expect(await keyring.unlock('p1', '246810')).toMatchObject({ ok: true });
  expect(await keyring.unlock('p1', '000000')).toMatchObject({ attemptsLeft: 4 });
});

test('KEY-2 a PIN that was set anew clears what this run has seen, and a file that counts more is believed', async () => {
  const keyring = open();
  await keyring.unlock('p1', '000000');
  await wrongUntilLocked();
  expect(await keyring.unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'lockedOut' });
  await keyring.setSlot(doctor, '864209', replicaKey);
  expect(await keyring.unlock('p1', '864209')).toMatchObject({ ok: true });
});

test('after the lock five more attempts are given, and the right one clears the count', async () => {
  await wrongUntilLocked();
  uptime += 600;
  expect(await open().unlock('p1', '000000')).toMatchObject({ ok: false, reason: 'wrong', attemptsLeft: 4 });
  uptime += 20;
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: true });
  expect(await open().unlock('p1', '000000')).toMatchObject({ attemptsLeft: 4 });
});

test('KEY-2 an attempt is on the disk before the PIN is looked at, so that killing the program wins nothing', async () => {
  const attempt = open().unlock('p1', '111111');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const stored = JSON.parse(readFileSync(join(directory, 'slots.json'), 'utf8')) as { slots: { attempts: { wrong: number } }[] };
  expect(stored.slots[0]?.attempts.wrong).toBe(1);
  await attempt;
});

test('attempts at once are taken one after the other', async () => {
  const keyring = open();
  const results = await Promise.all(['1', '2', '3', '4', '5', '6'].map((pin) => keyring.unlock('p1', pin)));
  expect(results.filter((result) => !result.ok && result.reason === 'wrong' && result.attemptsLeft === 4)).toHaveLength(6);
});

test('a damaged slots file is said to be damaged', async () => {
  writeFileSync(join(directory, 'slots.json'), '{"version":1,');
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'damaged' });
});

test('KEY-1 where the other half lies in a file, a PIN is refused as too weak', async () => {
  const strict = openKeyring({ directory, keyStore: fileKeyStore(join(directory, 'keystore')), secretKind: 'passphrase' });
  await expect(strict.setSlot({ ...doctor, personId: 'p2' }, '1234567890', replicaKey)).rejects.toThrow('refused: onlyDigits');
  await strict.setSlot({ ...doctor, personId: 'p2' }, '青石坪的七月一直下雨', replicaKey);
  expect(await strict.unlock('p2', '青石坪的七月一直下雨')).toMatchObject({ ok: true });
});

test('KEY-5 a PIN that the unlock page could not be given, or that is tried first, is refused', async () => {
  for (const [pin, fault] of [['1234', 'length'], ['123456', 'pattern'], ['850314', 'date']] as const) {
    await expect(open().setSlot({ ...doctor, personId: 'p2' }, pin, replicaKey)).rejects.toThrow(`refused: ${fault}`);
  }
  expect(open().slots()).toHaveLength(1);
});

test('KEY-6 a new PIN clears the lock, and the former one opens nothing any more', async () => {
  await wrongUntilLocked();
  await open().setSlot(doctor, '864209', replicaKey);
  expect(open().slots()[0]).toMatchObject({ lockedUntil: null, closedUntil: null, attemptsLeft: 5 });
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'wrong' });
  uptime += 2;
  expect(await open().unlock('p1', '864209')).toMatchObject({ ok: true });
});

test('KEY-7 a slot that was taken away opens nothing, and the others stay', async () => {
  await open().setSlot({ ...doctor, personId: 'p2' }, '864209', replicaKey);
  await open().removeSlot('p1');
  expect(open().slots().map(({ personId }) => personId)).toEqual(['p2']);
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: false, reason: 'wrong', attemptsLeft: 0 });
  expect(await open().unlock('p2', '864209')).toMatchObject({ ok: true });
});

test('KEY-11 less work is asked of sources alone, and by a number that there is', () => {
  const asked = process.env['LIANYI_TEST_SCRYPT_N'];
  try {
    for (const [text, made] of [['4096', 4096], ['', 65_536], ['1000', 65_536], ['many', 65_536]] as const) {
      process.env['LIANYI_TEST_SCRYPT_N'] = text;
      expect([text, scryptN(65_536)]).toEqual([text, made]);
    }
  } finally {
    if (asked !== undefined) process.env['LIANYI_TEST_SCRYPT_N'] = asked;
  }
});

test('KEY-11 a slot that was made with less work opens, and is made anew with what a slot costs now', async () => {
  const path = join(directory, 'slots.json');
  const keyStore = fileKeyStore(join(directory, 'keystore'));
  const about = canonicalJson([doctor.personId, doctor.name, doctor.role, doctor.orgId, doctor.orgName]);
  const former = await sealKey(replicaKey, '246810', await keyStore.secret(), about, { ...cost, N: cost.N / 2 });
  const file = JSON.parse(readFileSync(path, 'utf8')) as { slots: { key: unknown }[] };
  writeFileSync(path, JSON.stringify({ ...file, slots: file.slots.map((slot) => ({ ...slot, key: former })) }));
  const costOf = (): unknown => (JSON.parse(readFileSync(path, 'utf8')) as { slots: { key: { scrypt: unknown } }[] }).slots[0]?.key.scrypt;
  expect(await open().unlock('p1', '000000')).toMatchObject({ ok: false });
  expect(costOf()).toEqual({ ...cost, N: cost.N / 2 });
  uptime += 2;
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: true });
  expect(costOf()).toEqual(cost);
  expect(await open().unlock('p1', '246810')).toMatchObject({ ok: true });
});
