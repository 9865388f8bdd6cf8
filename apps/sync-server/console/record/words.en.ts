import type { WordsLike } from '../i18n/wordsLike.ts';
import type { recordZh } from './words.zh.ts';

export const recordEn: WordsLike<typeof recordZh> = {
  kind: {
    patient: 'Record', queueEntry: 'Queue', encounter: 'Visit', prescription: 'Prescription', dispense: 'Dispensed', stockMove: 'Stock', historyEntry: 'From elsewhere', patientMove: 'Move', review: 'Review', patientLink: 'Linked records', organisation: 'Clinic', person: 'Staff', product: 'Product',
  },
  unit: {
    identity: 'Identity', phone: 'Phone', address: 'Address', bloodGroup: 'Blood group', recordNumber: 'Health record no.', contact: 'Contact', insurance: 'Insurance', formerName: 'Former name', noKnownAllergies: '"No known allergies"', allergies: 'Allergy', problems: 'Problem',
    complaint: 'Complaint', history: 'History', examination: 'Examination', vitals: 'Vital signs', diagnoses: 'Diagnoses', plan: 'Plan', progress: 'Signature', order: 'Order', stopped: 'Stopped', state: 'Queue state', triage: 'Triage', reason: 'Reason for coming', losing: 'Value not taken', resolution: 'Resolution', secondResolution: 'Second resolution',
    whole: 'whole document',
  },
  action: {
    'patients.register': 'registered', 'patients.change': 'changed the record', 'patients.link': 'linked two records', 'patients.unlink': 'parted two records', 'queue.add': 'queued', 'queue.leave': 'left the queue', 'queue.restore': 'back in the queue', 'encounters.open': 'opened the visit', 'encounters.save': 'saved the visit', 'encounters.sign': 'signed the visit', 'encounters.addendum': 'added to the visit',
    'prescriptions.save': 'saved the prescription', 'prescriptions.sign': 'signed the prescription', 'prescriptions.stop': 'stopped the prescription', 'dispensing.dispense': 'dispensed', 'stock.receive': 'received stock', 'stock.count': 'counted stock', 'stock.move': 'moved stock', 'reviews.resolve': 'reviewed', 'imports.roster': 'imported the roster', 'imports.fhir': 'imported from elsewhere', 'patients.move': 'moved the record', 'county.move': 'county moved the record',
    'county.catalogue': 'county catalogue', 'county.import': 'county import', 'county.review': 'found while merging', none: 'not stated',
  },
  review: {
    unitConflict: 'Conflict', invalidMerge: 'Does not merge', signedAlready: 'Changed after signing', overDispensed: 'Over-dispensed', stoppedAfterDispense: 'Dispensed though stopped', negativeBalance: 'Stock below zero', countAgain: 'Count again', thirdRecord: 'Third record', patientMoved: 'Record moved', movedElsewhere: 'Moved twice', writtenAfterMove: 'Written after a move',
  },
  reviewTitle: {
    unitConflict: '{{unit}}: two values', invalidMerge: '{{unit}}: does not merge', signedAlready: '{{unit}}: changed after signing', overDispensed: 'One prescription dispensed twice', stoppedAfterDispense: 'A stopped prescription was dispensed', negativeBalance: '{{drug}} is below zero', countAgain: 'Count {{drug}} again', thirdRecord: 'A link would join a third record', patientMoved: 'A record moved away', movedElsewhere: 'Moved twice, the first stands', writtenAfterMove: 'The old clinic wrote after the move',
  },
  aDrug: 'A product',
  side: { kept: 'In use', losing: 'Not taken', before: 'Before', countyKnew: 'What the county knew', arrived: 'What arrived' },
  refused: {
    invalid: 'content breaks a rule', tooLarge: 'too large', unknownKind: 'kind not known here yet', unknownVersion: 'version not known here yet', notPermitted: 'not permitted then', outOfScope: 'not this clinic\'s', missingDocument: 'changes what the county lacks', notAUnit: 'not a unit',
    idTaken: 'id already taken', bodyChanged: 'two contents, one id', needsQuarantined: 'rests on a quarantined save', needsUnknown: 'rests on a save not here yet', predecessorMissing: 'the save before it is missing', badSignature: 'signature does not match', staleEpoch: 'of another history', correctedAlready: 'corrected twice', factWithdrawn: 'a fact was left out',
  },
  origin: {
    title: 'Origin',
    who: 'Who',
    where: 'Clinic',
    device: 'PC',
    action: 'Did what',
    savedAt: 'Saved',
    savedNote: 'by that PC\'s clock',
    receivedAt: 'Reached county',
    bundle: 'Bundle',
    revision: 'Revision',
    byCounty: 'the county',
    unknown: 'not known',
    imported: 'From another system',
    reference: 'Their number',
    none: 'No origin on file: older than the county\'s records.',
    note: 'The bundle is one save on that PC; its receipt is found by it.',
  },
  empty: '(empty)',
  askedNone: 'asked, none known',
  status: { active: 'active', refuted: 'refuted', enteredInError: 'entered in error', resolved: 'resolved', draft: 'draft', signed: 'signed', stopped: 'stopped', waiting: 'waiting', inVisit: 'in visit', done: 'seen', left: 'left' },
  severity: { mild: 'mild', severe: 'severe', unknown: 'severity unknown' },
  programme: { hypertension: 'hypertension programme', diabetes: 'diabetes programme', copd: 'COPD programme' },
  document: { '01': 'identity card', '02': 'household register', '03': 'passport', '04': 'officer\'s card', '06': 'HK/Macau permit', '07': 'Taiwan permit', '11': 'birth certificate', '99': 'other document' },
  groups: 'group {{group}}',
  vitals: { temperatureC: 'temperature {{value}} °C', pulse: 'pulse {{value}}/min', respiration: 'respiration {{value}}/min', bloodPressure: 'BP {{value}} mmHg', spo2: 'SpO₂ {{value}} %', weightKg: 'weight {{value}} kg', heightCm: 'height {{value}} cm', glucoseMmolL: 'glucose {{value}} mmol/L', onOxygen: 'on oxygen' },
  itemText: '{{name}} {{specification}}, {{usage}} × {{days}} d, {{quantity}} {{unit}} in all',
  lot: 'lot {{lot}}, expires {{expiry}}',
  balance: 'balance {{balance}}',
  movedTo: 'to {{place}}',
  moved: 'this move {{quantity}}, in all {{balance}}',
  counted: 'counted {{counted}}, known then {{known}}',
  ordered: 'ordered {{ordered}}, dispensed {{dispensed}}',
  dispensedItems: 'item {{itemNo}}: {{quantity}} dispensed',
};
