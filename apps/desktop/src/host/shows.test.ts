import { expect, test } from 'vitest';
import { hostRouter } from './router.ts';

/**
 * Every question that the host answers, and what of patients' records it shows. Written by hand: a procedure that is not
 * here, or says another thing of itself, fails. A page of one record is written down for the county's audit.
 */
const shown: Readonly<Record<string, string>> = {
  'attachments.list': 'chart', 'attachments.original': 'chart', 'patients.card': 'card', 'patients.chart': 'chart', 'encounters.get': 'visit', 'prescriptions.check': 'visit', 'prescriptions.last': 'prescription', 'prescriptions.slip': 'prescription',
  'dispensing.plan': 'dispense', 'reviews.get': 'review', 'reviews.quarantinedSave': 'quarantine',
  // Names and what is to be done, of the clinic's own work.
  'patients.search': 'list', 'patients.checkDraft': 'list', 'patients.lastMove': 'list', 'dispensing.queue': 'list', 'reviews.list': 'list', 'reviews.quarantined': 'list', 'today.overview': 'list',
  'patients.villages': 'nothing', 'patients.institutions': 'nothing', 'dispensing.draft': 'nothing', 'catalogue.diagnoses': 'nothing', 'catalogue.drugs': 'nothing', 'catalogue.drug': 'nothing',
  'catalogue.allergyClasses': 'nothing', 'catalogue.substance': 'nothing', 'stock.view': 'nothing', 'stock.moves': 'nothing', 'imports.progress': 'nothing', 'line.state': 'nothing', 'line.changed': 'nothing',
  'line.traffic': 'nothing', 'line.lastCheck': 'nothing', 'parcels.folder': 'nothing', 'keys.holders': 'nothing', 'session.status': 'nothing', 'enrolment.state': 'nothing', 'session.scopes': 'nothing',
  // Of this PC's command line, to whoever may read its token. A dump shows everybody: it is in the audit as a whole (AUDIT-9).
  'session.dump': 'nothing', 'session.prove': 'nothing',
};

interface Described {
  readonly _def: { readonly type: string; readonly meta?: { readonly shows?: string } };
}

test('AUDIT-2 every procedure of a PC that shows a record says so, and none is missing from this list', () => {
  const procedures = Object.entries(hostRouter._def.procedures as unknown as Readonly<Record<string, Described>>);
  const queries = Object.fromEntries(procedures.filter(([, { _def }]) => _def.type === 'query').map(([name, { _def }]) => [name, _def.meta?.shows]));
  expect(queries).toEqual(shown);
  // What changes something shows no more than its outcome; a record that lives elsewhere is in the county's audit before it comes.
  expect(procedures.filter(([, { _def }]) => _def.type === 'mutation' && _def.meta?.shows !== 'nothing').map(([name, { _def }]) => [name, _def.meta?.shows])).toEqual([['patients.lookUp', 'atCounty']]);
});
