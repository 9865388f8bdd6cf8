import { expect, test } from 'vitest';
import type { Refusal } from './refusals.ts';
import { refusalsOf } from './refusals.ts';

const asked = { byId: 'a nurse', personId: null, permission: 'prescription.sign' } as const;

test('AUDIT-6 a refusal is told of each person, permission and whom it was about once in a quarter of an hour, also by a clock that was set back', () => {
  const told: Refusal[] = [];
  let minutes = 0;
  const refused = refusalsOf({ tell: (event) => told.push(event), now: () => new Date(minutes * 60_000), log: () => undefined });
  const tellsAt = (at: number, refusal: Refusal): boolean => {
    const before = told.length;
    minutes = at;
    refused(refusal);
    return told.length > before;
  };
  expect(tellsAt(100, asked)).toBe(true);
  expect(tellsAt(114, asked)).toBe(false);
  expect(tellsAt(114, { ...asked, byId: 'another' })).toBe(true);
  expect(tellsAt(114, { ...asked, permission: 'dispense' })).toBe(true);
  expect(tellsAt(114, { ...asked, personId: 'the doctor' })).toBe(true);
  expect(tellsAt(114, { ...asked, personId: 'the head' })).toBe(true);
  expect(tellsAt(114, { ...asked, personId: 'the head' })).toBe(false);
  expect(tellsAt(115, asked)).toBe(true);
  expect(tellsAt(50, asked)).toBe(true);
  expect(told[0]).toEqual(asked);
});

test('AUDIT-6 what goes wrong with telling a refusal leaves it a refusal', () => {
  const logged: string[] = [];
  const refused = refusalsOf({ tell: () => { throw new TypeError('the replica is closed'); }, now: () => new Date(0), log: (event, { reason }) => logged.push(`${event} ${reason ?? ''}`) });
  expect(() => { refused(asked); }).not.toThrow();
  expect(logged).toEqual(['refusalNotTold TypeError']);
});
