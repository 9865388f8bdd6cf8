import { expect, test } from 'vitest';
import { markOf, placeOf } from './placeOf.ts';

const nobody = { device: null, actor: 'user', session: null } as const;

test('AUDIT-7 where nobody had logged in an entry says so: neither the console nor the command line; its place is told by a mark', () => {
  expect(placeOf(nobody)).toBe('nobodyIn');
  expect(placeOf({ ...nobody, session: '0195d3a0-0000-7000-8000-000000000001' })).toBe('console');
  expect(placeOf({ ...nobody, actor: 'commandLine' })).toBe('server');
  expect(placeOf({ ...nobody, actor: 'device', device: { id: '0195d3a0-0000-7000-8000-000000000002', name: '诊室电脑' } })).toBe('pc');
  const asked = { procedure: '', fields: [{ field: 'what', value: 'enrolment' }, { field: 'place', value: 'a1b2c3d4e5f6' }] };
  expect([markOf({ asked }), markOf({ asked: null })]).toEqual(['a1b2c3d4e5f6', null]);
});
