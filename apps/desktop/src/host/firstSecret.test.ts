import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Role } from '@lianyi/schema/codes/roles';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maySetFirst } from './firstSecret.ts';
import type { SignedIn } from './trpc.ts';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => { clinic.close(); });

const day: CalendarDate = '2026-03-09';
const [setter, holder] = ['setter', 'holder'].map((name) => idFromHash(['firstSecret', name]) as PersonId) as [PersonId, PersonId];
const as = (personId: PersonId, ...roles: readonly [Role, ...Role[]]): SignedIn => ({ personId, name: '', role: roles[0], roles, orgId: testOrgId });

test('KEY-6 a first PIN is set by who may do all that its holder may, by a head, and by nobody else', () => {
  const may = (by: readonly [Role, ...Role[]], of: readonly [Role, ...Role[]]): boolean => maySetFirst(clinic.replica, as(setter, ...by), as(holder, ...of), day);
  for (const of of ['villageDoctor', 'assistantPhysician', 'nurse', 'pharmacist', 'storeKeeper'] as const) expect([of, may(['villageDoctor'], [of])]).toEqual([of, true]);
  for (const of of ['villageDoctor', 'physician', 'assistantPhysician', 'townshipHead'] as const) expect([of, may(['nurse'], [of])]).toEqual([of, false]);
  expect([may(['nurse'], ['storeKeeper']), may(['pharmacist'], ['nurse']), may(['storeKeeper'], ['pharmacist'])]).toEqual([true, false, false]);
  // Who may reset others' PINs is no colleague like others: only another head gives a head theirs.
  expect([may(['physician'], ['townshipHead']), may(['physician'], ['physician', 'townshipHead']), may(['townshipHead'], ['physician', 'townshipHead'])]).toEqual([false, false, true]);
});

test('KEY-6 what a first PIN would let somebody prescribe beyond their own right is asked as well', () => {
  clinic.pull(anOrganisation(), aPerson({ id: setter }), aPerson({ id: holder, grants: [{ from: null, antibiotics: 'restricted', narcotic: false }] }));
  const doctors = [as(setter, 'villageDoctor'), as(holder, 'villageDoctor')] as const;
  expect([maySetFirst(clinic.replica, doctors[0], doctors[1], day), maySetFirst(clinic.replica, doctors[1], doctors[0], day)]).toEqual([false, true]);
});
