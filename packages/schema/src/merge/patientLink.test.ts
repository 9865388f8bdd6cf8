import { isSameJson } from '../basics/canonicalJson.ts';
import type { BundleId, DeviceId } from '../basics/ids.ts';
import { idFromHash } from '../basics/ids.ts';
import { parseDocument, scopesOf } from '../documents/kinds.ts';
import type { PatientLink } from '../documents/patientLink.ts';
import { patientLinkId } from '../documents/patientLink.ts';
import type { Review } from '../documents/review.ts';
import { aPatient, aSignature, testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import { aPatientLink } from '@lianyi/tests/builders/aPatientLink';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeChanges } from './mergeChanges.ts';

const [one, other] = [aPatient(), aPatient()];
const link = aPatientLink(one, other);

test('MERGE-20 a link has the id of its pair, whoever makes it, and no other', () => {
  expect(aPatientLink(other, one)).toEqual(link);
  expect(patientLinkId(one.id, other.id)).toBe(patientLinkId(other.id, one.id));
  expect(parseDocument(link).success).toBe(true);
  expect(parseDocument({ ...link, patientIds: link.patientIds.toReversed() }).success).toBe(false);
  expect(parseDocument({ ...link, id: idFromHash(['another']) }).success).toBe(false);
  expect(scopesOf(link)).toEqual([`org:${testOrgId}`]);
});

/** What devices do, each from the state that it last saw, in the order in which the county hears of it. */
interface Act { readonly device: number; readonly saw: number; readonly name: 'linked' | 'unlinked' }
const acts = fc.array(fc.record({ device: fc.nat({ max: 2 }), saw: fc.nat({ max: 9 }), name: fc.constantFrom('linked' as const, 'unlinked' as const) }), { minLength: 1, maxLength: 9 });

function run(plan: readonly Act[]): { readonly states: readonly PatientLink['state'][]; readonly reviews: ReadonlyMap<string, Review>; readonly made: readonly PatientLink['state'][] } {
  const states: PatientLink['state'][] = [link.state];
  const made: PatientLink['state'][] = [];
  const reviews = new Map<string, Review>();
  for (const [at, { device, saw, name }] of plan.entries()) {
    const after: PatientLink['state'] = { name, reason: `第 ${at} 次`, signature: aSignature() };
    made.push(after);
    const input = {
      theirs: { ...link, state: states.at(-1) ?? link.state }, changes: [{ unit: 'state', before: states[saw % states.length], after }],
      author: { bundleId: idFromHash(['bundle', at]) as BundleId, deviceId: idFromHash(['device', device]) as DeviceId, orgId: testOrgId, personId: testPersonId, savedAt: '2026-03-09T09:42:18+08:00' },
      originOf: () => null,
    };
    const merged = mergeChanges({ ...input, openReviews: [...reviews.values()] });
    if (!merged.ok || merged.document.kind !== 'patientLink') throw new Error('not merged');
    for (const review of merged.reviews) reviews.set(review.id, review);
    const again = mergeChanges({ ...input, theirs: merged.document, openReviews: [...reviews.values()] });
    expect(again).toMatchObject({ document: merged.document, reviews: [] });
    if (!isSameJson(merged.document.state, states.at(-1))) states.push(merged.document.state);
  }
  return { states, reviews, made };
}

test('MERGE-20 linking is never settled by itself: whoever did not see the present state goes to review, once, and a repeat changes nothing', () => {
  fc.assert(fc.property(acts, (plan) => {
    const { states, reviews, made } = run(plan);
    for (const state of made) {
      const stood = states.some((present) => isSameJson(present, state));
      const lost = [...reviews.values()].filter((review) => isSameJson(review.losing.value, state));
      expect(stood ? lost.length : lost.length === 1).toBe(stood ? 0 : true);
    }
  }), { numRuns: 300 });
});

test('MERGE-20 the same acts in the same order give the same state and reviews everywhere', () => {
  fc.assert(fc.property(acts, (plan) => { expect(run(plan)).toEqual(run(plan)); }), { numRuns: 100 });
});
