import { beforeEach, expect, test } from 'vitest';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import type { EncounterView } from '../../contract/views.ts';
import { saveVisit, type SectionChange, type SectionsResult, type VisitSaves } from './saveVisit.ts';
import { answerStale } from './staleChoice.ts';
import type { TypedItem, UnfinishedRow } from './typedOrder.ts';
import { isDirty as isDirtyDraft, meetView, typeOrder, typeSection, useVisitDrafts, visitDraft } from './visitDrafts.ts';

const encounter = anEncounter({ complaint: '', history: '' });
const { id } = encounter;

/** A small host: it has sections, and refuses a change that started from another value, or a history over 20 characters. */
function aHost(stored: Record<string, unknown>) {
  const state = { sections: { ...stored }, saves: 0, calls: [] as string[], order: [] as string[], rows: [] as readonly UnfinishedRow[], onSave: (): void => undefined };
  const saveSections = async (changes: SectionChange[]): Promise<SectionsResult> => {
    state.saves += 1;
    await Promise.resolve();
    state.onSave();
    const long = changes.find(({ unit, after }) => unit === 'history' && typeof after === 'string' && after.length > 20);
    if (long) return { ok: false, errors: [{ field: 'history', code: 'tooLong', values: { max: 20 } }] };
    const stale = changes.find(({ unit, before }) => !isSameJson(before, state.sections[unit]));
    if (stale) return { ok: false, stale: { unit: stale.unit, now: state.sections[stale.unit] } };
    for (const { unit, after } of changes) state.sections[unit] = after;
    return { ok: true, savedAt: `2026-03-09T09:42:0${state.saves}+08:00` };
  };
  const saveOrder: VisitSaves['saveOrder'] = async (order) => {
    state.calls.push('order');
    const at = order.items.findIndex(({ days }) => days === 99);
    if (at >= 0) return { ok: false, errors: [{ field: `items.${at}.quantity`, code: 'tooLarge' }] };
    state.order = order.items.map(({ productId }) => productId);
    return { ok: true, savedAt: '2026-03-09T09:42:59+08:00' };
  };
  const keepRows: VisitSaves['keepRows'] = async (rows) => {
    state.calls.push('rows');
    state.rows = rows;
    return { savedAt: '2026-03-09T09:42:58+08:00' };
  };
  const saves: VisitSaves = { saveSections, saveOrder, keepRows };
  return { state, saves };
}

const isDirty = (): boolean => {
  const draft = visitDraft(id);
  return draft !== undefined && isDirtyDraft(draft);
};

beforeEach(() => {
  useVisitDrafts.setState({ drafts: {} });
  meetView({ encounter, prescription: null, unfinishedRows: [], savedAt: '2026-03-09T09:42:00+08:00' } as unknown as EncounterView);
});

test('Typed text is dirty until the host says that it is saved', async () => {
  const { saves, state } = aHost({ complaint: '', history: '' });
  typeSection(id, 'complaint', '咳嗽 3 天');
  expect(isDirty()).toBe(true);
  await saveVisit(id, saves);
  expect(isDirty()).toBe(false);
  expect(visitDraft(id)?.savedAt).toBe('2026-03-09T09:42:01+08:00');
  expect(state.sections['complaint']).toBe('咳嗽 3 天');
});

test('What is typed while a save is on its way is saved after it, from the value that was saved', async () => {
  const { saves, state } = aHost({ complaint: '', history: '' });
  state.onSave = () => { if (state.saves === 1) typeSection(id, 'complaint', '咳嗽 3 天，活动后气促'); };
  typeSection(id, 'complaint', '咳嗽 3 天');
  await saveVisit(id, saves);
  expect(state.sections['complaint']).toBe('咳嗽 3 天，活动后气促');
  expect(visitDraft(id)?.stale).toBeNull();
});

test('A section that is refused keeps its text and does not keep the others from the disk', async () => {
  const { saves, state } = aHost({ complaint: '', history: '' });
  typeSection(id, 'complaint', '咳嗽');
  typeSection(id, 'history', '长'.repeat(30));
  await saveVisit(id, saves);
  expect(state.sections['complaint']).toBe('咳嗽');
  expect(visitDraft(id)?.errors).toEqual([{ field: 'history', code: 'tooLong', values: { max: 20 } }]);
  expect(visitDraft(id)?.typed.history).toHaveLength(30);
  typeSection(id, 'history', '受凉后起病');
  await saveVisit(id, saves);
  expect(visitDraft(id)?.errors).toEqual([]);
  expect(state.sections['history']).toBe('受凉后起病');
});

test('A section changed elsewhere waits for the person, who may keep both texts', async () => {
  const { saves, state } = aHost({ complaint: '发热 1 天', history: '' });
  typeSection(id, 'complaint', '咳嗽 3 天');
  await saveVisit(id, saves);
  expect(visitDraft(id)?.stale).toEqual({ unit: 'complaint', now: '发热 1 天' });
  expect(state.sections['complaint']).toBe('发热 1 天');
  answerStale(id, 'both');
  await saveVisit(id, saves);
  expect(state.sections['complaint']).toBe('发热 1 天；咳嗽 3 天');
});

test('A save that fails keeps the text, and the next one takes it', async () => {
  const { saves, state } = aHost({ complaint: '', history: '' });
  typeSection(id, 'complaint', '咳嗽');
  await expect(saveVisit(id, { ...saves, saveSections: async () => { throw new Error('disk'); } })).rejects.toThrow('disk');
  expect(isDirty()).toBe(true);
  await saveVisit(id, saves);
  expect(state.sections['complaint']).toBe('咳嗽');
});

const row = (key: number, over: Partial<TypedItem> = {}): TypedItem => ({
  key, drug: { productId: `p${key}`, name: `药${key}`, specification: '0.25 g×24 粒', unit: '粒', doseUnit: 'g', usualDose: '' },
  dose: '0.5', frequency: 'bid', route: 'po', days: '5', quantity: '', note: '', ...over,
});
const typeRows = (...items: readonly TypedItem[]) => { typeOrder(id, (order) => ({ ...order, items })); };

test('A row that is not written out is kept beside the order, and stands where it stood when the visit is opened again', async () => {
  const { saves, state } = aHost({});
  typeRows(row(1, { dose: '' }), row(2), row(3, { quantity: 'abc' }));
  expect(isDirty()).toBe(true);
  await saveVisit(id, saves);
  expect(isDirty()).toBe(false);
  expect(state.order).toEqual(['p2']);
  expect(state.rows.map(({ at, drug, quantity }) => [at, drug.productId, quantity])).toEqual([[0, 'p1', ''], [2, 'p3', 'abc']]);

  useVisitDrafts.setState({ drafts: {} });
  meetView({ encounter, prescription: null, unfinishedRows: state.rows, savedAt: '2026-03-09T09:43:00+08:00' } as unknown as EncounterView);
  expect(visitDraft(id)?.order.items.map(({ drug, quantity }) => [drug.productId, quantity])).toEqual([['p1', ''], ['p3', 'abc']]);
});

test('A row is kept in the one place before it goes from the other', async () => {
  const { saves, state } = aHost({});
  typeRows(row(1));
  await saveVisit(id, saves);
  state.calls = [];
  typeRows(row(1, { dose: '' }));
  await saveVisit(id, saves);
  typeRows(row(1, { dose: '0.25' }));
  await saveVisit(id, saves);
  expect(state.calls).toEqual(['rows', 'order', 'order', 'rows']);
  expect(state.rows).toEqual([]);
});

test('A row that the host refuses does not keep the others from the disk, and is kept itself', async () => {
  const { saves, state } = aHost({});
  typeRows(row(1), row(2, { days: '99' }));
  await saveVisit(id, saves);
  expect(state.order).toEqual(['p1']);
  expect(state.rows.map(({ drug }) => drug.productId)).toEqual(['p2']);
  expect(visitDraft(id)?.refusedRows[0]?.errors).toEqual([{ field: 'items.1.quantity', code: 'tooLarge' }]);
  expect(isDirty()).toBe(false);
});
