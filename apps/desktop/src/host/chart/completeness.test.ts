import { aCaller } from '@lianyi/tests/builders/aCaller';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { expect, test } from 'vitest';
import { completenessOf } from './completeness.ts';

type Line = NonNullable<NonNullable<Parameters<typeof aCaller>[1]>['line']>;

const at = '2026-03-09T10:00:00+08:00';

test('SYNC-15 until the first sync is through, no exchange makes a record complete', () => {
  const amidst = { documents: 140, ofDocuments: 2067, bytes: 1, ofBytes: 2, secondsLeft: null };
  expect(completenessOf({ pulling: amidst, isMoreAtCounty: false, lastExchangeAt: at })).toEqual({ state: 'coming', progress: { documents: 140, ofDocuments: 2067 } });
  // Before the first answer, and where the log is read instead, nobody knows of how many.
  expect(completenessOf({ pulling: { documents: 0 }, isMoreAtCounty: false, lastExchangeAt: null })).toEqual({ state: 'coming', progress: null });
  expect(completenessOf({ pulling: { documents: 900 }, isMoreAtCounty: true, lastExchangeAt: at })).toEqual({ state: 'coming', progress: null });
});

test('nor is it complete while the county has more of the log than it has answered with', () => {
  expect(completenessOf({ pulling: null, isMoreAtCounty: true, lastExchangeAt: at })).toEqual({ state: 'coming', progress: null });
});

test('afterwards a record is complete as of the last exchange, or of none', () => {
  expect(completenessOf({ pulling: null, isMoreAtCounty: false, lastExchangeAt: at })).toEqual({ state: 'asOf', at });
  expect(completenessOf({ pulling: null, isMoreAtCounty: false, lastExchangeAt: null })).toEqual({ state: 'never' });
});

test.each<readonly [string, Line, object, boolean]>([
  ['a first sync', { pulling: { documents: 140, ofDocuments: 2067 }, lastExchangeAt: at }, { state: 'coming', progress: { documents: 140, ofDocuments: 2067 } }, true],
  ['a log of which more is at the county', { isMoreAtCounty: true, lastExchangeAt: at }, { state: 'coming', progress: null }, true],
  ['all that there was', { lastExchangeAt: at }, { state: 'asOf', at }, false],
  ['no exchange yet', {}, { state: 'never' }, false],
])('SYNC-15 the card, the chart, the visit and the check of a prescription say the same: %s', async (_of, line, completeness, isHistoryComing) => {
  const clinic = aReplica();
  const patient = aPatient();
  const visit = anEncounter({ patientId: patient.id, progress: { state: 'draft' } });
  clinic.pull(patient, visit);
  const host = aCaller(clinic, { line });
  expect((await host.patients.card({ patientId: patient.id }))?.banner.completeness).toEqual(completeness);
  expect((await host.patients.chart({ patientId: patient.id }))?.banner.completeness).toEqual(completeness);
  expect((await host.encounters.get({ encounterId: visit.id }))?.banner.completeness).toEqual(completeness);
  expect((await host.prescriptions.check({ encounterId: visit.id, order: { type: 'general', items: [], overrides: [], supplyReason: '' } })).isHistoryComing).toBe(isHistoryComing);
  clinic.close();
});
