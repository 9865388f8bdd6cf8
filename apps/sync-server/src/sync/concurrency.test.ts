import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, expect, test } from 'vitest';

const writers = 8;
const bundlesEach = 50;
const perRequest = 5;

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

test('SYNC-8 eight PCs write at once: each scope\'s log is gapless and in the order of the commits, and nothing is lost', { timeout: 120_000 }, async () => {
  const shared = aPatient({ homeId: places.village });
  const lot = aLot({ ownerId: places.village });
  const first = await county.enrol(places.village);
  await first.push([create(shared), create(aStockMove({ lot, quantity: 10_000 }))]);

  const devices = await Promise.all(Array.from({ length: writers }, async (_, at) => (at % 2 === 0 ? county.enrol(places.village) : county.enrol(places.township, people.physician))));
  const reader = await county.enrol(places.township, people.nurse);
  let isWriting = true;
  const reading = read(reader, () => isWriting);
  const receipts = (await Promise.all(devices.map(async (device) => write(device, shared.id, lot)))).flat();
  isWriting = false;
  const seen = await reading;

  expect(receipts.filter((receipt) => receipt.outcome !== 'accepted')).toEqual([]);
  for (const receipt of receipts) expect(Object.keys(receipt.numbers).length).toBeGreaterThan(0);
  // Gapless per scope, each number once.
  const logs = await county.county.db.selectFrom('scopeLog').select(['scope', 'number', 'position']).orderBy('scope').orderBy('number').execute();
  for (const scope of new Set(logs.map((row) => row.scope))) {
    const rows = logs.filter((row) => row.scope === scope);
    expect(rows.map((row) => row.number)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.map((row) => row.position)).toEqual(rows.map((row) => row.position).toSorted((a, b) => a - b));
  }
  // The reader, who never looked back, saw every number of its scopes.
  for (const scope of [`org:${places.village}`, `org:${places.township}`]) {
    expect(seen.get(scope)).toEqual(logs.filter((row) => row.scope === scope).map((row) => row.number));
  }
  const balance = await county.county.db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lot.lotNumber).executeTakeFirstOrThrow();
  expect(balance.quantity).toBe(10_000 - writers * bundlesEach);
  const patient = (await reader.pull()).get(shared.id) ?? (await county.county.db.selectFrom('document').select('body').where('id', '=', shared.id).executeTakeFirstOrThrow()).body;
  expect(patient.kind === 'patient' && Object.keys(patient.allergies).length).toBe((writers * bundlesEach) / perRequest);
});

async function write(device: TestDevice, sharedId: string, lot: ReturnType<typeof aLot>) {
  const receipts = [];
  for (let at = 0; at < bundlesEach; at += perRequest) {
    const submissions = Array.from({ length: perRequest }, (_, inRequest) => device.submit(device.bundle([
      create(anEncounter({ patientId: sharedId as never, homeId: places.village, orgId: device.orgId })),
      create(aStockMove({ lot, quantity: -1, reason: 'damage' })),
      ...(inRequest === 0 ? [change('patient', sharedId, { unit: `allergies/${newId()}`, before: null, after: anAllergy() })] : []),
    ])));
    receipts.push(...(await device.exchange({ submissions, pageDocuments: 0 })).receipts);
  }
  return receipts;
}

/** Pulls all the while in small pages, and expects each page to go on exactly where the last one ended. */
async function read(reader: TestDevice, isWriting: () => boolean): Promise<ReadonlyMap<string, readonly number[]>> {
  const seen = new Map<string, number[]>();
  for (let more = true; more || isWriting();) {
    const { page } = await reader.exchange({ pageDocuments: 40 });
    for (const entry of page.entries) {
      const numbers = seen.get(entry.scope) ?? [];
      expect(entry.number).toBe((numbers.at(-1) ?? 0) + 1);
      numbers.push(entry.number);
      seen.set(entry.scope, numbers);
    }
    for (const [scope, numbers] of seen) expect(page.cursors[scope]).toBe(numbers.at(-1));
    reader.cursors = page.cursors;
    more = page.more;
  }
  return seen;
}
