import { describe, expect, test } from 'vitest';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import type { GradedDrug } from './prescribingRights.ts';
import { antibioticRuleId, drugBeyondRights, isWithinMost, mostRights, rightsOfPosts, rightsOfRole, rightsOn, widest } from './prescribingRights.ts';

const drug = (name: string, antibioticGrade: GradedDrug['antibioticGrade'], specialControl = ''): GradedDrug => ({ name, antibioticGrade, specialControl });
const drugs: Readonly<Record<string, GradedDrug>> = { cef: drug('头孢曲松', 'restricted'), amox: drug('阿莫西林', 'nonRestricted'), mero: drug('美罗培南', 'special'), morphine: drug('吗啡', '', 'narcotic') };
const [item] = aPrescription().order.items;

function beyond(productId: string, rights: Parameters<typeof drugBeyondRights>[1], over: { type?: 'general' | 'emergency'; days?: number; reason?: string } = {}) {
  const { type = 'general', days = 3, reason } = over;
  const overrides = reason === undefined ? [] : [{ ruleId: antibioticRuleId(drugs[productId]?.name ?? ''), reason }];
  return drugBeyondRights({ type, items: [{ ...(item ?? aPrescriptionItem()), productId: productId as never, days }], overrides }, rights, (id) => drugs[id]);
}

describe('rights to prescribe', () => {
  test('PERM-4 licence and title bound what may be given (order 84, art. 24)', () => {
    expect(mostRights('villageDoctor', 'senior')).toEqual({ antibiotics: 'nonRestricted', narcotic: false });
    expect([mostRights('physician', 'junior'), mostRights('physician', 'intermediate'), mostRights('physician', 'deputySenior')].map(({ antibiotics }) => antibiotics)).toEqual(['nonRestricted', 'restricted', 'special']);
    expect(mostRights('nurse', 'senior')).toEqual({ antibiotics: 'none', narcotic: false });
    expect(isWithinMost({ antibiotics: 'restricted', narcotic: false }, mostRights('villageDoctor', 'none'))).toBe(false);
  });

  test('PERM-4 where none has been entered the law of the role holds; narcotics are always given by name', () => {
    expect(rightsOfRole('physician', 'township')).toEqual({ antibiotics: 'restricted', narcotic: false });
    expect(rightsOfRole('physician', 'village').antibiotics).toBe('nonRestricted');
    expect(rightsOfRole('nurse', 'township').antibiotics).toBe('none');
  });

  test('PERM-4 a grant holds from its day until the next', () => {
    const person = aPerson({ grants: [{ from: '2026-02-01', antibiotics: 'restricted', narcotic: true }, { from: '2026-04-01', antibiotics: 'none', narcotic: false }] });
    expect(['2026-01-31', '2026-02-01', '2026-04-01'].map((day) => rightsOn(person, 'villageDoctor', 'village', day).antibiotics)).toEqual(['nonRestricted', 'restricted', 'none']);
    expect(widest({ antibiotics: 'restricted', narcotic: false }, { antibiotics: 'none', narcotic: true })).toEqual({ antibiotics: 'restricted', narcotic: true });
  });

  test('PERM-4 what is given first begins from what the law gives the posts, within licence and title', () => {
    const person = (over: Parameters<typeof aPerson>[0]) => aPerson({ role: 'physician', ...over });
    expect(rightsOfPosts(person({ qualification: 'physician', title: 'senior' }), () => 'township', '2026-03-09')).toEqual({ antibiotics: 'restricted', narcotic: false });
    expect(rightsOfPosts(person({ qualification: 'physician', title: 'junior' }), () => 'township', '2026-03-09').antibiotics).toBe('nonRestricted');
    expect(rightsOfPosts(person({ qualification: 'physician', posts: [] }), () => 'township', '2026-03-09').antibiotics).toBe('none');
  });

  test('PERM-4 a drug above the right is found, also a narcotic', () => {
    const village = rightsOfRole('villageDoctor', 'village');
    expect([beyond('amox', village), beyond('cef', village), beyond('mero', village), beyond('morphine', village)]).toEqual([null, '头孢曲松', '美罗培南', '吗啡']);
    expect(beyond('amox', { antibiotics: 'none', narcotic: false })).toBe('阿莫西林');
    expect(beyond('morphine', { antibiotics: 'none', narcotic: true })).toBeNull();
  });

  test('PERM-4 in an emergency one grade above for a day, with the reason written, and never the special grade (order 84, art. 27)', () => {
    const village = rightsOfRole('villageDoctor', 'village');
    const emergency = { type: 'emergency', days: 1, reason: '高热惊厥，转诊途中' } as const;
    expect(beyond('cef', village, emergency)).toBeNull();
    expect([beyond('cef', village, { ...emergency, days: 2 }), beyond('cef', village, { type: 'emergency', days: 1 }), beyond('cef', village, { ...emergency, type: 'general' })]).toEqual(['头孢曲松', '头孢曲松', '头孢曲松']);
    expect(beyond('mero', { antibiotics: 'restricted', narcotic: false }, emergency)).toBe('美罗培南');
  });
});
