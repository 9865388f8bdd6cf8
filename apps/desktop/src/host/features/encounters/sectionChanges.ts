import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { characterCount } from '@lianyi/schema/basics/text';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { encounter as encounterSchema, vitals as vitalsSchema } from '@lianyi/schema/documents/encounter';
import { unitValue } from '@lianyi/schema/documents/units';
import { impossibleVitals } from '@lianyi/schema/rules/impossibleVitals';
import type { FieldError } from '../../chart/views.ts';

type Section = 'complaint' | 'history' | 'examination' | 'vitals' | 'diagnoses' | 'plan';

/** A section as the form has it, from the value that it started with. */
export interface SectionChange {
  readonly unit: Section;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What is wrong with the sections as typed: texts too long, vital signs that no one shows, diagnoses that are none. */
export function sectionErrors(changes: readonly SectionChange[]): readonly FieldError[] {
  return changes.flatMap(({ unit, after }) => {
    if (unit === 'vitals') return after === null ? [] : vitalErrors(after);
    const parsed = encounterSchema.shape[unit].safeParse(after);
    if (parsed.success) return [];
    return parsed.error.issues.slice(0, 20).map((issue): FieldError => {
      const field = [unit, ...issue.path].map(String).join('.');
      if (issue.code !== 'too_big') return { field, code: 'invalid' };
      const length = typeof after === 'string' ? characterCount(after) : 0;
      return { field, code: 'tooLong', values: { max: Number(issue.maximum), ...(length > 0 && { length }) } };
    });
  });
}

function vitalErrors(typed: unknown): readonly FieldError[] {
  if (typeof typed !== 'object' || typed === null) return [{ field: 'vitals', code: 'invalid' }];
  const impossible = impossibleVitals({ ...typed }).map(({ field, code, value, minimum, maximum, suggestion }): FieldError => ({
    field: `vitals.${field}`, code,
    values: { minimum, maximum, ...(value !== null && { value }), ...(suggestion !== null && { suggestion }) },
  }));
  if (impossible.length > 0) return impossible;
  return vitalsSchema.safeParse(typed).success ? [] : [{ field: 'vitals', code: 'invalid' }];
}

/** The changes that are still to be made: what the visit has already (a form saved twice) is left out. */
export function changesToMake(encounter: Encounter, changes: readonly SectionChange[]): readonly UnitChange[] {
  return changes
    .filter(({ unit, after }) => !isSameJson(unitValue(encounter, unit), after))
    .map(({ unit, before, after }) => ({ unit, before: before ?? null, after }));
}
