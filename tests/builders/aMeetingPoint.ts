import type { BundleId, DeviceId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { parseDocument } from '@lianyi/schema/documents/kinds';
import type { AttributedValue, Review } from '@lianyi/schema/documents/review';
import { changedUnits } from '@lianyi/schema/documents/units';
import type { MergeResult } from '@lianyi/schema/merge/mergeChanges';
import { mergeChanges } from '@lianyi/schema/merge/mergeChanges';
import type { Author } from '@lianyi/schema/merge/policy';
import { testOrgId, testPersonId } from './aPatient.ts';

/** One device's changes of one document. */
export interface BundleOfOne {
  readonly author: Author;
  readonly changes: readonly UnitChange[];
}

interface Device {
  readonly id: DeviceId;
  changes(...changes: readonly UnitChange[]): BundleOfOne;
}

/** A device that makes bundles, each with its own id. */
export function aDevice(name: string): Device {
  const id = idFromHash(['device', name]) as DeviceId;
  return {
    id,
    changes: (...changes) => ({ changes, author: { bundleId: newId() as BundleId, deviceId: id, orgId: testOrgId, personId: testPersonId, savedAt: '2026-03-09T09:00:00+08:00' } }),
  };
}

/** Where bundles about one document meet, as at the county: the document, its reviews, and who set what. */
export function aMeetingPoint(start: AnyDocument) {
  let document = start;
  const reviews = new Map<string, Review>();
  const origins = new Map<string, Omit<AttributedValue, 'value'>>();
  const openReviews = (): readonly Review[] => [...reviews.values()].filter((review) => review.resolution === null).toSorted((a, b) => a.id.localeCompare(b.id));
  const merge = ({ author, changes }: BundleOfOne, open = openReviews()): MergeResult =>
    mergeChanges({ theirs: document, changes, author, openReviews: open, originOf: (unit) => origins.get(unit) ?? null });
  return {
    get document() { return document; },
    openReviews,
    /** What merging would give; changes nothing. */
    merge,
    receive(bundle: BundleOfOne): { readonly merged: boolean; readonly reviews: readonly Review[] } {
      const result = merge(bundle);
      if (!result.ok) throw new Error(`not merged: ${result.reason} ${result.unit}`);
      const { author } = bundle;
      for (const unit of changedUnits(document, result.document)) origins.set(unit, { bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt });
      document = result.document;
      for (const review of result.reviews) reviews.set(review.id, review);
      return result;
    },
    isValid: (): boolean => parseDocument(document).success,
  };
}
