import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { addDays, ageOn, localDay } from '@lianyi/schema/basics/dates';
import type { Product } from '@lianyi/schema/documents/county';
import type { AttributedValue, Review } from '@lianyi/schema/documents/review';
import type { Lot } from '@lianyi/schema/documents/stock';
import { lot as lotSchema } from '@lianyi/schema/documents/stock';
import { orgName, staffName, staffRole } from '../../chart/names.ts';
import { patientBanner } from '../../chart/patientBanner.ts';
import { knownUnits } from '../../chart/shelf.ts';
import type { Completeness } from '../../chart/views.ts';
import type { DeviceIdentity, Reader } from '../../replica/replica.ts';
import { presentValue } from './presentValue.ts';
import type { ReviewList, ReviewRow, ReviewView } from './views.ts';

/** Days for which a resolved review stays on the list. */
const shownDays = 7;

/** Reviews that nobody has resolved, the newest first, and those resolved in the last week. */
export function reviewList(read: Reader, now: Date): ReviewList {
  const day = localDay(now);
  const rows = (sql: string, ...parameters: readonly string[]): readonly ReviewRow[] =>
    read.all<{ id: string }>(sql, ...parameters).flatMap(({ id }) => {
      const review = read.document('review', id);
      return review ? [rowOf(read, review, day)] : [];
    });
  return {
    open: rows("SELECT id FROM review_index WHERE state = 'open' ORDER BY opened_at DESC, id"),
    resolved: rows("SELECT id FROM review_index WHERE state = 'resolved' AND resolved_at >= ? ORDER BY resolved_at DESC, id LIMIT 200", addDays(day, -shownDays)),
  };
}

/** A review with its patient, who did what, and what happened; null for one that is not here. */
export function reviewView(read: Reader, identity: DeviceIdentity, reviewId: string, now: Date, completeness: Completeness): ReviewView | null {
  const review = read.document('review', reviewId);
  if (!review) return null;
  const day = localDay(now);
  const present = presentValue(read, review);
  const signatures = [review.resolution?.signature, review.secondResolution?.signature];
  const acts = [review.kept, review.losing, present, ...signatures, stopIn(review.losing.value)].flatMap((act) => (act?.by == null ? [] : [{ by: act.by, orgId: act.orgId, day: act.at?.slice(0, 10) ?? day }]));
  const organisations = [review.kept.orgId, review.losing.orgId, present?.orgId ?? null, ...placesIn(review.kept.value), ...placesIn(review.losing.value), ...signatures.map((signature) => signature?.orgId ?? null)];
  return {
    ...rowOf(read, review, day),
    present,
    balanceNow: balanceNow(read, review),
    banner: review.patientId === null ? null : patientBanner(read, review.patientId, { day, completeness }),
    staffNames: named(acts.map(({ by }) => by), (id) => staffName(read, id)),
    staffRoles: Object.fromEntries(acts.flatMap(({ by, orgId, day: on }) => { const role = staffRole(read, by, orgId, on); return role === null ? [] : [[by, role]]; })),
    orgNames: named(organisations, (id) => orgName(read, id)),
    isThisPc: review.losing.deviceId === identity.deviceId,
    events: eventsOf(read, review, present, identity),
  };
}

function rowOf(read: Reader, review: Review, day: string): ReviewRow {
  const patient = review.patientId === null ? undefined : read.document('patient', review.patientId);
  return {
    review,
    patientName: patient?.identity.name ?? null,
    sex: patient?.identity.sex ?? null,
    ageYears: patient ? ageOn(patient.identity.birthDate, day).years : null,
    product: productOf(read, review),
    placeName: placesIn(review.losing.value).map((id) => orgName(read, id))[0] ?? null,
  };
}

/** The institutions that the value of an alert about a move names. */
function placesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, id]) => (['toId', 'homeId', 'fromId'].includes(name) && typeof id === 'string' ? [id] : []));
}

/** The product of an alert about a lot, or about an item of a prescription. */
function productOf(read: Reader, { about, losing }: Review): ReviewRow['product'] {
  const productId = about.kind === 'stockMove' ? (read.document('stockMove', about.id)?.lot ?? lotIn(losing.value))?.productId
    : about.kind === 'prescription' ? read.document('prescription', about.id)?.order.items.find(({ itemNo }) => itemNo === memberOf(losing.value, 'itemNo'))?.productId : undefined;
  const product: Product | undefined = productId === undefined ? undefined : read.document('product', productId);
  return product === undefined ? null : { name: product.name, unit: product.unit, packUnit: product.packUnit, packSize: product.packSize };
}

/** Who stopped a prescription, and when; undefined for any other value. */
function stopIn(value: unknown): { readonly by: string; readonly orgId: null; readonly at: string } | undefined {
  const [by, at] = [memberOf(value, 'by'), memberOf(value, 'at')];
  return typeof by === 'string' && typeof at === 'string' ? { by, orgId: null, at } : undefined;
}

const memberOf = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined);

function lotIn(value: unknown): Lot | undefined {
  return typeof value === 'object' && value !== null && 'lot' in value ? lotSchema.safeParse(value.lot).data : undefined;
}

function balanceNow(read: Reader, { losing }: Review): number | null {
  const lot = lotIn(losing.value);
  return lot === undefined ? null : knownUnits(read, lot.ownerId, lot.productId, lot.lotNumber, lot.expiry);
}

function named(ids: readonly (string | null)[], nameOf: (id: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries([...new Set(ids.filter((id) => id !== null))].map((id) => [id, nameOf(id)]));
}

type Event = ReviewView['events'][number];
type ChangeEvent = Event & { readonly at: string };

/** Two changes by the clocks of their PCs, then the meeting at the county, what was changed while the review waited, and what people decided. */
function eventsOf(read: Reader, review: Review, present: AttributedValue | null, identity: DeviceIdentity): readonly Event[] {
  const byName = (id: string | null): string => (id === null ? '' : staffName(read, id));
  const changed = (value: AttributedValue): readonly ChangeEvent[] =>
    value.at === null ? [] : [{ at: value.at, what: value.deviceId === identity.deviceId ? 'changedHere' : 'changedThere', value: value.value ?? null, by: byName(value.by) }];
  const changes = [...changed(review.losing), ...changed(review.kept)].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const resolutions = [review.resolution, review.secondResolution].flatMap((resolution): readonly Event[] =>
    resolution === null ? [] : [{ at: resolution.signature.at, what: 'resolved', value: resolution.choice, by: byName(resolution.signature.by) }]);
  const isWaiting = review.resolution === null;
  const since: readonly Event[] = isWaiting && present !== null && present.at !== null && !isSameJson(present.value, review.kept.value ?? null) ? [{ at: present.at, what: 'changedSince', value: present.value, by: byName(present.by) }] : [];
  return [...changes, { at: null, what: 'met', value: review.kept.value ?? null, by: '' }, ...since, ...resolutions];
}
