import { beforeEach, expect, test } from 'vitest';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import type { EncounterView } from '../../contract/views.ts';
import { saveVisit, type SectionChange, type SectionsResult, type VisitSaves } from './saveVisit.ts';
import { answerStale } from './staleChoice.ts';
import { isDirty as isDirtyDraft, meetView, typeSection, useVisitDrafts, visitDraft } from './visitDrafts.ts';

const encounter = anEncounter({ complaint: '', history: '' });
const { id } = encounter;

/** A small host: it has sections, and refuses a change that started from another value, or a history over 20 characters. */
function aHost(stored: Record<string, unknown>) {
  const state = { sections: { ...stored }, saves: 0, onSave: (): void => undefined };
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
  const saves: VisitSaves = { saveSections, saveOrder: async () => ({ ok: true, savedAt: '2026-03-09T09:42:59+08:00' }) };
  return { state, saves };
}

const isDirty = (): boolean => {
  const draft = visitDraft(id);
  return draft !== undefined && isDirtyDraft(draft);
};

beforeEach(() => {
  useVisitDrafts.setState({ drafts: {} });
  meetView({ encounter, prescription: null, savedAt: '2026-03-09T09:42:00+08:00' } as EncounterView);
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
