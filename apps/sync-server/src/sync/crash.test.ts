import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, change, create, people, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../store/database.ts';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

/** Every table that an exchange writes, in the order in which it does. */
const steps = ['stock_balance', 'document', 'document_scope', 'unit_origin', 'dispensed', 'chain_head', 'scope_counter', 'scope_log', 'bundle'] as const;

describe('SYNC-5 a crash in the middle', () => {
  test.each(steps)('SYNC-5 the connection dies while %s is written: nothing is seen, and another try ends the same', async (table) => {
    const village = await county.enrol(places.village);
    const township = await county.enrol(places.township, people.nurse);
    const patient = aPatient({ homeId: places.village });
    await village.push([create(patient)]);
    await township.push([change('patient', patient.id, { unit: 'phone', before: null, after: '1' })]);
    const prescription = aPrescription({ patientId: patient.id, homeId: places.village, orgId: places.village });
    const lot = aLot({ ownerId: places.village, lotNumber: newId() });
    const { dispense, move } = aDispenseOf(prescription, lot, 5);
    const before = await everything();
    const submissions = [
      village.submit(village.bundle([create(prescription), create(aStockMove({ lot, quantity: 4 }))])),
      village.submit(village.bundle([create(dispense), create(move), change('patient', patient.id, { unit: 'phone', before: null, after: '2' }, { unit: 'insurance', before: null, after: '居民医保' })])),
    ];

    await failWhileWriting(table, 'perform pg_terminate_backend(pg_backend_pid());');
    const refused = await problemOf(village.exchange({ submissions })).catch((error: unknown) => error);
    await writeAgain(table);
    expect(refused).toMatchObject({ status: 503, code: 'unavailable' });
    expect(await everything()).toEqual(before);

    const { receipts } = await village.exchange({ submissions });
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'merged']);
    expect(receipts[1]?.reviewIds).toHaveLength(2);
    // The answer to that one was lost, too.
    expect((await village.exchange({ submissions })).receipts).toEqual(receipts);
  });

  test('SYNC-5 a bundle that the database refuses harms only itself', async () => {
    const village = await county.enrol(places.village);
    const patients = ['甲', '乙', '丙'].map((name) => aPatient({ homeId: places.village, name }));
    await failWhileWriting('document', "if new.body -> 'identity' ->> 'name' = '乙' then raise exception 'refused' using errcode = '22000'; end if; return new;");
    const { receipts } = await village.exchange({ submissions: patients.map((patient) => village.submit(village.bundle([create(patient)]))) });
    await writeAgain('document');
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'quarantined', 'accepted']);
    expect((await village.push([create(aPatient({ homeId: places.village }))])).outcome).toBe('accepted');
  });

  test('the county comes back after a restart with the same key, epoch and chains', async () => {
    const own = await aCounty();
    const village = await own.enrol(places.village);
    const submission = village.submit(village.bundle([create(aPatient({ homeId: places.village }))]));
    const { receipts: [receipt] } = await village.exchange({ submissions: [submission] });
    const restarted = await own.restart();
    const moved = Object.assign(village.clone(), { url: restarted.url });
    expect((await moved.exchange({ submissions: [submission] })).receipts).toEqual([receipt]);
    await restarted.close();
  });
});

/** As an administrator: the engine may end no connection. */
async function failWhileWriting(table: string, body: string): Promise<void> {
  await sql.raw(`
    create or replace function fail_now() returns trigger language plpgsql security definer as $$ begin ${body} return new; end $$;
    create trigger fail_now before insert or update on ${table} for each row execute function fail_now();`).execute(county.owner);
}

async function writeAgain(table: string): Promise<void> {
  await sql.raw(`drop trigger fail_now on ${table}`).execute(county.owner);
}

/** Of a PC: when it was heard, and what its last request was answered with. */
const contact = "array['last_heard_at', 'nonce_at', 'trouble', 'trouble_at']";

/** Every table's rows as one text each, what changes with each contact left out. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = [...steps, 'device'];
  const rows = await Promise.all(tables.map(async (table) => sql.raw<{ text: string }>(`select coalesce(string_agg((to_jsonb(t) - ${contact})::text, E'\\n' order by (to_jsonb(t) - ${contact})::text), '') as text from ${table} t`).execute(county.county.db)));
  return Object.fromEntries(tables.map((table, at) => [table, rows[at]?.rows[0]?.text]));
}
