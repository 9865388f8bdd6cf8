import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '@lianyi/desktop/host/index';
import { startWebShell } from '@lianyi/desktop/web/index';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';

let county: TestCountyServer;
let clinic: TestClinic;
const patients = Array.from({ length: 12 }, (_, at) => aPatient({ homeId: places.village, name: `龙正${at}` }));

beforeAll(async () => {
  county = await aCounty();
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  for (const document of patients) clinic.save([{ op: 'create', document }]);
  clinic.save([{ op: 'create', document: anEncounter({ homeId: places.village, orgId: places.village, patientId: patients[0]?.id ?? aPatient().id, practitionerId: people.villageDoctor }) }]);
  clinic.save([{ op: 'create', document: aStockMove({ lot: { ownerId: places.village } }) }]);
  await clinic.exchange();
}, 180_000);
afterAll(async () => {
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
  expect(findings.map(({ check }) => check)).toEqual(['database', 'chain', 'outbox', 'receipts', 'county', 'documents', 'projections']);
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

test('SYNC-50 npm run clinic -- doctor says it in both languages, with an exit code', async () => {
  const shell = await startWebShell({ host: clinic.host, dataDir: clinic.dataDir, rendererDir: '/nowhere', port: 0 });
  damage('DELETE FROM patient_row WHERE patient_id = ?', idOf(5));
  expect(await doctor()).toMatchObject({ code: 1, out: expect.stringContaining('已修好 mended') as string });
  expect(await doctor()).toMatchObject({ code: 0, out: expect.stringContaining('数据库 database: ') as string });
  damage("UPDATE bundle SET link_previous = link_hash WHERE save_number = 8");
  expect(await doctor()).toMatchObject({ code: 2, out: expect.stringContaining('tell county IT') as string });
  await shell.close();
}, 120_000);

async function doctor(): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve) => {
    const main = join(import.meta.dirname, '../../apps/desktop/src/cli/main.ts');
    const child = spawn(process.execPath, [main, '--data-dir', clinic.dataDir, '--pin', '135790', 'doctor'], { env: { ...process.env, INIT_CWD: '/' } });
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, out }));
  });
}
