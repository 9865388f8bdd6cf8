import { expect, test } from 'vitest';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import { kindTable, parseDocument } from './kinds.ts';
import { liftedBody, loweredBody } from './lifting.ts';

const person1 = { id: testPersonId, kind: 'person', name: '吴明礼', role: 'villageDoctor', orgId: testOrgId, active: true };
const { closedOn: _closed, history: _history, ...rest } = anOrganisation();
const organisation1 = { ...rest, capabilities: { intravenousAntibiotics: true } };

test('PERM-2 a person of before, with one institution and one role, has that post without days, and is seen so by the app of before', () => {
  const lifted = liftedBody(person1, 'person', 1, kindTable);
  expect(parseDocument(lifted).data).toEqual(aPerson({ name: '吴明礼' }));
  expect(loweredBody(lifted, 'person', 2, 1, kindTable)).toEqual(person1);
});

test('PERM-1 an institution of before keeps its one capability, is open, and is seen so by the app of before', () => {
  const lifted = liftedBody(organisation1, 'organisation', 1, kindTable);
  expect(parseDocument(lifted).data).toEqual(anOrganisation({ capabilities: ['intravenousAntibiotics'] }));
  expect(loweredBody(lifted, 'organisation', 2, 1, kindTable)).toEqual(organisation1);
});

test('PERM-2 an app of before sees the open post of several, and nobody whose roles it has no word for come in', () => {
  const post = { orgId: testOrgId, from: null, until: null };
  const lowered = (posts: Parameters<typeof aPerson>[0]) => loweredBody(aPerson(posts), 'person', 2, 1, kindTable);
  expect(lowered({ posts: [{ ...post, role: 'nurse' }, { ...post, role: 'physician', until: '2026-01-31' }, { ...post, role: 'townshipHead' }] })).toMatchObject({ role: 'nurse', active: true });
  expect(lowered({ posts: [{ ...post, role: 'auditor' }] })).toMatchObject({ role: 'countyOffice', active: false });
});
