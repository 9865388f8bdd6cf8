import { ageOn, localClockTime } from '@lianyi/schema/basics/dates';
import type { Signature } from '@lianyi/schema/documents/parts';
import { isHeldOn } from '@lianyi/schema/rules/posts';
import { countedUnits } from '@lianyi/schema/rules/quantity';
import { documentPlace } from '../../chart/documentPlaces.ts';
import { addressLine } from '../../chart/patientBanner.ts';
import { staffName } from '../../chart/names.ts';
import type { Reader } from '../../replica/replica.ts';
import type { SlipView } from './views.ts';

/** Everything that the A5 slip shows; null for a prescription or a patient who is not on this PC. */
export function slip(read: Reader, prescriptionId: string, now: Date): SlipView | null {
  const prescription = read.document('prescription', prescriptionId);
  const patient = prescription && read.document('patient', prescription.patientId);
  if (!prescription || !patient) return null;
  const { order } = prescription;
  const encounter = read.document('encounter', prescription.encounterId);
  const issuedOn = (order.signature?.at ?? prescription.createdAt).slice(0, 10);
  const prescriberId = order.signature?.by ?? encounter?.practitionerId ?? '';
  const allergies = Object.values(patient.allergies).filter(({ status }) => status === 'active');
  const lastDispense = dispenseOf(read, prescriptionId);
  return {
    number: prescription.number,
    clinicName: read.document('organisation', prescription.orgId)?.name ?? '',
    type: order.type,
    visitNumber: encounter?.visitNumber ?? '',
    patientName: patient.identity.name,
    sex: patient.identity.sex,
    ageText: ageOn(patient.identity.birthDate, issuedOn),
    payment: lastDispense?.payment ?? null,
    insurance: patient.insurance ?? '',
    address: addressLine(patient.address),
    phone: patient.phone ?? '',
    issuedOn,
    diagnoses: (encounter?.diagnoses ?? []).map(({ text, code }) => ({ text, code })),
    allergies: allergies.map(({ substance, reaction }) => (reaction === '' ? substance : `${substance}（${reaction}）`)),
    allergyState: allergies.length > 0 ? 'some' : patient.noKnownAllergies === null ? 'unasked' : 'none',
    weightKg: encounter?.vitals?.weightKg ?? null,
    items: order.items.map((item) => {
      const product = read.document('product', item.productId);
      return {
        ...item, packUnit: product?.packUnit ?? item.unit, packSize: product?.packSize ?? 1, form: product?.form ?? '',
        unitsPerDose: product ? countedUnits(item.dose, item.doseUnit, product) : null,
      };
    }),
    totalFen: order.items.reduce((sum, item) => sum + item.amountFen, 0),
    prescriber: staffName(read, prescriberId),
    prescriberRole: roleAtSigning(read, prescriberId, order.signature),
    signedAt: order.signature?.at ?? null,
    dispensedBy: lastDispense ? staffName(read, lastDispense.dispensed.by) : null,
    checkedBy: lastDispense?.checkedBy ? staffName(read, lastDispense.checkedBy) : null,
    validUntil: order.validUntil,
    printedAt: localClockTime(now),
    place: documentPlace(read, prescriptionId),
  };
}

/** What the signer was employed as where and when they signed, else what they are now; empty for a draft, or for somebody this PC has not heard of. */
function roleAtSigning(read: Reader, personId: string, signature: Signature | null): string {
  const posts = read.document('person', personId)?.posts ?? [];
  const then = signature === null ? undefined : posts.findLast((post) => post.orgId === signature.orgId && isHeldOn(post, signature.at.slice(0, 10)));
  return (then ?? posts.at(-1))?.role ?? '';
}

function dispenseOf(read: Reader, prescriptionId: string) {
  const row = read.get<{ id: string }>('SELECT id FROM dispense_index WHERE prescription_id = ? ORDER BY dispensed_at DESC LIMIT 1', prescriptionId);
  return row && read.document('dispense', row.id);
}
