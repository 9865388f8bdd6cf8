import fc from 'fast-check';
import { newId } from '@lianyi/schema/basics/ids';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { catalogueProducts, productNamed } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { anAttributedValue, aReview } from '@lianyi/tests/builders/aReview';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { CountLine } from './countStock.ts';
import type { ReceiptLine } from './receiveStock.ts';

const ambroxol = productNamed('氨溴索片');
const azithromycin = productNamed('阿奇霉素片');

let now: Date;
let clinic: TestReplica;
let host: ReturnType<typeof aCaller>;
beforeEach(() => {
  now = new Date('2026-03-09T06:07:00Z');
  clinic = aReplica({ now: () => now });
  host = aCaller(clinic, { now: () => now });
  clinic.pull(anOrganisation(), aPerson(), ...catalogueProducts());
});
afterEach(() => { clinic.close(); });

const receipt = (over: Partial<ReceiptLine> = {}): ReceiptLine => ({ productId: ambroxol.id, lotNumber: '2411062', expiry: '2026-08-31', packs: 2, looseUnits: null, packCostYuan: '6.40', shelf: 'B-11', ...over });
const receive = async (...lines: ReceiptLine[]) => host.stock.receive({ ownerId: testOrgId, supplier: '县医药公司', lines });
const count = async (...lines: Partial<CountLine>[]) => host.stock.count({ ownerId: testOrgId, note: '月底盘点', lines: lines.map((over) => ({ productId: ambroxol.id, lotNumber: '2411062', expiry: '2026-08-31', counted: 38, known: 40, ...over })) });
const view = async (filter: 'act' | 'out' | 'low' | 'nearExpiry' | 'all' | 'negative' = 'all', query = '') => host.stock.view({ ownerId: null, filter, query });
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n ?? 0;
const balance = () => clinic.replica.get<{ quantity: number }>("SELECT quantity FROM lot_balance WHERE lot_number = '2411062'")?.quantity;
const later = (seconds: number) => { now = new Date(now.getTime() + seconds * 1000); };

describe('receiving', () => {
  it('takes in packs and loose units of several lots in one save', async () => {
    expect(await receive(receipt({ looseUnits: 8 }), receipt({ productId: azithromycin.id, lotNumber: '2503118', expiry: '2026/11', packs: 3, packCostYuan: '８.4', shelf: 'A-03' }))).toMatchObject({ ok: true, moves: 2 });
    expect(bundles()).toBe(1);
    const { rows, valueFen, lots } = await view();
    expect(rows.find(({ productId }) => productId === ambroxol.id)).toMatchObject({ quantity: 48, shelf: 'B-11', lots: [{ lotNumber: '2411062', expiry: '2026-08-31', daysLeft: 175, quantity: 48, packCostFen: 640, isOpened: true, state: 'ok' }] });
    expect(rows.find(({ productId }) => productId === azithromycin.id)?.lots).toMatchObject([{ expiry: '2026-11-30', quantity: 18, packCostFen: 840, isOpened: false }]);
    expect({ valueFen, lots }).toEqual({ valueFen: 1536 + 2520, lots: 2 });
  });

  it('pressed twice is written once; the same delivery a minute later is another', async () => {
    await receive(receipt());
    later(2);
    expect(await receive(receipt())).toMatchObject({ ok: true, moves: 1 });
    expect([bundles(), balance()]).toEqual([1, 40]);
    later(60);
    await receive(receipt());
    expect([bundles(), balance()]).toEqual([2, 80]);
  });

  test.each([
    [{ expiry: '2027-02-30' }, 'lines.1.expiry', 'impossibleDate'], [{ expiry: '明年' }, 'lines.1.expiry', 'impossibleDate'], [{ expiry: ' ' }, 'lines.1.expiry', 'required'], [{ expiry: '2026-03-08' }, 'lines.1.expiry', 'expired'], [{ expiry: '202602' }, 'lines.1.expiry', 'expired'], [{ expiry: '2062-03' }, 'lines.1.expiry', 'tooFar'], [{ expiry: '9999-12' }, 'lines.1.expiry', 'tooFar'],
    [{ lotNumber: ' ' }, 'lines.1.lotNumber', 'required'], [{ lotNumber: '9'.repeat(41) }, 'lines.1.lotNumber', 'tooLong'], [{ productId: newId() }, 'lines.1.productId', 'unknownProduct'], [{ productId: '' }, 'lines.1.productId', 'required'],
    [{ packs: 0 }, 'lines.1.packs', 'notPositive'], [{ packs: null }, 'lines.1.packs', 'required'], [{ packs: -1 }, 'lines.1.packs', 'negative'], [{ packs: 1.5 }, 'lines.1.packs', 'notWhole'], [{ packs: 1e9 }, 'lines.1.packs', 'tooLarge'], [{ packs: 60_000 }, 'lines.1.packs', 'tooLarge'],
    [{ looseUnits: -3 }, 'lines.1.looseUnits', 'negative'], [{ looseUnits: 0.5 }, 'lines.1.looseUnits', 'notWhole'],
    [{ packCostYuan: '' }, 'lines.1.packCostYuan', 'required'], [{ packCostYuan: '六元' }, 'lines.1.packCostYuan', 'notMoney'], [{ packCostYuan: '-1' }, 'lines.1.packCostYuan', 'negative'], [{ packCostYuan: '999999999999' }, 'lines.1.packCostYuan', 'tooLarge'], [{ packCostYuan: '6.405' }, 'lines.1.packCostYuan', 'notMoney'],
    [{ shelf: 'A'.repeat(21) }, 'lines.1.shelf', 'tooLong'], [{ lotNumber: ' 2411062 ' }, 'lines.1.lotNumber', 'duplicate'],
  ])('refuses %j at its line, and keeps nothing of the form', async (wrong, field, code) => {
    expect(await receive(receipt(), receipt({ lotNumber: '2412090', ...wrong }))).toMatchObject({ ok: false, errors: [{ field, code }] });
    expect(bundles()).toBe(0);
  });

  it('is for stock that this PC knows, and for whom it is their act', async () => {
    expect(await host.stock.receive({ ownerId: newId(), supplier: '', lines: [receipt()] })).toMatchObject({ ok: false, errors: [{ field: 'ownerId', code: 'notFound' }] });
    expect(await host.stock.receive({ ownerId: testOrgId, supplier: '长'.repeat(81), lines: [receipt()] })).toMatchObject({ ok: false, errors: [{ field: 'supplier', code: 'tooLong' }] });
    expect(await aCaller(clinic, { role: 'storeKeeper', now: () => now }).stock.receive({ ownerId: testOrgId, supplier: '', lines: [receipt()] })).toMatchObject({ ok: true });
    await expect(aCaller(clinic, { role: 'countyOffice' }).stock.receive({ ownerId: testOrgId, supplier: '', lines: [receipt()] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('counting', () => {
  it('takes no lot that was found of an expiry that can only be a slip, and still counts one that the book has', async () => {
    expect(await count({ lotNumber: 'X1', expiry: '2100-01', counted: 3, known: 0 })).toMatchObject({ ok: false, errors: [{ field: 'lines.0.expiry', code: 'tooFar', values: { years: 10 } }] });
    clinic.pull(aStockMove({ quantity: -3, reason: 'dispense', lot: { productId: ambroxol.id, lotNumber: 'X1', expiry: '2100-01-31' } }));
    expect(await count({ lotNumber: 'X1', expiry: '2100-01-31', counted: 2, known: -3 })).toMatchObject({ ok: true });
  });

  beforeEach(async () => {
    await receive(receipt());
    later(60);
  });

  it('writes the difference as a move that names what was known', async () => {
    expect(await count({})).toMatchObject({ ok: true, moves: 1 });
    expect(balance()).toBe(38);
    expect(await host.stock.moves({ ownerId: testOrgId, productId: ambroxol.id })).toMatchObject([{ reason: 'count', quantity: -2, note: '月底盘点', by: '吴明礼' }, { reason: 'receipt', quantity: 40, note: '县医药公司', lotNumber: '2411062', unit: '片' }]);
    expect((await view()).lastCountOn).toBe('2026-03-09');
    const id = clinic.replica.get<{ id: string }>("SELECT id FROM stock_move_index WHERE reason = 'count'")?.id ?? '';
    expect(clinic.replica.document('stockMove', id)?.count).toEqual({ counted: 38, known: 40 });
  });

  it('MERGE-9 settles the reviews that ask for this lot to be counted, with the count, where the post may', async () => {
    const id = clinic.replica.get<{ id: string }>('SELECT id FROM stock_move_index')?.id ?? '';
    const review = (lotNumber: string) => {
      const lot = { ownerId: testOrgId, productId: ambroxol.id, lotNumber, expiry: '2026-08-31' };
      return aReview({ reason: 'negativeBalance', patientId: null, about: { kind: 'stockMove', id, unit: null }, kept: anAttributedValue({ lot, balance: 4 }), losing: anAttributedValue({ lot, quantity: -16, balance: -12 }) });
    };
    const [asks, other] = [review('2411062'), review('2499999')];
    clinic.pull(asks, other);
    expect(await aCaller(clinic, { role: 'storeKeeper', now: () => now }).stock.count({ ownerId: testOrgId, note: '', lines: [{ productId: ambroxol.id, lotNumber: '2411062', expiry: '2026-08-31', counted: 30, known: 40 }] })).toMatchObject({ ok: true });
    expect((await host.reviews.list()).open).toHaveLength(2);
    expect(await count({ counted: 9, known: 30 })).toMatchObject({ ok: true, moves: 1 });
    expect((await host.reviews.list()).open).toMatchObject([{ review: { id: other.id } }]);
    expect(await host.reviews.get({ reviewId: asks.id })).toMatchObject({ balanceNow: 9, review: { resolution: { choice: 'seen', reason: '盘点实数 9' } } });
  });

  it('a count without a difference is kept as one', async () => {
    expect(await count({ counted: 40 })).toMatchObject({ ok: true });
    expect([balance(), (await view()).lastCountOn]).toEqual([40, '2026-03-09']);
  });

  it('is refused as stale when the lot moved since the form was opened', async () => {
    clinic.pull(aStockMove({ quantity: -5, reason: 'dispense' }));
    expect(await count({})).toEqual({ ok: false, errors: [{ field: 'lines.0.counted', code: 'stale', values: { known: 35, was: 40 } }] });
    expect(balance()).toBe(35);
  });

  it('pressed twice is written once, and much later is stale', async () => {
    await count({});
    later(1);
    expect(await count({})).toMatchObject({ ok: true });
    later(3600);
    expect(await count({})).toMatchObject({ ok: false, errors: [{ code: 'stale', values: { known: 38 } }] });
    expect([bundles(), balance()]).toEqual([2, 38]);
  });

  it('finds a lot that nobody knew of', async () => {
    expect(await count({ lotNumber: 'FOUND', counted: 12, known: 0 })).toMatchObject({ ok: true });
    expect((await view()).rows[0]?.quantity).toBe(52);
  });

  test.each([[{ counted: null }, 'required'], [{ counted: -1 }, 'negative'], [{ counted: 1.5 }, 'notWhole'], [{ counted: 2e6 }, 'tooLarge']])('refuses a count of %j', async (wrong, code) => {
    expect(await count(wrong)).toMatchObject({ ok: false, errors: [{ field: 'lines.0.counted', code }] });
  });
});

describe('damage', () => {
  beforeEach(async () => { await receive(receipt()); });
  const damage = async (quantity: number | null, note = '受潮') => host.stock.damage({ ownerId: testOrgId, productId: ambroxol.id, lotNumber: '2411062', expiry: '2026-08-31', quantity, note });

  it('takes units off the shelf with the reason', async () => {
    expect(await damage(5)).toMatchObject({ ok: true, moves: 1 });
    later(1);
    expect(await damage(5)).toMatchObject({ ok: true });
    expect(balance()).toBe(35);
  });

  test.each([[41, '受潮', 'quantity', 'moreThanKnown'], [0, '受潮', 'quantity', 'notPositive'], [-1, '受潮', 'quantity', 'negative'], [null, '受潮', 'quantity', 'required'], [1.5, '受潮', 'quantity', 'notWhole'], [1, ' ', 'note', 'required'], [1, '长'.repeat(201), 'note', 'tooLong']])(
    'refuses %s units because of "%s"',
    async (quantity, note, field, code) => {
      expect(await damage(quantity, note)).toMatchObject({ ok: false, errors: [{ field, code }] });
    },
  );
});

describe('the page', () => {
  const moved = (name: string, quantity: number, expiry: string, over: Parameters<typeof aStockMove>[0] = {}) => aStockMove({ ...over, quantity, packCostFen: productNamed(name).packPriceFen, lot: { productId: productNamed(name).id, lotNumber: `L-${expiry}`, expiry } });
  const used = (name: string, units: number, expiry: string) => moved(name, -units, expiry, { reason: 'dispense', shelf: '', moved: aSignature({ at: '2026-02-25T09:00:00+08:00' }) });

  beforeEach(() => {
    clinic.pull(
      moved('氨溴索片', 400, '2027-06-30'),
      moved('阿奇霉素片', 18, '2026-11-30'), used('阿奇霉素片', 9, '2026-11-30'),
      moved('阿莫西林胶囊', 480, '2026-04-30'), moved('阿莫西林胶囊', 480, '2026-11-30'),
      moved('布洛芬混悬液', 5, '2026-12-31'), used('布洛芬混悬液', 5, '2026-12-31'),
      moved('泼尼松片', 300, '2026-03-08'), moved('泼尼松片', 300, '2027-12-31'),
      used('氯雷他定片', 10, '2027-05-31'),
    );
  });

  it('puts below zero first, then what has expired, is out, low and near its expiry', async () => {
    const { rows, counts } = await view('act');
    expect(rows.map(({ name, state, quantity, dailyUse, daysLeft }) => [name, state, quantity, dailyUse, daysLeft])).toEqual([
      ['氯雷他定片', 'negative', -10, 0.33, 0], ['泼尼松片', 'expired', 600, 0, null], ['布洛芬混悬液', 'out', 0, 0.17, 0], ['阿奇霉素片', 'low', 9, 0.3, 30], ['阿莫西林胶囊', 'nearExpiry', 960, 0, null],
    ]);
    expect(counts).toEqual({ act: 5, out: 2, low: 1, nearExpiry: 2, all: 6, negative: 1 });
  });

  it('filters, and finds by name, initials and lot', async () => {
    const names = async (...[filter, query]: Parameters<typeof view>) => (await view(filter, query)).rows.map(({ name }) => name);
    expect(await names('negative')).toEqual(['氯雷他定片']);
    expect((await names('out')).toSorted()).toEqual(['布洛芬混悬液', '氯雷他定片'].toSorted());
    expect(await names('low')).toEqual(['阿奇霉素片']);
    expect((await names('nearExpiry')).toSorted()).toEqual(['泼尼松片', '阿莫西林胶囊'].toSorted());
    expect(await names('all', 'amxl')).toEqual(['阿莫西林胶囊']);
    expect(await names('all', '泼尼松')).toEqual(['泼尼松片']);
    expect(await names('all', '2027-06')).toEqual(['氨溴索片']);
    expect(await names('all', '没有的药')).toEqual([]);
  });

  it('reckons what the stock is worth, and when how much of it expires', async () => {
    const { valueFen, expiringByMonth, nearExpiryLots, nearExpiryValueFen, lots } = await view();
    expect({ nearExpiryLots, nearExpiryValueFen, lots }).toEqual({ nearExpiryLots: 1, nearExpiryValueFen: 13_600, lots: 7 });
    expect(valueFen).toBe(12_800 + 1260 + 27_200 + 3600);
    expect(expiringByMonth).toHaveLength(12);
    expect(expiringByMonth.filter((entry) => entry.valueFen > 0)).toEqual([{ month: '2026-04', valueFen: 13_600 }, { month: '2026-11', valueFen: 14_860 }]);
    expect([expiringByMonth[0]?.month, expiringByMonth.at(-1)?.month]).toEqual(['2026-03', '2027-02']);
  });

  it('is empty, not wrong, for a clinic without stock', async () => {
    expect(await host.stock.view({ ownerId: newId(), filter: 'all', query: '' })).toMatchObject({ rows: [], lots: 0, valueFen: 0, lastCountOn: null });
  });
});

test('whatever moves come in whatever order: a balance is the sum of its moves', () => {
  const lots = fc.record({ lotNumber: fc.constantFrom('A', 'B'), expiry: fc.constantFrom('2026-08-31', '2027-01-31') });
  const move = fc.record({ lot: lots, quantity: fc.integer({ min: -50, max: 50 }), shelf: fc.constantFrom('', 'A-1', 'B-2'), minute: fc.integer({ min: 0, max: 59 }) });
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 8 }), fc.nat(), (moves, seed) => {
      const documents = moves.map(({ lot, quantity, shelf, minute }, at) =>
        aStockMove({ lot, quantity, shelf, packCostFen: quantity > 0 ? quantity : null, note: String(at), moved: aSignature({ at: `2026-03-01T08:${String(minute).padStart(2, '0')}:00+08:00` }) }));
      const read = (order: readonly typeof documents[number][]) => {
        const other = aReplica();
        try {
          for (const document of order) other.pull(document);
          return other.replica.all('SELECT lot_number, expiry, quantity, moves, shelf, pack_cost_fen FROM lot_balance ORDER BY lot_number, expiry');
        } finally {
          other.close();
        }
      };
      const shuffled = documents.toSorted((a, b) => ((Number(a.note) * 7919 + seed) % 13) - ((Number(b.note) * 7919 + seed) % 13));
      expect(read(shuffled)).toEqual(read(documents));
    }),
    { numRuns: 8 },
  );
});
