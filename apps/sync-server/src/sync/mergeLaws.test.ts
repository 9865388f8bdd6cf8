import fc from 'fast-check';
import type { Submission } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { newId } from '@lianyi/schema/basics/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
let devices: readonly TestDevice[];
beforeAll(async () => {
  county = await aCounty();
  devices = [await county.enrol(places.village, people.villageDoctor), await county.enrol(places.township, people.physician), await county.enrol(places.township, people.nurse)];
});
afterAll(async () => { await county.close(); });

const units = ['phone', 'insurance'] as const;
type Unit = (typeof units)[number];

/** What three PCs do with one patient and one lot, with and without a line. */
const step = fc.record({
  device: fc.nat(2),
  act: fc.oneof(
    { weight: 5, arbitrary: fc.record({ name: fc.constant('edit' as const), unit: fc.constantFrom(...units) }) },
    { weight: 2, arbitrary: fc.record({ name: fc.constant('move' as const), quantity: fc.integer({ min: -9, max: 9 }) }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constant('push' as const) }) },
    { weight: 1, arbitrary: fc.record({ name: fc.constant('pushAgain' as const) }) },
    { weight: 3, arbitrary: fc.record({ name: fc.constant('pull' as const) }) },
  ),
});

test('MERGE-2 whatever three PCs do in whatever order: every value stands, was replaced by who saw it, or is in exactly one review, and the balance is the sum', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const run = await aRun();
      for (const { device, act } of steps) await run.clinics[device]?.do(act);
      for (const clinic of run.clinics) await clinic.do({ name: 'push' });
      await run.check();
    }),
    { numRuns: 15 },
  );
});

type Act = { readonly name: 'edit'; readonly unit: Unit } | { readonly name: 'move'; readonly quantity: number } | { readonly name: 'push' | 'pushAgain' | 'pull' };

async function aRun() {
  const patient = aPatient({ homeId: places.village });
  const lot = aLot({ ownerId: places.village, lotNumber: newId() });
  const edits: { readonly unit: Unit; readonly before: string | null; readonly after: string }[] = [];
  let moved = 0;
  for (const device of devices) await device.pull();
  await devices[0]?.push([create(patient)]);
  for (const device of devices) await device.pull();
  const clinics = devices.map((device) => clinicOn(device));

  function clinicOn(device: TestDevice) {
    const shown = new Map<Unit, string | null>(units.map((unit) => [unit, null]));
    const fromCounty = new Map<Unit, string | null>(shown);
    let outbox: Submission[] = [];
    let lastPush: Submission[] = [];
    const push = async (submissions: readonly Submission[]): Promise<void> => {
      const { receipts } = await device.exchange({ submissions: [...submissions], pageDocuments: 0 });
      expect(receipts.filter((receipt) => receipt.outcome !== 'accepted' && receipt.outcome !== 'merged')).toEqual([]);
    };
    return {
      do: async (act: Act): Promise<void> => {
        switch (act.name) {
          case 'edit': {
            const edit = { unit: act.unit, before: shown.get(act.unit) ?? null, after: `${act.unit} ${edits.length}` };
            edits.push(edit);
            shown.set(act.unit, edit.after);
            outbox.push(device.submit(device.bundle([change('patient', patient.id, { unit: edit.unit, before: edit.before, after: edit.after })])));
            return;
          }
          case 'move':
            moved += act.quantity;
            outbox.push(device.submit(device.bundle([create(aStockMove({ lot, quantity: act.quantity, reason: 'return' }))])));
            return;
          case 'push':
            lastPush = outbox;
            outbox = [];
            await push(lastPush);
            // What is settled is shown as the county has it, once that is pulled.
            return;
          case 'pushAgain':
            await push(lastPush);
            return;
          case 'pull': {
            const pulled = (await device.pull()).get(patient.id);
            if (pulled?.kind === 'patient') for (const unit of units) fromCounty.set(unit, pulled[unit]);
            // Unsent edits stay on top.
            if (outbox.length === 0) for (const unit of units) shown.set(unit, fromCounty.get(unit) ?? null);
          }
        }
      },
    };
  }

  const check = async (): Promise<void> => {
    const { db } = county.county;
    const { body } = await db.selectFrom('document').select('body').where('id', '=', patient.id).executeTakeFirstOrThrow();
    const reviews = (await db.selectFrom('document').select('body').where('patientId', '=', patient.id).where('kind', '=', 'review').execute())
      .flatMap((row) => (row.body.kind === 'review' ? [row.body] : []));
    for (const { unit, after } of edits) {
      const stands = body.kind === 'patient' && body[unit] === after;
      const wasSeen = edits.some((edit) => edit.before === after);
      const inReviews = reviews.filter((review) => review.losing.value === after).length;
      expect({ after, isAccounted: stands || wasSeen || inReviews === 1, inReviews: Math.min(inReviews, 2) }).toEqual({ after, isAccounted: true, inReviews: inReviews === 1 ? 1 : 0 });
    }
    const balance = await db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lot.lotNumber).executeTakeFirst();
    expect(balance?.quantity ?? 0).toBe(moved);
    // All PCs end with what the county has.
    for (const device of devices) {
      device.cursors = {};
      expect((await device.pull()).get(patient.id)).toEqual(body);
    }
  };
  return { clinics, check };
}
