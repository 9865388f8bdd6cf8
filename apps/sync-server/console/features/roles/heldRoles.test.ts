import { roles } from '@lianyi/schema/codes/roles';
import type { Post } from '@lianyi/schema/documents/county';
import { expect, test } from 'vitest';
import type { PersonEntry } from '../../../src/reports/views.ts';
import { heldRoles } from './heldRoles.ts';

const aPost = (role: Post['role'], from: string | null = null, until: string | null = null): Post => ({ orgId: '0195d3a0-0000-7000-8000-000000000001' as Post['orgId'], role, from, until });
const aPerson = (name: string, posts: readonly Post[], active = true): PersonEntry => ({ id: name, name, qualification: 'none', title: 'none', grants: [], posts, active });

test('PERM-7 a role is held by whom a post gives it that day: not by who has left, nor before the first day, nor after the last', () => {
  const held = heldRoles([
    aPerson('吴', [aPost('nurse'), aPost('auditor', '2026-01-01', '2026-03-09')]), aPerson('安', [aPost('nurse', '2026-03-10')]), aPerson('杨', [aPost('nurse')], false), aPerson('冉', [aPost('nurse', null, '2026-03-08')]),
  ], '2026-03-09');
  expect([...held.keys()]).toEqual(roles);
  expect(held.get('nurse')?.map(({ person }) => person.name)).toEqual(['吴']);
  expect(held.get('auditor')?.map(({ person }) => person.name)).toEqual(['吴']);
});
