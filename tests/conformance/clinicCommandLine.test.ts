import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { newId } from '@lianyi/schema/basics/ids';
import { aPatient, testPersonId } from '@lianyi/tests/builders/aPatient';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import { startWebShell } from '@lianyi/desktop/web/index';

const run = async (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/desktop/src/cli/main.ts'), ...args], { env: { ...process.env, INIT_CWD: '/' } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });

test('dump prints what is shown, sorted by id, from a running host and from a stopped one alike', async () => {
  const { dataDir } = await anEnrolledDirectory();
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  await host.caller.session.unlock({ personId: testPersonId, pin: testPin });
  const patients = [aPatient({ id: newId() as never }), aPatient({ id: newId() as never, name: '𬱖㛃' })];
  const replica = host.context.clinic()?.replica;
  replica?.save('tests.save', { personId: testPersonId, orgId: host.identity.orgId }, () => ({ writes: patients.map((document) => ({ op: 'create', document })) }));
  const shell = await startWebShell({ host, dataDir, rendererDir: '/nowhere', port: 0 });

  const running = await run('--data-dir', dataDir, '--pin', testPin, 'dump');
  expect(running).toMatchObject({ code: 0, err: '' });
  const documents = running.out.trim().split('\n').map((line) => JSON.parse(line) as { id: string; body: unknown });
  expect(documents.map(({ id }) => id)).toEqual(patients.map(({ id }) => id).toSorted());
  expect(documents[0]).toMatchObject({ kind: 'patient', revision: 0, scopes: [], waiting: true });
  expect(running.out).toContain('𬱖㛃');
  expect(running.out.split('\n')[0]).toBe(canonicalJson(documents[0]));
  expect((await run('--data-dir', dataDir, '--pin', testPin, 'scopes')).out).toBe(`catalogue,org:${host.identity.orgId}\n`);

  await shell.close();
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'dump')).toEqual(running);
}, 150_000);

test('what cannot be done is said in a line, with an exit code', async () => {
  const { dataDir } = await anEnrolledDirectory();
  expect(await run('fly')).toMatchObject({ code: 2 });
  expect(await run('--data-dir', '/', 'line')).toMatchObject({ code: 1, err: expect.stringContaining("is no clinic's data directory") as string });
  expect(await run('--data-dir', dataDir, '--pin', '999999', 'line')).toMatchObject({ code: 1, err: expect.stringContaining('Wrong PIN, 4 attempts left') as string });
  expect(await run('--data-dir', dataDir, '--pin', testPin, 'import', 'roster', 'no-such.csv')).toMatchObject({ code: 2, err: expect.stringContaining('/no-such.csv') as string });
}, 150_000);
