import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aCounty, create, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const main = join(import.meta.dirname, 'main.ts');

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function countyCommand(...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await run(process.execPath, [main, ...args], { env: { ...process.env, DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir }, maxBuffer: 50_000_000 })) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

describe('npm run county', () => {
  test('dump writes every document as a line of JSON, by id', { timeout: 60_000 }, async () => {
    const village = await county.enrol(places.village);
    const patient = aPatient({ homeId: places.village, name: '龙𬱖芬' });
    await village.push([create(patient)]);
    const { code, stdout } = await countyCommand('dump');
    const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string; kind: string; revision: number; scopes: string[]; body: unknown });
    expect(code).toBe(0);
    expect(lines.map((line) => line.id)).toEqual(lines.map((line) => line.id).toSorted());
    expect(lines.find((line) => line.id === patient.id)).toEqual({ id: patient.id, kind: 'patient', revision: 1, scopes: [`org:${places.village}`], body: patient });
    expect(lines).toHaveLength(13);
  });

  test('a code from the command line enrols a device, which the list then shows', { timeout: 60_000 }, async () => {
    const { stdout } = await countyCommand('enrol-code', places.otherVillage, '--name', '木叶一号');
    expect(stdout.trim()).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    const listed = await countyCommand('devices');
    expect(listed.stdout).toContain('active');
    const missing = await countyCommand('enrol-code', '00000000-0000-7000-8000-000000000000');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('No such organisation')]);
  });

  test('quarantine and log say what is there', { timeout: 60_000 }, async () => {
    const village = await county.enrol(places.village);
    await village.push([create(aPatient({ homeId: places.farVillage }))]);
    expect((await countyCommand('quarantine')).stdout).toContain('outOfScope');
    const log = await countyCommand('log', 'catalogue');
    expect(JSON.parse(log.stdout.split('\n')[0] ?? '')).toMatchObject({ number: 1, evicts: [] });
    expect((await countyCommand('log', 'catalogue', '--after', '1')).stdout).toBe('');
  });

  test('SYNC-6 release judges a bundle again once its cause is mended, and tells why it cannot', { timeout: 60_000 }, async () => {
    const newcomer = aPerson({ orgId: places.village, role: 'villageDoctor' });
    const village = await county.enrol(places.village, newcomer.id);
    const patient = aPatient({ homeId: places.village });
    const { bundleId } = await village.push([create(patient)]);
    const early = await countyCommand('release', bundleId, '--reason', '看看');
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('Still in quarantine: notPermitted')]);
    await county.write([newcomer]);
    expect((await countyCommand('release', bundleId)).stderr).toContain('Say why');
    expect(await countyCommand('release', bundleId, '--reason', '岗位已补登', '--by', '县信息科')).toMatchObject({ code: 0, stdout: 'accepted +0\n' });
    expect((await countyCommand('release', bundleId, '--reason', '再来')).stderr).toContain('No such bundle in quarantine');
    expect(await county.county.db.selectFrom('release').select(['releasedBy', 'reason', 'outcome']).orderBy('id').execute()).toMatchObject([
      { outcome: 'quarantined' }, { releasedBy: '县信息科', reason: '岗位已补登', outcome: 'accepted' },
    ]);
    expect((await village.exchange({ pageDocuments: 0 })).receipts).toMatchObject([{ bundleId, outcome: 'accepted' }]);
  });

  test('a command that is none, or a missing operand, gets the usage', { timeout: 60_000 }, async () => {
    for (const args of [[], ['nonsense'], ['log'], ['release'], ['dump', 'extra'], ['--nonsense']]) {
      const { code, stdout } = await countyCommand(...args);
      expect([code, stdout]).toEqual([2, expect.stringContaining('npm run county')]);
    }
  });

  test('a reader that has had enough is no error', { timeout: 60_000 }, async () => {
    const { stderr } = await run('bash', ['-c', `"${process.execPath}" "${main}" dump | head -1; echo "\${PIPESTATUS[0]}" >&2`], { env: { ...process.env, DATABASE_URL: county.databaseUrl } });
    expect(stderr.trim()).toBe('0');
  });

  test('without a database it says what to do', { timeout: 60_000 }, async () => {
    const nowhere = run(process.execPath, [main, 'devices'], { env: { ...process.env, DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' } });
    await expect(nowhere).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') as string });
  });
});
