import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { standingIds } from '@lianyi/schema/documents/correction';
import type { OutcomeName } from '@lianyi/schema/wire/exchange';
import type { KnownBundle } from '../store/bundles.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './readSubmission.ts';

/** What has become of a bundle. */
export type Settled = Pick<KnownBundle, 'deviceId' | 'linkHash' | 'bodyHash' | 'outcome' | 'reason' | 'correctedBy'>;

/**
 * What has become of a bundle that others need: of one that was corrected, what has become of its correction. Undefined
 * for one that has not come.
 */
export function standingOutcome(bundleId: string, settledById: ReadonlyMap<string, Settled>): OutcomeName | undefined {
  const seen = new Set<string>();
  let id = bundleId;
  for (;;) {
    const settled = settledById.get(id);
    if (!settled?.correctedBy || seen.has(id)) return settled?.outcome;
    seen.add(id);
    id = settled.correctedBy;
  }
}

/** Why a bundle may not take the place of the one that it names; null if it may. */
export function refuseCorrection(body: BundleBody, target: Settled, targetBody: BundleBody | undefined, deviceId: string, draft: Draft): Fault | null {
  if (target.deviceId !== deviceId) return { reason: 'notPermitted', detail: 'it corrects what another device has saved' };
  if (target.outcome !== 'quarantined') return { reason: 'correctedAlready', detail: 'the bundle that it corrects has been taken in' };
  if (target.correctedBy !== null && target.correctedBy !== body.id) return { reason: 'correctedAlready', detail: 'another correction has taken its place' };
  const written = new Set(body.writes.map((write) => (write.op === 'create' ? write.document.id : write.id)));
  // What the county has got by another road is not withdrawn.
  const withdrawn = standingIds(targetBody?.writes ?? []).find((id) => !written.has(id) && draft.document(id) === undefined);
  return withdrawn === undefined ? null : { reason: 'factWithdrawn', detail: 'a fact, or what was signed, is missing in it' };
}

/** The bundles whose place this one takes: the one that it names, the one which that corrects, and so on to the first. */
export function correctedChain(body: BundleBody, bodiesById: ReadonlyMap<string, BundleBody>): { readonly ids: ReadonlySet<string>; readonly first: BundleBody | null } {
  const ids = new Set<string>();
  let first: BundleBody | null = null;
  for (let id = body.corrects?.bundleId; id !== undefined && !ids.has(id);) {
    ids.add(id);
    first = bodiesById.get(id) ?? first;
    id = bodiesById.get(id)?.corrects?.bundleId;
  }
  return { ids, first };
}

/**
 * A correction is judged in the place of what it replaces: with what the device had applied then, and what that one
 * needed. Its author is its own, who answers for it.
 */
export const inPlaceOf = (body: BundleBody, replaced: BundleBody | null): BundleBody => (replaced === null ? body : { ...body, cursors: replaced.cursors });
