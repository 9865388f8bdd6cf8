import { isUnwritten } from '@lianyi/schema/documents/encounter';
import { bloodPressures } from '../../../chart/bloodPressures.ts';
import { documentPlaces } from '../../../chart/documentPlaces.ts';
import { linkedPatients, recordIds } from '../../../chart/linkedRecord.ts';
import { medicationsInUse } from '../../../chart/medicationsInUse.ts';
import { orgName, staffName } from '../../../chart/names.ts';
import type { BannerMoment } from '../../../chart/patientBanner.ts';
import { bannerOf } from '../../../chart/patientBanner.ts';
import type { Reader } from '../../../replica/replica.ts';
import type { PatientCard, PatientChart } from '../views.ts';
import { awaitingUpdate } from './awaitingUpdate.ts';
import { ownChanges, waitingUnits } from './ownChanges.ts';
import { resolutions } from './resolutions.ts';
import { timeline } from './timeline.ts';

/** How much of a long history one page takes. */
const shownVisits = 300;
const shownHistory = 3000;
const recentItems = 8;

/** The side card of the search page; null for a patient who is not on this PC. */
export function patientCard(read: Reader, patientId: string, moment: BannerMoment): PatientCard | null {
  const patient = read.document('patient', patientId);
  if (!patient) return null;
  return { banner: bannerOf(read, patient, moment), patient, recent: timeline(read, patientId, moment.day, recentItems), waitingUnits: waitingUnits(read, patientId) };
}

/** A whole record, each list the latest first but for the blood pressures; null for a patient who is not on this PC. */
export function patientChart(read: Reader, patientId: string, moment: BannerMoment): PatientChart | null {
  const patient = read.document('patient', patientId);
  if (!patient) return null;
  const ids = recordIds(read, patientId);
  const linked = linkedPatients(read, patientId);
  const encounters = read
    .all<{ id: string }>('SELECT id FROM encounter_index WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY started_at DESC LIMIT ?', ids, shownVisits)
    .flatMap(({ id }) => read.document('encounter', id) ?? [])
    // Opened by mistake and taken back: there is nothing to show.
    .filter((visit) => visit.progress.state !== 'enteredInError' || !isUnwritten(visit));
  const prescriptions = read
    .all<{ id: string }>('SELECT id FROM prescription_index WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY created_at DESC LIMIT ?', ids, shownVisits)
    .flatMap(({ id }) => read.document('prescription', id) ?? []);
  const history = read
    .all<{ id: string }>('SELECT id FROM history_index WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY day DESC LIMIT ?', ids, shownHistory)
    .flatMap(({ id }) => read.document('historyEntry', id) ?? []);
  const entries = [patient, ...linked].flatMap(({ allergies, problems }) => [...Object.values(allergies), ...Object.values(problems)]);
  const people = [
    patient.registered.by, ...entries.map((entry) => entry.recorded.by), ...encounters.map((visit) => visit.practitionerId),
    ...prescriptions.flatMap((prescription) => prescription.order.signature?.by ?? []),
  ];
  const orgs = [
    patient.homeId, ...linked.map((other) => other.homeId), patient.registered.orgId, ...entries.map((entry) => entry.recorded.orgId), ...encounters.map((visit) => visit.orgId),
    ...prescriptions.map((prescription) => prescription.orgId),
  ];
  return {
    banner: bannerOf(read, patient, moment),
    patient,
    linked,
    encounters,
    prescriptions,
    history,
    medications: medicationsInUse(read, patientId, moment.day),
    bloodPressures: bloodPressures(read, patientId),
    changes: [...resolutions(read, patientId), ...ownChanges(read, patientId)].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    awaitingUpdate: awaitingUpdate(read, patientId),
    places: documentPlaces(read, [...encounters, ...prescriptions].map(({ id }) => id)),
    staffNames: namesOf(people, (id) => staffName(read, id)),
    orgNames: namesOf(orgs, (id) => orgName(read, id)),
  };
}

const namesOf = (ids: readonly string[], nameOf: (id: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries([...new Set(ids)].map((id) => [id, nameOf(id)]));
