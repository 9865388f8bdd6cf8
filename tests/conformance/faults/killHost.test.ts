import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { aCounty, places } from '@lianyi/tests/builders/aCounty';
import { testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import { aRandom, seedOfRun } from '@lianyi/tests/builders/aRandom';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import type { EnrolledReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openAlone, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { howMuch } from '@lianyi/tests/builders/howMuch';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { expect, test } from 'vitest';
import { OutboxModel } from './outboxModel.ts';

/** LIANYI_KILLS=200 is the whole of it; each run of the tests takes some. */
const kills = Number(process.env['LIANYI_KILLS'] ?? howMuch(7, 40));
/** What is killed must have been on a disk: memory would keep it anyway. */
const tmpfsMagic = 0x01021994;
const realDisk = [tmpdir(), '/var/tmp', import.meta.dirname].find((folder) => statfsSync(folder, { bigint: false }).type !== tmpfsMagic) ?? tmpdir();

interface Day {
  readonly child: ChildProcess;
  readonly isLoaded: Promise<void>;
  readonly isSaving: Promise<void>;
  readonly ended: Promise<void>;
  /** The saves that were answered. */
  readonly acknowledged: () => readonly string[];
}

/** The process of a busy day, loading what it needs while another one is at work. */
function aDay(enrolled: EnrolledReplica, seed: number): Day {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'busyDay.ts'), JSON.stringify({ enrolled, seed })], {
    stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'lianyi-compile-cache') },
  });
  // The other end may be gone already.
  child.stdin.on('error', () => undefined);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const lines = async (count: number): Promise<void> => {
    while (text.split('\n').length <= count && child.exitCode === null) await after(2);
  };
  const ended = new Promise<void>((resolve) => void child.on('close', () => resolve()));
  // A line that was cut in its middle had not been answered.
  return { child, ended, isLoaded: lines(1), isSaving: lines(2), acknowledged: () => text.split('\n').slice(1, -1) };
}

test(`SAVE-10 killed ${kills} times at any moment of a busy day, the host opens whole, loses nothing that it answered, and the county holds it all`, { timeout: 60_000 + kills * 20_000 }, async () => {
  const seed = seedOfRun();
  const chance = aRandom(seed);
  const county = await aCounty();
  await county.write([
    anOrganisation({ name: '青石坪村卫生室', shortName: '青石坪', parentId: places.township }),
    aPerson({ name: '杨志明' }),
  ]);
  const enrolled = await anEnrolledReplica(county, { orgId: testOrgId, personId: testPersonId }, realDisk);
  const model = new OutboxModel();
  let answered = 0;
  let beforeTheFirstSave = 0;

  let next = aDay(enrolled, chance.between(0, 2 ** 31));
  for (let kill = 1; kill <= kills; kill += 1) {
    const day = next;
    await day.isLoaded;
    day.child.stdin?.write('open\n');
    if (kill < kills) next = aDay(enrolled, chance.between(0, 2 ** 31));
    // One in four while it opens and looks around; the others anywhere among its saves and exchanges.
    if (chance.next() < 0.75) await day.isSaving;
    await after(chance.between(0, 300));
    day.child.kill('SIGKILL');
    await day.ended;
    const acknowledged = day.acknowledged();
    answered += acknowledged.length;
    if (acknowledged.length === 0) beforeTheFirstSave += 1;
    const replica = openAlone(enrolled);
    const faults = model.faultsIn(replica, acknowledged);
    replica.close();
    expect(faults, `kill ${kill} of LIANYI_SEED=${seed}`).toEqual([]);
  }

  const clinic = openEnrolled(enrolled);
  expect(await clinic.exchange()).toMatchObject({ waiting: { count: 0 }, quarantined: 0, parked: 0 });
  expect(model.differencesIn(clinic.replica)).toEqual([]);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  expect(clinic.replica.all('SELECT state, outcome, count(*) AS n FROM bundle GROUP BY state, outcome')).toEqual([{ state: 'held', outcome: 'accepted', n: model.bundles }]);
  expect(clinic.replica.get('SELECT count(*) AS n FROM overlay')).toEqual({ n: 0 });
  const held = await county.county.db.selectFrom('document').select(['id', 'body']).where('id', 'in', [...model.documents.keys()]).execute();
  expect(held).toHaveLength(model.documents.size);
  for (const { id, body } of held) expect(canonicalJson(body)).toBe(canonicalJson(model.documents.get(id)));
  const bundles = await county.county.db.selectFrom('bundle').select(['saveNumber', 'linkNumber']).where('deviceId', '=', enrolled.identity.deviceId).orderBy('linkNumber').execute();
  expect(bundles).toEqual(bundles.map((_, at) => ({ saveNumber: at + 1, linkNumber: at + 1 })));
  expect(bundles).toHaveLength(model.bundles);
  console.info(`${kills} kills (seed ${seed}), ${beforeTheFirstSave} before a save was answered: ${answered} saves answered, ${model.bundles} on the disk, ${model.documents.size} documents equal at the county`);

  await clinic.close();
  discard(enrolled);
  await county.close();
});
