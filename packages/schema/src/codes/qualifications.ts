import * as z from 'zod';

/** What a person is licensed as. `unknown`: nobody has entered it yet. */
export const qualification = z.enum(['unknown', 'physician', 'assistantPhysician', 'villageDoctor', 'nurse', 'pharmacist', 'none']);
export type Qualification = z.infer<typeof qualification>;

/** Professional title (职称), by grade. */
export const title = z.enum(['unknown', 'none', 'junior', 'intermediate', 'deputySenior', 'senior']);
export type Title = z.infer<typeof title>;

/** The highest grade of antimicrobial that a person may prescribe, each with those before it. */
export const antibioticRight = z.enum(['none', 'nonRestricted', 'restricted', 'special']);
export type AntibioticRight = z.infer<typeof antibioticRight>;

/** Whether a right covers a grade; a drug without a grade needs none. */
export function covers(right: AntibioticRight, grade: '' | AntibioticRight): boolean {
  return grade === '' || antibioticRight.options.indexOf(right) >= antibioticRight.options.indexOf(grade);
}

/** The next higher grade, for an emergency; null above the highest. */
export const gradeAbove = (right: AntibioticRight): AntibioticRight | null => antibioticRight.options[antibioticRight.options.indexOf(right) + 1] ?? null;
