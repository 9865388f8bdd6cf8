import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Post } from '@lianyi/schema/documents/county';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { latestDay, presentPerson } from './presentPerson.ts';

const [township, county, elsewhere] = ['township', 'county', 'elsewhere'].map((name) => idFromHash(['presentPerson', name]) as OrganisationId) as [OrganisationId, OrganisationId, OrganisationId];
const slot = { personId: testPersonId, name: '吴明礼', role: 'villageDoctor', orgId: testOrgId, orgName: '', lastUnlockedAt: null, lockedUntil: null, closedUntil: null, attemptsLeft: 5 } as const;

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => { clinic.close(); });

const inPost = (orgId: OrganisationId, over: Partial<Post> = {}): Post => ({ orgId, role: 'villageDoctor', from: null, until: null, ...over });
const present = (day: string) => presentPerson(clinic.replica, slot, testOrgId, day);
function has(...posts: readonly Post[]): void {
  clinic.pull(
    anOrganisation({ parentId: township }), anOrganisation({ id: township, type: 'township', parentId: county }), anOrganisation({ id: county, type: 'county' }), aPerson({ posts: [...posts] }),
  );
}

test('PERM-2 before the first exchange a PC goes by the slot', () => {
  expect(present('2026-03-09')).toMatchObject({ role: 'villageDoctor', orgId: testOrgId });
});

test('PERM-2 a PC lets in who holds a post there or above that day, in that role, and nobody else', () => {
  has(inPost(testOrgId, { until: '2026-03-09' }), inPost(township, { role: 'physician', from: '2026-03-12' }));
  expect([present('2026-03-09'), present('2026-03-10'), present('2026-03-12')].map((person) => person && [person.role, person.orgId])).toEqual([['villageDoctor', testOrgId], null, ['physician', township]]);
});

test('PERM-2 a post elsewhere, at the county, or of an account that was closed opens nothing', () => {
  has(inPost(elsewhere), inPost(county, { role: 'countyIt' }));
  expect(present('2026-03-09')).toBeNull();
  clinic.pull(aPerson({ posts: [inPost(testOrgId)], active: false }));
  expect(present('2026-03-09')).toBeNull();
});

test('PERM-3 a clock that has fallen back to years ago takes no post away that had begun when the county last answered', () => {
  expect(latestDay(new Date('2009-01-01T08:00:00Z'), '2026-03-09T10:00:00+08:00')).toBe('2026-03-09');
  expect(latestDay(new Date('2026-03-10T08:00:00Z'), '2026-03-09T10:00:00+08:00')).toBe('2026-03-10');
  expect(latestDay(new Date('2026-03-10T08:00:00Z'), null)).toBe('2026-03-10');
});
