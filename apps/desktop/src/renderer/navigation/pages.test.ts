import { expect, test } from 'vitest';
import { hashToPage, moduleOf, pageToHash, type Page } from './pages.ts';

const pages: readonly Page[] = [
  { name: 'today' }, { name: 'patients' }, { name: 'register' }, { name: 'chart', patientId: 'p1' }, { name: 'visit', encounterId: 'e1' }, { name: 'dispense' }, { name: 'dispense', prescriptionId: 'r1' },
  { name: 'stock' }, { name: 'followUps' }, { name: 'reviews' }, { name: 'reviews', reviewId: 'v1' }, { name: 'slip', prescriptionId: 'r1' }, { name: 'settings' },
];

test('every page has an address that leads back to it', () => {
  for (const page of pages) expect(hashToPage(pageToHash(page))).toEqual(page);
});

test('what was typed never stands in an address', () => {
  expect(pageToHash({ name: 'patients', query: '张素芬' })).toBe('#/patients');
  expect(pageToHash({ name: 'register', typed: '15000008936' })).toBe('#/register');
});

test('an address that names no page, or nobody, leads somewhere useful', () => {
  expect(['', '#/', '#/nonsense', '#/visit'].map(hashToPage)).toEqual([{ name: 'today' }, { name: 'today' }, { name: 'today' }, { name: 'today' }]);
  expect(hashToPage('#/chart')).toEqual({ name: 'patients' });
  expect(hashToPage('#/slip')).toEqual({ name: 'dispense' });
});

test('a page belongs to a module of the rail', () => {
  expect(moduleOf({ name: 'chart', patientId: 'p1' })).toBe('patients');
  expect(moduleOf({ name: 'slip', prescriptionId: 'r1' })).toBe('dispense');
  expect(moduleOf({ name: 'followUps' })).toBe('followUps');
});
