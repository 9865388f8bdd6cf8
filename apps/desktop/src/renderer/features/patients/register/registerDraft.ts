import type { PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { create } from 'zustand';

export const emptyDraft: PatientDraft = {
  name: '', sex: '', birthDate: '', documentType: '01', identityNumber: '', phone: '', village: '', group: '', addressDetail: '', bloodGroup: '', recordNumber: '',
  contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '', allergyAnswer: 'unasked', allergies: [], problems: [],
};

interface RegisterState {
  readonly draft: PatientDraft;
  /** Fields that have been left once, or whose save was tried: only they show their mistakes. */
  readonly left: ReadonlySet<string>;
  readonly isTried: boolean;
  /** The first so many allergies stood there when the save was tried; those behind them have been added since. */
  readonly triedAllergies: number;
  /** Likely duplicates that the person has looked at and found to be others. */
  readonly seenDuplicates: readonly string[];
  readonly change: (changes: Partial<PatientDraft>) => void;
  readonly leave: (field: string) => void;
  readonly try: () => void;
  readonly see: (patientIds: readonly string[]) => void;
  readonly clear: () => void;
}

const untouched = { draft: emptyDraft, left: new Set<string>(), isTried: false, triedAllergies: 0, seenDuplicates: [] } as const;

/** The new patient as typed so far. It outlives the page, so that looking somebody up or locking the screen loses nothing. */
export const useRegisterDraft = create<RegisterState>((set) => ({
  ...untouched,
  change: (changes) => { set((now) => ({ draft: { ...now.draft, ...changes }, ...afterRemoval(now, changes.allergies) })); },
  leave: (field) => { set(({ left }) => (left.has(field) ? {} : { left: new Set([...left, field]) })); },
  try: () => { set(({ draft }) => ({ isTried: true, triedAllergies: draft.allergies.length })); },
  see: (patientIds) => { set(({ seenDuplicates }) => ({ seenDuplicates: [...new Set([...seenDuplicates, ...patientIds])] })); },
  clear: () => { set(untouched); },
}));

type Marks = Pick<RegisterState, 'draft' | 'left' | 'isTried' | 'triedAllergies'>;

/** Where an allergy was taken away those behind it move up: what was known of their places holds no more. */
function afterRemoval({ draft, left, triedAllergies }: Marks, allergies: PatientDraft['allergies'] | undefined): Partial<RegisterState> {
  if (allergies === undefined || allergies.length >= draft.allergies.length) return {};
  const removed = draft.allergies.findIndex((entry, at) => entry !== allergies[at]);
  return {
    left: new Set([...left].filter((field) => (allergyAt(field) ?? -1) < removed)),
    triedAllergies: Math.min(allergies.length, removed < triedAllergies ? triedAllergies - 1 : triedAllergies),
  };
}

/** Which allergy a field is of: 1 for `allergies.1.substance`. */
function allergyAt(field: string): number | undefined {
  const at = /^allergies\.(\d+)\./.exec(field)?.[1];
  return at === undefined ? undefined : Number(at);
}

/** Whether a field shows its mistakes: once it has been left, or the save was tried with it. */
export function isJudged({ left, isTried, triedAllergies }: Omit<Marks, 'draft'>, field: string): boolean {
  return left.has(field) || (isTried && (allergyAt(field) ?? -1) < triedAllergies);
}

/** Whether anything has been typed. */
export const isTouched = (draft: PatientDraft): boolean => JSON.stringify(draft) !== JSON.stringify(emptyDraft);

/** What was searched for in vain begins the form: digits as number or phone, the rest as name. */
export function draftFromTyped(typed: string): Partial<PatientDraft> {
  const text = typed.trim();
  if (/^\d{17}[\dXx]$/.test(text)) return { identityNumber: text };
  if (/^1\d{10}$/.test(text)) return { phone: text };
  return /\p{Script=Han}/u.test(text) ? { name: text } : {};
}
