import type { AlertReason } from '@lianyi/schema/documents/alertValues';
import type { QuarantineRow } from '../../../contract/views.ts';
import type { Review, ReviewRow } from './reviewAnswers.ts';

/** A line of the list on the left. */
export type ReviewItem =
  | { readonly key: string; readonly is: 'open' | 'resolved'; readonly row: ReviewRow }
  | { readonly key: string; readonly is: 'quarantined'; readonly row: QuarantineRow };

const alertReasons: readonly string[] = ['overDispensed', 'stoppedAfterDispense', 'negativeBalance', 'countAgain', 'patientMoved', 'movedElsewhere', 'writtenAfterMove', 'glassOpened'] satisfies readonly AlertReason[];

/** Raised by merging, not by two values: there is nothing to choose, something to do. */
export function isAlertReason(reason: Review['reason']): reason is AlertReason {
  return alertReasons.includes(reason);
}

export type Choice = 'keep' | 'useLosing' | 'both' | 'seen';

/**
 * What may be chosen. Only units that can still change may take the losing value; of a signed record and of an alert
 * one can only say that one has seen it.
 */
export function choicesOf({ reason, about }: Review): readonly Choice[] {
  if (isAlertReason(reason) || reason === 'signedAlready' || reason === 'invalidMerge' || reason === 'thirdRecord' || about.unit === null) return ['seen'];
  return about.kind === 'patient' && about.unit === 'phone' ? ['keep', 'useLosing', 'both'] : ['keep', 'useLosing'];
}
