import type { FieldError } from '../../../contract/views.ts';

/** What is wrong with a field as typed, as the host would say it. */
export type Problem = Pick<FieldError, 'code' | 'values'>;

export const problemOf = (code: string | null): Problem | null => (code === null ? null : { code });
export const lengthProblem = (text: string, max: number): Problem | null => (text.length > max ? { code: 'tooLong', values: { max } } : null);
