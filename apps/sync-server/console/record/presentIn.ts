import type { ChartView, ReviewRow, ReviewView } from '../client/views.ts';

/** What stands now, in a patient's record, for what a review is about. */
export function presentIn({ record, documents }: ChartView, { about }: ReviewView): ReviewRow['present'] {
  const unit = [record, ...documents].find(({ id }) => id === about.id)?.units.find((one) => one.unit === about.unit);
  return unit === undefined ? null : { value: unit.value ?? null };
}
