import type { QueryObserverResult } from '@tanstack/react-query';

/** True while what is shown is an earlier query's answer, or none: an answer or a failure of this very query ends it. */
export function isBehindTyped({ isPending, isPlaceholderData }: Pick<QueryObserverResult, 'isPending' | 'isPlaceholderData'>, isAsked: boolean): boolean {
  return isAsked && (isPending || isPlaceholderData);
}
