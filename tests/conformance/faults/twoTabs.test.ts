import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import { startWebShell } from '@lianyi/desktop/web/index';
import { aPatient, testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { expect, test } from 'vitest';

/** A tab of the browser: its own way in, its own cookie. */
async function aTab(url: string): Promise<(procedure: string, input?: unknown) => Promise<unknown>> {
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = String(entered.headers.get('set-cookie')).split(';')[0] ?? '';
  return async (procedure, input) => {
    const response = await fetch(new URL(`/trpc/${procedure}`, url), { method: 'POST', headers: { 'content-type': 'application/json', cookie, origin: new URL(url).origin }, body: JSON.stringify(input ?? null) });
    const answer = (await response.json()) as { result?: { data: unknown }; error?: { message: string } };
    if (!answer.result) throw new Error(`${procedure}: ${answer.error?.message ?? response.status}`);
    return answer.result.data;
  };
}

test('SAVE-2 two tabs on one replica: each is told of what the other saves and shows it, and a form that is older than that is refused with the present value', { timeout: 60_000 }, async () => {
  const { dataDir } = await anEnrolledDirectory();
  const rendererDir = mkdtempSync(join(tmpdir(), 'lianyi-pages-'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><html><head></head><body>联医</body></html>');
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  const shell = await startWebShell({ host, dataDir, rendererDir, port: 0 });
  const [left, right] = [await aTab(shell.url), await aTab(shell.url)];
  await left('session.unlock', { personId: testPersonId, pin: testPin });
  const patient = aPatient({ phone: '15000008936' });
  host.context.clinic()?.replica.save('tests.save', { personId: testPersonId, orgId: testOrgId }, () => ({ writes: [{ op: 'create', document: patient }] }));

  // Both open the same form; the right one waits for news of the line, as every page does.
  for (const tab of [left, right]) expect(await tab('patients.card', { patientId: patient.id })).toMatchObject({ patient: { phone: '15000008936' } });
  const { version } = (await right('line.state')) as { version: number };
  const news = right('line.changed', { version });
  const change = (after: string): unknown => ({ patientId: patient.id, changes: [{ unit: 'phone', before: '15000008936', after }] });
  expect(await left('patients.change', change('15000008937'))).toMatchObject({ ok: true });
  expect(((await news) as { version: number }).version).toBeGreaterThan(version);
  expect(await right('patients.card', { patientId: patient.id })).toMatchObject({ patient: { phone: '15000008937' } });
  expect(await right('patients.change', change('15000008938'))).toEqual({ ok: false, stale: { unit: 'phone', now: '15000008937' } });

  // And both at the very same moment: one of them is saved.
  const again = (after: string): unknown => ({ patientId: patient.id, changes: [{ unit: 'phone', before: '15000008937', after }] });
  const both = await Promise.all([left('patients.change', again('15000008931')), right('patients.change', again('15000008932'))]);
  expect(both.filter((result) => (result as { ok: boolean }).ok)).toHaveLength(1);
  await shell.close();
  rmSync(rendererDir, { recursive: true });
  rmSync(dataDir, { recursive: true });
});
