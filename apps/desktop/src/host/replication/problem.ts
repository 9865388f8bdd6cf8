import type { Problem } from '@lianyi/schema/wire/exchange';
import type { LineView } from './lineView.ts';

export type LineProblem = NonNullable<LineView['problem']>;

/**
 * After these the exchange stops and waits for a person: going on could only make it worse. `unknownDevice` and
 * `badSignature` are not among them: that is what the county says of a request that came garbled, too, and a line that
 * did this once must not leave a clinic waiting for somebody to press a key. Nor is `wireVersion`: where the county is
 * the older side, its upgrade is told to nobody here, so it is asked again now and then.
 */
const stopping: ReadonlySet<LineProblem['code']> = new Set(['epochMismatch', 'beyondLog', 'forked', 'retired', 'stolen']);
export const isStopping = (problem: LineProblem): boolean => stopping.has(problem.code);

/** The county's problem as the line shows it. */
export function problemOf(problem: Problem): LineProblem {
  const detail = problem.detail ?? problem.title;
  switch (problem.code) {
    case 'unknownDevice':
    case 'badSignature':
    case 'wireVersion':
    case 'forked':
      return { code: problem.code, detail };
    case 'retired':
      return { code: problem['stolen'] === true ? 'stolen' : 'retired', detail };
    case 'epochMismatch':
      return { code: problem['beyondLog'] === true ? 'beyondLog' : 'epochMismatch', detail };
    case 'badRequest':
    case 'tooLarge':
    case 'staleNonce':
    case 'notFound':
    case 'notAllowed':
    case 'unavailable':
      return { code: 'countyBusy', detail: `${problem.code}: ${detail}` };
  }
}
