import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { encounterSections } from '@lianyi/schema/documents/encounter';
import type { FieldError } from '../../contract/views.ts';
import { typedToDraft, type OrderDraft, type UnfinishedRow } from './typedOrder.ts';
import { changeDraft, isDirtyOrder, isDirtyRows, isDirtySection, savableOrder, sectionValue, unfinishedRows, visitDraft, type SectionName, type VisitDraft } from './visitDrafts.ts';

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

/** The host's saves. They reject where nothing is known to have reached the disk. */
export interface VisitSaves {
  readonly saveSections: (changes: SectionChange[]) => Promise<SectionsResult>;
  readonly saveOrder: (order: OrderDraft) => Promise<{ readonly ok: true; readonly savedAt: string } | { readonly ok: false; readonly errors: readonly FieldError[] }>;
  readonly keepRows: (rows: UnfinishedRow[]) => Promise<{ readonly savedAt: string }>;
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
    const rows = isDirtyRows(draft) ? [...unfinishedRows(draft)] : null;
    // A row is kept in the one place before it goes from the other: the power may fail between the two.
    const isFirstKept = rows !== null && rows.length >= draft.heldRows.length;
    if (changes.length > 0) takeSections(encounterId, changes, await saves.saveSections(changes));
    else if (isFirstKept) takeRows(encounterId, rows, await saves.keepRows(rows));
    else if (order !== null) takeOrder(encounterId, draft, order, await saves.saveOrder(order));
    else if (rows !== null) takeRows(encounterId, rows, await saves.keepRows(rows));
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
  const order = typedToDraft(savableOrder(draft));
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

function takeOrder(encounterId: string, sent: VisitDraft, order: OrderDraft, result: Awaited<ReturnType<VisitSaves['saveOrder']>>): void {
  const rows = savableOrder(sent).items;
  changeDraft(encounterId, (draft) => {
    const others = draft.errors.filter(({ field }) => encounterSections.some((unit) => isOf(field, unit)));
    if (result.ok) return { heldOrder: order, savedAt: result.savedAt, errors: others };
    // What is wrong with one row keeps that row alone from the order; the host names it by its place.
    const refusedRows = rows.flatMap((item, at) => {
      const errors = result.errors.filter(({ field }) => field.startsWith(`items.${at}.`));
      return errors.length === 0 ? [] : [{ item, errors }];
    });
    const ofAll = result.errors.filter(({ field }) => !/^items\.\d+\./.test(field));
    return {
      refusedRows: [...draft.refusedRows.filter(({ item }) => draft.order.items.includes(item)), ...refusedRows],
      ...(refusedRows.length === 0 || ofAll.length > 0) && { errors: [...others, ...ofAll], refused: { ...draft.refused, order } },
    };
  });
}

function takeRows(encounterId: string, heldRows: readonly UnfinishedRow[], { savedAt }: { readonly savedAt: string }): void {
  changeDraft(encounterId, () => ({ heldRows, savedAt }));
}

const isOf = (field: string, unit: SectionName): boolean => field === unit || field.startsWith(`${unit}.`) || field.startsWith(`${unit}/`);

const refusalOf = (changes: readonly SectionChange[]): VisitDraft['refused'] => Object.fromEntries(changes.map(({ unit, after }) => [unit, after]));
