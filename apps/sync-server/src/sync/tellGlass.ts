import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { AlertValues, GlassReason } from '@lianyi/schema/documents/alertValues';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Review } from '@lianyi/schema/documents/review';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import { writePart } from './countyBundle.ts';
import type { ExchangeParts } from './county.ts';

export interface GlassBroken {
  /** Of the review, where it stands somewhere already. */
  readonly id?: string;
  readonly patient: Patient;
  readonly who: string;
  readonly place: string;
  readonly reason: GlassReason;
  readonly text: string;
  readonly until: Date;
}

/** The patient's own clinic is told, in its reviews: who opened the chart, from where, why, and until when. @returns the review's id, and whose bells to ring once it is committed */
export async function tellGlass(tx: ExchangeTransaction, county: ExchangeParts, { id, patient, until, ...said }: GlassBroken): Promise<{ readonly reviewId: string; readonly scopes: readonly string[] }> {
  const at = localClockTime(county.now());
  const losing: AlertValues['glassOpened']['losing'] = { ...said, until: localClockTime(until) };
  const nobody = { bundleId: null, deviceId: null, orgId: null, by: null };
  const review: Review = {
    id: id ?? idFromHash(['review', 'glassOpened', newId(county.now().getTime())]), kind: 'review', reason: 'glassOpened',
    scopes: [organisationScope(patient.homeId)], patientId: patient.id, about: { kind: 'patient', id: patient.id, unit: null }, before: null,
    kept: { value: { homeId: patient.homeId }, ...nobody, at: null }, losing: { value: losing, ...nobody, at }, openedAt: at, resolution: null, secondResolution: null,
  };
  const { scopes } = await writePart(tx, county, { action: 'county.glass' }, [review]);
  return { reviewId: review.id, scopes };
}
