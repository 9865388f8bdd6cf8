import type { Diagnosis } from '@lianyi/schema/documents/encounter';
import { vitals as vitalsSchema } from '@lianyi/schema/documents/encounter';
import { changeDraft, type SectionName, type TypedSections } from './visitDrafts.ts';
import { vitalsToTyped } from './typedVitals.ts';

export type StaleAnswer = 'mine' | 'theirs' | 'both';

/** What the person chose for a section that somebody else has changed: from now on it starts from their value. */
export function answerStale(encounterId: string, answer: StaleAnswer): void {
  changeDraft(encounterId, ({ stale, held, typed }) => {
    if (stale === null) return {};
    const { unit, now } = stale;
    return { stale: null, held: { ...held, [unit]: now }, typed: { ...typed, ...chosen(unit, now, typed, answer) } };
  });
}

function chosen(unit: SectionName, now: unknown, typed: TypedSections, answer: StaleAnswer): Partial<TypedSections> {
  if (answer === 'mine') return {};
  if (unit === 'vitals') {
    const theirs = vitalsSchema.nullable().safeParse(now);
    return theirs.success ? { vitals: vitalsToTyped(theirs.data) } : {};
  }
  if (unit === 'diagnoses') {
    const theirs = Array.isArray(now) ? (now as readonly Diagnosis[]) : [];
    const mine = answer === 'both' ? typed.diagnoses.filter(({ code, text }) => !theirs.some((other) => other.code === code && other.text === text)) : [];
    return { diagnoses: [...theirs, ...mine] };
  }
  const theirs = typeof now === 'string' ? now : '';
  return { [unit]: answer === 'both' ? [theirs, typed[unit]].filter((text) => text !== '').join(unit === 'complaint' ? '；' : '\n') : theirs };
}
