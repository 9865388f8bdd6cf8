/** For each row of the table of kinds, what is there before and what is then saved, by somebody at the village. */
import type { PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Write } from '@lianyi/schema/documents/bundle';
import type { DoorEvents } from '@lianyi/schema/documents/doorEvents';
import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import type { ChartReads } from '@lianyi/schema/documents/chartReads';
import { change, create, people, places } from '@lianyi/tests/builders/aCounty';
import { anAttachment, aPicture } from '@lianyi/tests/builders/anAttachment';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPatientLink } from '@lianyi/tests/builders/aPatientLink';
import { aPatientMove } from '@lianyi/tests/builders/aPatientMove';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { aReview } from '@lianyi/tests/builders/aReview';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';

export interface KindWrite {
  /** What the village has made and sent before. */
  readonly before: readonly AnyDocument[];
  /** Of a review: the change that another PC makes, which does not know of the village's and opens it. */
  readonly elsewhere?: readonly Write[];
  /** @param reviewId of the review that was opened so */
  readonly writes: (reviewId: string) => readonly Write[];
  /** What is made or changed. */
  readonly aboutId: (reviewId: string) => string;
}

type Make = (by: PersonId) => KindWrite;
const making = (make: (patient: Patient, by: PersonId) => readonly AnyDocument[]): Make => (by) => {
  const patient = aPatient({ homeId: places.village });
  const made = make(patient, by);
  return { before: [patient], writes: () => made.map(create), aboutId: () => made[0]?.id ?? '' };
};
const changing = (make: (patient: Patient) => readonly [AnyDocument, ...AnyDocument[]], changes: (document: AnyDocument, by: PersonId) => { readonly unit: string; readonly before: unknown; readonly after: unknown }): Make => (by) => {
  const patient = aPatient({ homeId: places.village });
  const made = make(patient);
  const [target] = made;
  return { before: target.id === patient.id ? made : [patient, ...made], writes: () => [change(target.kind, target.id, changes(target, by))], aboutId: () => target.id };
};
/** A fact and what the county alone writes: changed by nobody. */
const altering = (make: (patient: Patient) => readonly [AnyDocument, ...AnyDocument[]], unit: string): Make => changing(make, () => ({ unit, before: null, after: '改' }));
/** Of the county's own kinds nothing is made before: one that is there is named. */
const alteringThere = (kind: Kind, id: string): Make => () => ({ before: [], writes: () => [change(kind, id, { unit: 'name', before: null, after: '改' })], aboutId: () => id });

const at = { orgId: places.village, homeId: places.village } as const;
const signedBy = (by: PersonId) => aSignature({ by, orgId: places.village });
const aDraft = (patient: Patient) => anEncounter({ ...at, patientId: patient.id });
const anOrder = (patient: Patient) => aPrescription({ ...at, patientId: patient.id, order: { state: 'draft', signature: null } });
const aSigned = (patient: Patient, by: PersonId) => aPrescription({ ...at, patientId: patient.id, order: { signature: signedBy(by) } });
const inQueue = (patient: Patient): QueueEntry => ({
  ...at, id: newId(), kind: 'queueEntry', patientId: patient.id, day: '2026-03-09', number: 1, arrived: aSignature(), reason: '', triage: 'IV', state: { name: 'waiting', encounterId: null },
});
const anEntry = (patient: Patient): HistoryEntry => ({
  id: newId(), kind: 'historyEntry', patientId: patient.id, homeId: places.village, category: 'condition', code: null, text: '高血压', value: '', unit: '', day: null, status: '',
  source: { system: '县医院', reference: '1' }, imported: aSignature(),
});
const aLook = (patient: Patient, by: PersonId): ChartReads => ({ id: newId(), kind: 'chartReads', orgId: places.village, by, reads: [{ patientId: patient.id, page: 'chart', at: '2026-03-09T09:42:18+08:00' }] });
const atTheDoor = (by: PersonId): DoorEvents => ({ id: newId(), kind: 'doorEvents', orgId: places.village, events: [{ what: 'wrong', personId: by, byId: null, at: '2026-03-09T09:42:18+08:00', reason: null }] });
const aReceipt = () => aStockMove({ lot: { ownerId: places.village } });
const given = (patient: Patient, by: PersonId) => aDispenseOf(aSigned(patient, by), aLot({ ownerId: places.village }), 5, { dispensed: signedBy(by) });
const aMove = (patient: Patient) => aPatientMove(patient, places.township);
/** Who made what is there before. */
const doctor = people.villageDoctor;

/** @param there a product that the county has */
export const kindWrites = (there: { readonly productId: string; readonly personId: string }): Readonly<Record<string, Make>> => ({
  'patient: create': () => {
    const patient = aPatient({ homeId: places.village });
    return { before: [], writes: () => [create(patient)], aboutId: () => patient.id };
  },
  'patient: change': changing((patient) => [patient], () => ({ unit: 'phone', before: null, after: '13800000000' })),
  'patientMove: create': making((patient) => [aMove(patient)]),
  'patientMove: change': altering((patient) => [aMove(patient)], 'reason'),
  'patientLink: create': (by) => {
    const [one, other] = [aPatient({ homeId: places.village }), aPatient({ homeId: places.village })];
    const link = aPatientLink(one, other, { signature: signedBy(by) });
    return { before: [one, other], writes: () => [create(link)], aboutId: () => link.id };
  },
  'patientLink: change': (by) => {
    const [one, other] = [aPatient({ homeId: places.village }), aPatient({ homeId: places.village })];
    const link = aPatientLink(one, other);
    return { before: [one, other, link], writes: () => [change('patientLink', link.id, { unit: 'state', before: link.state, after: { name: 'unlinked', reason: '两个人', signature: signedBy(by) } })], aboutId: () => link.id };
  },
  'queueEntry: create': making((patient) => [inQueue(patient)]),
  'queueEntry: change': changing((patient) => [inQueue(patient)], () => ({ unit: 'state', before: { name: 'waiting', encounterId: null }, after: { name: 'left', encounterId: null } })),
  'encounter: create': making((patient) => [aDraft(patient)]),
  'encounter: change': changing((patient) => [aDraft(patient)], () => ({ unit: 'complaint', before: '', after: '咳嗽' })),
  'encounter: sign': changing((patient) => [aDraft(patient)], (_draft, by) => ({ unit: 'progress', before: { state: 'draft' }, after: { state: 'signed', signature: signedBy(by) } })),
  'encounter: create signed': making((patient, by) => [{ ...aDraft(patient), progress: { state: 'signed', signature: signedBy(by) } }]),
  'prescription: create': making((patient) => [anOrder(patient)]),
  'prescription: change': changing((patient) => [anOrder(patient)], (draft) => ({ unit: 'order', before: orderOf(draft), after: { ...orderOf(draft), supplyReason: '慢病' } })),
  'prescription: sign': changing((patient) => [anOrder(patient)], (draft, by) => ({ unit: 'order', before: orderOf(draft), after: { ...orderOf(draft), state: 'signed', signature: signedBy(by) } })),
  'prescription: create signed': making((patient, by) => [aSigned(patient, by)]),
  'prescription: stop': changing((patient) => [aSigned(patient, doctor)], (_signed, by) => ({ unit: 'stopped', before: null, after: { signature: signedBy(by), reason: '过敏' } })),
  'dispense: create': making((patient, by) => {
    const { dispense, move } = given(patient, by);
    return [dispense, move];
  }),
  'dispense: change': altering((patient) => [given(patient, doctor).dispense], 'payment'),
  'stockMove: create': making(() => [aReceipt()]),
  'stockMove: change': altering(() => [aReceipt()], 'note'),
  'historyEntry: create': making((patient) => [anEntry(patient)]),
  'historyEntry: change': altering((patient) => [anEntry(patient)], 'text'),
  'attachment: create': making((patient) => [anAttachment(patient, aPicture(1_000))]),
  'attachment: change': altering((patient) => [anAttachment(patient, aPicture(1_000))], 'caption'),
  'review: create': making((patient) => [aReview({ patientId: patient.id, about: { kind: 'patient', id: patient.id, unit: 'phone' }, scopes: [`org:${places.village}`] })]),
  'review: change': (by) => {
    const patient = aPatient({ homeId: places.village, phone: '13800000001' });
    const resolution = { choice: 'keep', saw: '13800000003', reason: '问过本人', signature: signedBy(by) };
    const phone = (after: string) => change('patient', patient.id, { unit: 'phone', before: '13800000000', after });
    return { before: [patient], elsewhere: [phone('13800000003')], writes: (reviewId) => [change('review', reviewId, { unit: 'resolution', before: null, after: resolution })], aboutId: (reviewId) => reviewId };
  },
  'chartReads: create': making((patient, by) => [aLook(patient, by)]),
  'chartReads: change': altering((patient) => [aLook(patient, doctor)], 'reads'),
  'doorEvents: create': making((_patient, by) => [atTheDoor(by)]),
  'doorEvents: change': altering(() => [atTheDoor(doctor)], 'events'),
  'organisation: create': making(() => [anOrganisation({ id: newId() as never, parentId: places.township })]),
  'organisation: change': alteringThere('organisation', places.otherVillage),
  'person: create': making(() => [aPerson({ id: newId() as never, orgId: places.village })]),
  'person: change': alteringThere('person', there.personId),
  'product: create': making(() => [aProduct()]),
  'product: change': alteringThere('product', there.productId),
});

const orderOf = (document: AnyDocument) => {
  if (document.kind !== 'prescription') throw new Error('no prescription');
  return document.order;
};
