import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { encounterSections } from '@lianyi/schema/documents/encounter';
import type { FieldError } from '../../contract/views.ts';
import { completePart, typedToDraft, type OrderDraft } from './typedOrder.ts';
import { changeDraft, isDirtyOrder, isDirtySection, sectionValue, visitDraft, type SectionName, type VisitDraft } from './visitDrafts.ts';

export interface SectionChange {
  unit: SectionName;
  before: unknown;
  after: unknown;
}

/** SaveDraftResult as it comes over the wire, where what is undefined is absent. */
export type SectionsResult =
  | { readonly ok: true; readonly savedAt: string }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
  | { readonly ok: false; readonly stale: { readonly unit: string; readonly now?: unknown } };

/** The host's two saves. They reject where nothing is known to have reached the disk. */
export interface VisitSaves {
  readonly saveSections: (changes: SectionChange[]) => Promise<SectionsResult>;
  readonly saveOrder: (order: OrderDraft) => Promise<{ readonly ok: true; readonly savedAt: string } | { readonly ok: false; readonly errors: readonly FieldError[] }>;
}

const running = new Map<string, Promise<void>>();

/**
 * Puts what is typed on the disk: one save at a time for a visit, and once more if something was typed meanwhile.
 * A section that is refused or stale does not keep the others from being saved.
 * @returns when nothing more can be saved without the person; rejects with the host's failure.
 */
export async function saveVisit(encounterId: string, saves: VisitSaves): Promise<void> {
  const before = running.get(encounterId) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(async () => { await saveAll(encounterId, saves); });
  running.set(encounterId, mine);
  try {
    await mine;
  } finally {
    if (running.get(encounterId) === mine) running.delete(encounterId);
  }
}

async function saveAll(encounterId: string, saves: VisitSaves): Promise<void> {
  for (let draft = visitDraft(encounterId); draft !== undefined; draft = visitDraft(encounterId)) {
    const changes = changesToSave(draft);
    const order = orderToSave(draft);
    if (changes.length > 0) takeSections(encounterId, changes, await saves.saveSections(changes));
    else if (order !== null) takeOrder(encounterId, order, await saves.saveOrder(order));
    else return;
  }
}

function changesToSave(draft: VisitDraft): SectionChange[] {
  return encounterSections
    .filter((unit) => isDirtySection(draft, unit) && draft.stale?.unit !== unit)
    .map((unit) => ({ unit, before: draft.held[unit], after: sectionValue(draft.typed, unit) }))
    .filter(({ unit, after }) => !(unit in draft.refused) || !isSameJson(draft.refused[unit], after));
}

function orderToSave(draft: VisitDraft): OrderDraft | null {
  if (!isDirtyOrder(draft)) return null;
  const order = typedToDraft(completePart(draft.order));
  return 'order' in draft.refused && isSameJson(draft.refused.order, order) ? null : order;
}

function takeSections(encounterId: string, changes: readonly SectionChange[], result: SectionsResult): void {
  changeDraft(encounterId, (draft) => {
    if (result.ok) {
      const units = changes.map(({ unit }) => unit);
      return {
        held: { ...draft.held, ...Object.fromEntries(changes.map(({ unit, after }) => [unit, after])) },
        savedAt: result.savedAt,
        errors: draft.errors.filter(({ field }) => !units.some((unit) => isOf(field, unit))),
      };
    }
    if ('stale' in result) {
      const unit = encounterSections.find((name) => name === result.stale.unit);
      return unit === undefined ? { refused: { ...draft.refused, ...refusalOf(changes) } } : { stale: { unit, now: result.stale.now } };
    }
    const bad = changes.filter(({ unit }) => result.errors.some(({ field }) => isOf(field, unit)));
    const refused = bad.length > 0 ? bad : changes;
    return { errors: [...draft.errors.filter(({ field }) => !refused.some(({ unit }) => isOf(field, unit))), ...result.errors], refused: { ...draft.refused, ...refusalOf(refused) } };
  });
}

function takeOrder(encounterId: string, order: OrderDraft, result: Awaited<ReturnType<VisitSaves['saveOrder']>>): void {
  changeDraft(encounterId, (draft) => {
    const others = draft.errors.filter(({ field }) => encounterSections.some((unit) => isOf(field, unit)));
    if (result.ok) return { heldOrder: order, savedAt: result.savedAt, errors: others };
    return { errors: [...others, ...result.errors], refused: { ...draft.refused, order } };
  });
}

const isOf = (field: string, unit: SectionName): boolean => field === unit || field.startsWith(`${unit}.`) || field.startsWith(`${unit}/`);

const refusalOf = (changes: readonly SectionChange[]): VisitDraft['refused'] => Object.fromEntries(changes.map(({ unit, after }) => [unit, after]));
