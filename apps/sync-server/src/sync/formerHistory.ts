import { forkNumbersOf } from '@lianyi/schema/wire/history';
import type { ExchangeParts } from './county.ts';
import type { ReadSubmission } from './readSubmission.ts';

/**
 * A bundle that was saved under a history whose end was lost (the county was restored since), as this history sees it:
 * what it had read beyond the fork is nothing here, and what it lacks here may still come, from its device, from others,
 * or from a witness. Pure.
 */
export function inThisHistory({ epoch, ancestry }: Pick<ExchangeParts, 'epoch' | 'ancestry'>, read: ReadSubmission): ReadSubmission {
  const { body } = read;
  const [parent] = ancestry;
  if (body === null || parent === undefined) return read;
  // Also what was saved under this epoch, while nothing of it had been read yet.
  const hasReadOn = Object.entries(body.cursors).some(([scope, number]) => number > (parent.forkNumbers[scope] ?? 0));
  if (body.epoch === epoch && hasReadOn) return read;
  const fork = forkNumbersOf({ ancestry: [...ancestry] }, body.epoch === epoch ? parent.epoch : (body.epoch ?? parent.epoch)) ?? {};
  const cursors = Object.fromEntries(Object.entries(body.cursors).map(([scope, number]) => [scope, Math.min(number, fork[scope] ?? 0)]));
  return { ...read, body: { ...body, cursors }, isOfFormerHistory: true };
}
