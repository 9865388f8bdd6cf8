import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeNotices } from '../store/scopeNotices.ts';
import { writeCountyBundles } from './countyBundle.ts';
import { scopeBell } from './scopeBell.ts';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });

const byCounty = { action: 'catalogue.import' };

describe('the county\'s own bundles', () => {
  test('a catalogue reaches every device, and running the import again changes nothing', async () => {
    const products = Array.from({ length: 1200 }, () => ({ ...aProduct(), id: newId() as never }));
    expect(await writeCountyBundles(county.county, byCounty, products)).toEqual({ created: 1200, changed: 0, unchanged: 0 });
    expect(await writeCountyBundles(county.county, byCounty, products)).toEqual({ created: 0, changed: 0, unchanged: 1200 });
    const [first, ...rest] = products;
    expect(await writeCountyBundles(county.county, byCounty, [{ ...first, packPriceFen: 999 } as typeof products[number], ...rest])).toEqual({ created: 0, changed: 1, unchanged: 1199 });
    const village = await county.enrol(places.village);
    const pulled = await village.pull(400);
    expect(products.every((product) => pulled.has(product.id))).toBe(true);
    expect(pulled.get(first?.id ?? '')).toMatchObject({ packPriceFen: 999 });
  });

  test('a waiting device hears of it, also from another process of the county', async () => {
    const village = await county.enrol(places.village);
    await village.pull();
    const waiting = village.exchange({ waitMs: 30_000 });
    await new Promise((wake) => setTimeout(wake, 200));
    const product = { ...aProduct(), id: newId() as never };
    const startedMs = performance.now();
    // In another process the county's bell is another; only the notice of the database connects them.
    const bell = scopeBell();
    const notices = scopeNotices(county.databaseUrl, (scopes) => bell.heard(scopes));
    bell.onRing((scopes) => notices.tell(scopes));
    await new Promise((wake) => setTimeout(wake, 300));
    await writeCountyBundles({ ...county.county, bell }, byCounty, [product]);
    expect((await waiting).page.documents.map((document) => document.id)).toContain(product.id);
    expect(performance.now() - startedMs).toBeLessThan(25_000);
    await notices.close();
  });

  test('stock that it brings counts like everybody\'s, once', async () => {
    const lot = aLot({ ownerId: places.village, lotNumber: newId() });
    const moves = [aStockMove({ lot, quantity: 40, reason: 'opening' }), aStockMove({ lot, quantity: -15, reason: 'dispense' })];
    await writeCountyBundles(county.county, byCounty, moves);
    await writeCountyBundles(county.county, byCounty, moves);
    const balance = await county.county.db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lot.lotNumber).executeTakeFirstOrThrow();
    expect(balance.quantity).toBe(25);
  });

  test('what it wrote carries the author that it names', async () => {
    const patient = aPatient({ homeId: places.village });
    await writeCountyBundles(county.county, { action: 'patients.register', orgId: places.village, personId: people.villageDoctor, savedAt: '2025-06-01T09:00:00+08:00' }, [patient]);
    const { createdBy } = await county.county.db.selectFrom('document').select('createdBy').where('id', '=', patient.id).executeTakeFirstOrThrow();
    expect(await county.county.db.selectFrom('bundle').select(['orgId', 'personId', 'savedAt', 'deviceId']).where('id', '=', createdBy).executeTakeFirst())
      .toEqual({ orgId: places.village, personId: people.villageDoctor, savedAt: '2025-06-01T09:00:00+08:00', deviceId: null });
  });
});
