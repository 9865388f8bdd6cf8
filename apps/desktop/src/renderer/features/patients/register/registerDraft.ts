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
  /** Likely duplicates that the person has looked at and found to be others. */
  readonly seenDuplicates: readonly string[];
  readonly change: (changes: Partial<PatientDraft>) => void;
  readonly leave: (field: string) => void;
  readonly try: () => void;
  readonly see: (patientIds: readonly string[]) => void;
  readonly clear: () => void;
}

const untouched = { draft: emptyDraft, left: new Set<string>(), isTried: false, seenDuplicates: [] } as const;

/** The new patient as typed so far. It outlives the page, so that looking somebody up or locking the screen loses nothing. */
export const useRegisterDraft = create<RegisterState>((set) => ({
  ...untouched,
  change: (changes) => { set(({ draft }) => ({ draft: { ...draft, ...changes } })); },
  leave: (field) => { set(({ left }) => (left.has(field) ? {} : { left: new Set([...left, field]) })); },
  try: () => { set({ isTried: true }); },
  see: (patientIds) => { set(({ seenDuplicates }) => ({ seenDuplicates: [...new Set([...seenDuplicates, ...patientIds])] })); },
  clear: () => { set(untouched); },
}));

/** Whether anything has been typed. */
export const isTouched = (draft: PatientDraft): boolean => JSON.stringify(draft) !== JSON.stringify(emptyDraft);

/** What was searched for in vain begins the form: digits as number or phone, the rest as name. */
export function draftFromTyped(typed: string): Partial<PatientDraft> {
  const text = typed.trim();
  if (/^\d{17}[\dXx]$/.test(text)) return { identityNumber: text };
  if (/^1\d{10}$/.test(text)) return { phone: text };
  return /\p{Script=Han}/u.test(text) ? { name: text } : {};
}
