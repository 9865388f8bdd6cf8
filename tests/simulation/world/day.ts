import type { Decision, NewWrite, Reader } from '@lianyi/desktop/host/replica/replica';
import { newId } from '@lianyi/schema/basics/ids';
import type { AnyDocument, DocumentOf, Kind } from '@lianyi/schema/documents/kinds';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Lot } from '@lianyi/schema/documents/stock';
import { unitValue } from '@lianyi/schema/documents/units';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anAllergy, aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { productNamed } from '@lianyi/tests/builders/aProduct';
import { laneOf } from '@lianyi/desktop/host/chart/urgency';
import type { Random } from './random.ts';
import type { SimClinic } from './simClinic.ts';

/** What a doctor does at the PC; each is one save over what the PC shows. */
export const acts = [
  'register', 'changePhone', 'changeIdentity', 'addAllergy', 'editAllergy', 'refuteAllergy', 'noKnownAllergies', 'openVisit', 'writeVisit', 'signVisit', 'prescribe', 'signPrescription',
  'stopPrescription', 'dispense', 'receiveStock', 'countStock', 'resolveReview', 'movePatient',
] as const;
export type Act = (typeof acts)[number];

/** Does one act; what it works on is drawn from what this PC shows. @returns whether something was saved */
export function doAct(clinic: SimClinic, act: Act, chance: Random): 'saved' | 'nothing' | 'refused' {
  const hand: Hand = { chance, clinic, signature: { by: clinic.place.personId, orgId: clinic.place.orgId, at: clinic.now().toISOString() } };
  const result = clinic.save(`simulation.${act}`, (read) => decisions[act](read, hand));
  if (result.ok) return 'saved';
  return 'refusal' in result ? 'nothing' : 'refused';
}

interface Hand {
  readonly chance: Random;
  readonly clinic: SimClinic;
  readonly signature: Signature;
}
type Decide = (read: Reader, hand: Hand) => Decision<'nothing'>;

const nothing: Decision<'nothing'> = { refusal: 'nothing' };

const decisions: Readonly<Record<Act, Decide>> = {
  register: (_read, { chance, clinic, signature }) => {
    const home = chance.pick([clinic.place.orgId, ...clinic.place.below]);
    return create(aPatient({ id: newId(clinic.now().getTime()) as DocumentOf<'patient'>['id'], homeId: home, registered: signature, name: `人${chance.below(1e6)}`, phone: phone(chance) }));
  },
  changePhone: (read, { chance }) => onOne(read, 'patient', chance, (patient) => change(patient, 'phone', phone(chance))),
  changeIdentity: (read, { chance }) => onOne(read, 'patient', chance, (patient) => change(patient, 'identity', { ...patient.identity, name: `改${chance.below(1e6)}` })),
  addAllergy: (read, { chance, signature }) => onOne(read, 'patient', chance, (patient) =>
    change(patient, `allergies/${newId()}`, anAllergy({ substance: `物${chance.below(1e6)}`, recorded: signature }))),
  editAllergy: (read, { chance }) => onOne(read, 'patient', chance, (patient) => {
    const [id, entry] = chance.pickOr(Object.entries(patient.allergies).filter(([, allergy]) => allergy.status === 'active')) ?? [];
    return id === undefined || entry === undefined ? null : change(patient, `allergies/${id}`, { ...entry, reaction: `疹${chance.below(1e6)}`, severity: 'severe' });
  }),
  refuteAllergy: (read, { chance }) => onOne(read, 'patient', chance, (patient) => {
    const active = Object.entries(patient.allergies).filter(([, entry]) => entry.status === 'active');
    const [id, entry] = chance.pickOr(active) ?? [];
    return id === undefined || entry === undefined ? null : change(patient, `allergies/${id}`, { ...entry, status: 'refuted', statusReason: `因${chance.below(1e6)}` });
  }),
  noKnownAllergies: (read, { chance, signature }) => onOne(read, 'patient', chance, (patient) =>
    (patient.noKnownAllergies === null && Object.values(patient.allergies).every((entry) => entry.status !== 'active') ? change(patient, 'noKnownAllergies', signature) : null)),
  openVisit: (read, { chance, clinic, signature }) => onOne(read, 'patient', chance, (patient) =>
    ({ op: 'create', document: anEncounter({ patientId: patient.id, homeId: patient.homeId, orgId: clinic.place.orgId, practitionerId: signature.by }) })),
  writeVisit: (read, { chance }) => onOne(read, 'encounter', chance, (visit) =>
    (visit.progress.state === 'draft' ? change(visit, chance.pick(['complaint', 'history', 'plan']), `记${chance.below(1e6)}`) : null)),
  signVisit: (read, { chance, signature }) => onOne(read, 'encounter', chance, (visit) =>
    (visit.progress.state === 'draft' ? change(visit, 'progress', { state: 'signed', signature }) : null)),
  prescribe: (read, { chance, clinic }) => onOne(read, 'encounter', chance, (visit) => {
    const item = aPrescriptionItem({ productId: productNamed('氨溴索片').id, quantity: 6 + chance.below(20) });
    const { homeId, patientId, id } = visit;
    return { op: 'create', document: aPrescription({ patientId, homeId, orgId: clinic.place.orgId, encounterId: id, order: { state: 'draft', items: [item], signature: null } }) };
  }),
  signPrescription: (read, { chance, signature }) => onOne(read, 'prescription', chance, (prescription) =>
    (prescription.order.state === 'draft' ? change(prescription, 'order', { ...prescription.order, state: 'signed', signature }) : null)),
  stopPrescription: (read, { chance, signature }) => onOne(read, 'prescription', chance, (prescription) =>
    (prescription.order.state === 'signed' && prescription.stopped === null ? change(prescription, 'stopped', { signature, reason: `停${chance.below(1e6)}` }) : null)),
  dispense: (read, { chance, clinic }) => {
    const prescription = one(read, 'prescription', chance);
    const lot = chance.pickOr(lotsOf(read, clinic));
    if (prescription?.order.state !== 'signed' || lot === undefined || lot.quantity < 1) return nothing;
    const quantity = 1 + chance.below(Math.min(lot.quantity, 12));
    const { dispense, move } = aDispenseOf(prescription, lotOf(lot), quantity, { orgId: clinic.place.orgId });
    return { writes: [{ op: 'create', document: dispense }, { op: 'create', document: move }] };
  },
  movePatient: (read, { chance, signature }) => onOne(read, 'patient', chance, (patient) => {
    const to = chance.pickOr(read.all<{ id: string }>("SELECT id FROM document WHERE kind = 'organisation' AND shown IS NOT NULL ORDER BY id"))?.id;
    const organisation = to === undefined ? undefined : read.document('organisation', to);
    if (organisation === undefined || organisation.id === patient.homeId) return null;
    return { op: 'create', document: { id: newId(), kind: 'patientMove', patientId: patient.id, fromId: patient.homeId, toId: organisation.id, reason: '搬家', asked: signature } };
  }),
  receiveStock: (_read, { chance, clinic, signature }) => {
    const ownerId = chance.pick([clinic.place.orgId, ...clinic.place.below]);
    return create(aStockMove({ lot: { ownerId, lotNumber: `L${chance.below(3)}` }, quantity: 5 + chance.below(40), moved: signature }));
  },
  countStock: (read, { chance, clinic, signature }) => {
    const lot = chance.pickOr(lotsOf(read, clinic));
    if (lot === undefined) return nothing;
    const counted = chance.below(30);
    if (counted === lot.quantity) return nothing;
    return create(aStockMove({ lot: lotOf(lot), quantity: counted - lot.quantity, reason: 'count', count: { counted, known: lot.quantity }, packCostFen: null, moved: signature }));
  },
  resolveReview: (read, { chance, signature }) => {
    const review = one(read, 'review', chance);
    if (review === undefined || review.resolution !== null) return nothing;
    const resolution = { choice: 'keep', saw: review.losing.value ?? null, reason: `看${chance.below(1e6)}`, signature };
    return { writes: [change(review, 'resolution', resolution)] };
  },
};

function onOne<K extends Kind>(read: Reader, kind: K, chance: Random, write: (document: DocumentOf<K>) => NewWrite | null): Decision<'nothing'> {
  const document = one(read, kind, chance);
  const made = document === undefined ? null : write(document);
  // The urgent lane overtakes: what it depends on is named, as the app's features name it.
  return made === null ? nothing : { writes: [made], lane: laneOf([made]) };
}

/** Mostly one of the newest, so that several clinics meet on the same. */
function one<K extends Kind>(read: Reader, kind: K, chance: Random): DocumentOf<K> | undefined {
  const ids = read.all<{ id: string }>('SELECT id FROM document WHERE kind = ? AND shown IS NOT NULL ORDER BY id DESC LIMIT ?', kind, chance.chance(0.7) ? 4 : 60);
  const id = chance.pickOr(ids)?.id;
  return id === undefined ? undefined : read.document(kind, id);
}

interface LotRow {
  readonly owner_id: Lot['ownerId'];
  readonly product_id: Lot['productId'];
  readonly lot_number: string;
  readonly expiry: string;
  readonly quantity: number;
}
const lotsOf = (read: Reader, { place }: SimClinic): readonly LotRow[] =>
  read.all<LotRow>('SELECT owner_id, product_id, lot_number, expiry, quantity FROM lot_balance ORDER BY owner_id, product_id, expiry, lot_number')
    .filter((lot) => lot.owner_id === place.orgId || place.below.includes(lot.owner_id));
const lotOf = (row: LotRow): Lot => ({ ownerId: row.owner_id, productId: row.product_id, lotNumber: row.lot_number, expiry: row.expiry });

const create = (document: AnyDocument): Decision<'nothing'> => ({ writes: [{ op: 'create', document }] });
const change = (document: AnyDocument, unit: string, after: unknown): NewWrite =>
  ({ op: 'change', kind: document.kind, id: document.id, changes: [{ unit, before: unitValue(document, unit), after }] });
const phone = (chance: Random): string => `1380000${String(chance.below(10_000)).padStart(4, '0')}`;
