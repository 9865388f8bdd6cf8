import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { encounterSections, type Diagnosis, type Encounter } from '@lianyi/schema/documents/encounter';
import { create } from 'zustand';
import type { EncounterView, FieldError } from '../../contract/views.ts';
import { isCompleteItem, prescriptionToTyped, typedToDraft, unfinishedOf, withUnfinished, type OrderDraft, type TypedItem, type TypedOrder, type UnfinishedRow } from './typedOrder.ts';
import { typedToVitals, vitalsToTyped, type TypedVitals } from './typedVitals.ts';

export type SectionName = (typeof encounterSections)[number];

/** The sections as the form has them. */
export interface TypedSections {
  readonly complaint: string;
  readonly history: string;
  readonly examination: string;
  readonly vitals: TypedVitals;
  readonly diagnoses: readonly Diagnosis[];
  readonly plan: string;
}

/** The fields of a visit where one types to choose. */
export const pickerNames = ['diagnosis', 'drug'] as const;
export type PickerName = (typeof pickerNames)[number];

/**
 * A visit being written. What is typed lives here, outside of every page, until the host says that it is on the disk:
 * neither another page nor a lock nor a refused save takes it away.
 */
export interface VisitDraft {
  readonly typed: TypedSections;
  readonly order: TypedOrder;
  /** What stands typed in a picker and has not been chosen: no part of the visit yet. */
  readonly leftovers: Readonly<Record<PickerName, string>>;
  /** What the host last said to have, section by section. */
  readonly held: Readonly<Record<SectionName, unknown>>;
  readonly heldOrder: OrderDraft | null;
  /** The rows that are not written out, as the host last said to have kept them. */
  readonly heldRows: readonly UnfinishedRow[];
  readonly savedAt: string;
  /** What the host refused, by section or field of the order; sent again once it has been changed. */
  readonly errors: readonly FieldError[];
  readonly refused: Partial<Readonly<Record<SectionName | 'order', unknown>>>;
  /** Rows that the host refused, with its reasons: they wait beside the order until they are changed. */
  readonly refusedRows: readonly { readonly item: TypedItem; readonly errors: readonly FieldError[] }[];
  /** A section that somebody else has changed meanwhile, with what it is now: the person chooses. */
  readonly stale: { readonly unit: SectionName; readonly now: unknown } | null;
}

interface VisitDrafts {
  readonly drafts: Readonly<Record<string, VisitDraft>>;
}

export const useVisitDrafts = create<VisitDrafts>()(() => ({ drafts: {} }));

export function visitDraft(encounterId: string): VisitDraft | undefined {
  return useVisitDrafts.getState().drafts[encounterId];
}

export function changeDraft(encounterId: string, change: (draft: VisitDraft) => Partial<VisitDraft>): void {
  useVisitDrafts.setState(({ drafts }) => {
    const draft = drafts[encounterId];
    return draft === undefined ? {} : { drafts: { ...drafts, [encounterId]: { ...draft, ...change(draft) } } };
  });
}

export function typeSection<Name extends SectionName>(encounterId: string, name: Name, value: TypedSections[Name]): void {
  changeDraft(encounterId, ({ typed }) => ({ typed: { ...typed, [name]: value } }));
}

export function typeOrder(encounterId: string, change: (order: TypedOrder) => TypedOrder): void {
  changeDraft(encounterId, ({ order }) => ({ order: change(order) }));
}

/**
 * A quantity that is what dose, frequency and days come to follows them again: on the disk it cannot be told from one
 * that somebody typed.
 */
export function followQuantity(encounterId: string, key: number, computed: number): void {
  changeDraft(encounterId, ({ order, heldOrder }) => {
    const index = order.items.findIndex((item) => item.key === key);
    if (index < 0 || order.items[index]?.quantity !== String(computed)) return {};
    const items = order.items.map((item) => (item.key === key ? { ...item, quantity: '' } : item));
    const held = heldOrder?.items.map((item) => (item.itemNo === index + 1 && item.quantity === computed ? { ...item, quantity: null } : item));
    return { order: { ...order, items }, heldOrder: heldOrder === null || held === undefined ? heldOrder : { ...heldOrder, items: held } };
  });
}

/** A signed visit needs no draft any more. */
export function forgetDraft(encounterId: string): void {
  useVisitDrafts.setState(({ drafts }) => ({ drafts: Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== encounterId)) }));
}

/** Takes in what the host has: a section being typed is left alone, the others follow. */
export function meetView({ encounter, prescription, unfinishedRows: kept, savedAt }: EncounterView): void {
  useVisitDrafts.setState(({ drafts }) => {
    const known = drafts[encounter.id];
    // A signed visit is what it is: nothing of a draft stands over it.
    const draft = known === undefined || (encounter.progress.state !== 'draft' && !isSignedView(known, encounter)) ? newDraft(encounter, prescription, kept, savedAt) : metDraft(known, encounter, prescription, savedAt);
    return draft === known ? {} : { drafts: { ...drafts, [encounter.id]: draft } };
  });
}

function isSignedView(draft: VisitDraft, encounter: Encounter): boolean {
  const held = heldOf(encounter);
  return encounterSections.every((name) => isSameJson(sectionValue(draft.typed, name), held[name]) && isSameJson(draft.held[name], held[name]));
}

function newDraft(encounter: Encounter, prescription: EncounterView['prescription'], kept: readonly UnfinishedRow[], savedAt: string): VisitDraft {
  const written = prescriptionToTyped(prescription);
  return {
    typed: typedOf(encounter), order: withUnfinished(written, kept), leftovers: { diagnosis: '', drug: '' }, held: heldOf(encounter), heldOrder: prescription === null ? null : typedToDraft(written),
    heldRows: kept, savedAt, errors: [], refused: {}, refusedRows: [], stale: null,
  };
}

function metDraft(draft: VisitDraft, encounter: Encounter, prescription: EncounterView['prescription'], savedAt: string): VisitDraft {
  const now = typedOf(encounter);
  const held = heldOf(encounter);
  const isTyping = (name: SectionName): boolean => isDirtySection(draft, name) && !isSameJson(sectionValue(draft.typed, name), held[name]);
  const keepTyped = <Name extends SectionName>(name: Name): TypedSections[Name] => {
    // What says the same is not replaced: "37." must not become "37" under the caret.
    const isSame = isSameJson(sectionValue(draft.typed, name), held[name]);
    return isSame || isTyping(name) ? draft.typed[name] : now[name];
  };
  const isOrderTyping = isDirtyOrder(draft);
  const isNewOrder = !isOrderTyping && prescription !== null && !isSameOrder(draft, prescription);
  const written = isNewOrder ? prescriptionToTyped(prescription) : null;
  return {
    ...draft,
    typed: {
      complaint: keepTyped('complaint'), history: keepTyped('history'), examination: keepTyped('examination'),
      vitals: keepTyped('vitals'), diagnoses: keepTyped('diagnoses'), plan: keepTyped('plan'),
    },
    held: Object.fromEntries(encounterSections.map((name) => [name, isTyping(name) ? draft.held[name] : held[name]])) as Record<SectionName, unknown>,
    order: written === null ? draft.order : withUnfinished(written, unfinishedRows(draft)),
    heldOrder: written === null ? draft.heldOrder : typedToDraft(written),
    savedAt: savedAt > draft.savedAt ? savedAt : draft.savedAt,
  };
}

/** The same rows, whatever the host has worked out for their quantities. */
function isSameOrder(draft: VisitDraft, prescription: NonNullable<EncounterView['prescription']>): boolean {
  const bare = (order: OrderDraft) => ({ ...order, items: order.items.map((item) => ({ ...item, quantity: null })) });
  return isSameJson(bare(typedToDraft(savableOrder(draft))), bare(typedToDraft(prescriptionToTyped(prescription))));
}

function typedOf({ complaint, history, examination, vitals, diagnoses, plan }: Encounter): TypedSections {
  return { complaint, history, examination, vitals: vitalsToTyped(vitals), diagnoses, plan };
}

function heldOf(encounter: Encounter): Record<SectionName, unknown> {
  const { complaint, history, examination, vitals, diagnoses, plan } = encounter;
  return { complaint, history, examination, vitals, diagnoses, plan };
}

/** A section as the document has it. */
export function sectionValue(typed: TypedSections, name: SectionName): unknown {
  return name === 'vitals' ? typedToVitals(typed.vitals) : typed[name];
}

export function isDirtySection(draft: VisitDraft, name: SectionName): boolean {
  return !isSameJson(sectionValue(draft.typed, name), draft.held[name]);
}

const isSavable = ({ refusedRows }: VisitDraft, item: TypedItem): boolean => isCompleteItem(item) && !refusedRows.some((refused) => refused.item === item);

/** What a prescription can hold: the rows that are written out and that the host has not refused. */
export function savableOrder(draft: VisitDraft): TypedOrder {
  return { ...draft.order, items: draft.order.items.filter((item) => isSavable(draft, item)) };
}

/** The other rows, which are kept beside it. */
export function unfinishedRows(draft: VisitDraft): readonly UnfinishedRow[] {
  return draft.order.items.flatMap((item, at) => (isSavable(draft, item) ? [] : [unfinishedOf(item, at)]));
}

export const isDirtyRows = (draft: VisitDraft): boolean => !isSameJson(unfinishedRows(draft), draft.heldRows);

export function isDirtyOrder(draft: VisitDraft): boolean {
  const complete = savableOrder(draft);
  if (draft.heldOrder === null) return complete.items.length > 0;
  return !isSameJson(typedToDraft(complete), draft.heldOrder);
}

/** Something typed that the host has not said to be on the disk. */
export function isDirty(draft: VisitDraft): boolean {
  return isDirtyOrder(draft) || isDirtyRows(draft) || encounterSections.some((name) => isDirtySection(draft, name));
}
