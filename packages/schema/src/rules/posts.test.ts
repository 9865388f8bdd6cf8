import { describe, expect, test } from 'vitest';
import { idFromHash } from '../basics/ids.ts';
import type { OrganisationId } from '../basics/ids.ts';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { countsFor, isHeldOn, postsAt, postsAllow } from './posts.ts';

const [village, township, other] = ['village', 'township', 'other'].map((name) => idFromHash(['posts', name]) as OrganisationId) as [OrganisationId, OrganisationId, OrganisationId];
const spring = { from: '2026-03-01', until: '2026-05-31' } as const;

describe('posts', () => {
  test('PERM-2 a post is held on its first and its last day, and one without days always', () => {
    expect(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map((day) => isHeldOn(spring, day))).toEqual([false, true, true, false]);
    expect(isHeldOn({ from: null, until: null }, '1970-01-01')).toBe(true);
  });

  test('PERM-3 a post that has ended since counts for what was saved before; one saved after it ended does not', () => {
    expect(countsFor(spring, '2026-05-31', '2026-09-01')).toBe(true);
    expect(countsFor(spring, '2026-06-01', '2026-09-01')).toBe(false);
  });

  test('PERM-3 a wrong clock is no reason to refuse: years behind, or ahead while the post is still held', () => {
    expect(countsFor(spring, '1970-01-01', '2026-04-01')).toBe(true);
    expect(countsFor(spring, '2039-01-01', '2026-04-01')).toBe(true);
    expect(countsFor(spring, '2026-02-01', '2026-02-01')).toBe(false);
  });

  test('PERM-3 a post counts where it is and at what stands below, with the acts of its role', () => {
    const { posts } = aPerson({ posts: [{ orgId: township, role: 'nurse', from: null, until: null }, { orgId: other, role: 'physician', from: null, until: '2026-01-31' }] });
    const may = (act: 'dispense' | 'prescription.sign', covers: readonly OrganisationId[], savedOn = '2026-03-01') => postsAllow(posts, { acts: [act], covers: new Set(covers), savedOn, today: '2026-03-01' });
    expect(may('dispense', [village, township])).toBe(true);
    expect(may('prescription.sign', [village, township])).toBe(false);
    expect(may('prescription.sign', [other], '2026-01-31')).toBe(true);
    expect(may('prescription.sign', [other])).toBe(false);
    expect(may('dispense', [village])).toBe(false);
  });

  test('PERM-2 one person works in the post of the institution at hand, else of the one above; a former post is none', () => {
    const person = aPerson({ posts: [
      { orgId: township, role: 'physician', from: null, until: null }, { orgId: village, role: 'assistantPhysician', from: null, until: '2026-01-31' }, { orgId: village, role: 'villageDoctor', from: '2026-02-01', until: null },
    ] });
    const rolesAt = (orgIds: Parameters<typeof postsAt>[1], day: string) => postsAt(person, orgIds, day).map(({ role }) => role);
    expect([rolesAt([village, township], '2026-01-31'), rolesAt([village, township], '2026-02-01')]).toEqual([['assistantPhysician'], ['villageDoctor']]);
    expect(rolesAt([other, township], '2026-02-01')).toEqual(['physician']);
    expect(rolesAt([other], '2026-02-01')).toEqual([]);
  });
});
