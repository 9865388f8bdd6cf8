import type { CalendarDate } from '../basics/dates.ts';
import type { AntibioticRight, Qualification, Title } from '../codes/qualifications.ts';
import { antibioticRight, covers, gradeAbove } from '../codes/qualifications.ts';
import type { Role } from '../codes/roles.ts';
import { mayDo } from '../codes/roles.ts';
import type { OrganisationType, Person, PrescribingGrant, Product } from '../documents/county.ts';
import type { Order } from '../documents/prescription.ts';
import { countyConfiguration } from './countyConfiguration.ts';
import { isHeldOn } from './posts.ts';

export type PrescribingRights = Pick<PrescribingGrant, 'antibiotics' | 'narcotic'>;

/**
 * The most that somebody may be given (Measures for the Clinical Use of Antibacterial Drugs, Ministry of Health order 84,
 * 2012, art. 24: senior titles the special grade, intermediate ones the restricted, junior ones, assistants who practise
 * alone in a township or village, and village doctors the non-restricted; Prescription Management Measures 2007, art. 11:
 * narcotics and psychotropics of class 1 by physicians who were trained and passed). Unverified.
 */
export function mostRights(qualification: Qualification, title: Title): PrescribingRights {
  if (qualification === 'villageDoctor' || qualification === 'assistantPhysician') return { antibiotics: 'nonRestricted', narcotic: false };
  if (qualification !== 'physician') return { antibiotics: 'none', narcotic: false };
  switch (title) {
    case 'senior':
    case 'deputySenior': return { antibiotics: 'special', narcotic: true };
    case 'intermediate': return { antibiotics: 'restricted', narcotic: true };
    case 'junior':
    case 'none':
    case 'unknown': return { antibiotics: 'nonRestricted', narcotic: true };
  }
}

/**
 * What somebody may prescribe in a post where nothing has been entered: a physician outside of the villages the restricted
 * grade, every other prescriber the non-restricted. Nobody the narcotics, whose right is always given by name.
 */
export function rightsOfRole(role: Role, orgType: OrganisationType): PrescribingRights {
  if (!mayDo(role, 'prescription.sign')) return { antibiotics: 'none', narcotic: false };
  return { antibiotics: role === 'physician' && orgType !== 'village' ? 'restricted' : 'nonRestricted', narcotic: false };
}

/** The grant in force on a day; undefined before the first. */
export const grantOn = ({ grants }: Pick<Person, 'grants'>, day: CalendarDate): PrescribingGrant | undefined => grants.findLast(({ from }) => from === null || from <= day);

/** What somebody may prescribe in a post on a day. */
export function rightsOn(person: Pick<Person, 'grants'>, role: Role, orgType: OrganisationType, day: CalendarDate): PrescribingRights {
  return grantOn(person, day) ?? rightsOfRole(role, orgType);
}

/** Of two rights the wider in each part: a right that was widened or narrowed meanwhile is no reason to refuse what was saved before. */
export function widest(one: PrescribingRights, other: PrescribingRights): PrescribingRights {
  return { antibiotics: covers(one.antibiotics, other.antibiotics) ? one.antibiotics : other.antibiotics, narcotic: one.narcotic || other.narcotic };
}

/** Of two rights the narrower in each part. */
export function narrowest(one: PrescribingRights, other: PrescribingRights): PrescribingRights {
  return { antibiotics: covers(one.antibiotics, other.antibiotics) ? other.antibiotics : one.antibiotics, narcotic: one.narcotic && other.narcotic };
}

/** Where nothing has been entered: what the law gives the posts held on a day, within what licence and title allow. What is given next begins from it. */
export function rightsOfPosts({ posts, qualification, title }: Pick<Person, 'posts' | 'qualification' | 'title'>, typeOf: (orgId: string) => OrganisationType, day: CalendarDate): PrescribingRights {
  const ofPosts = posts.filter((post) => isHeldOn(post, day)).map(({ role, orgId }) => rightsOfRole(role, typeOf(orgId))).reduce(widest, { antibiotics: 'none', narcotic: false });
  return narrowest(ofPosts, mostRights(qualification, title));
}

/** What the rights ask of a product. */
export type GradedDrug = Pick<Product, 'name' | 'antibioticGrade' | 'specialControl'>;

/** Whether its prescription needs a right given by name (narcotics, psychotropics of class 1). */
export const isNarcotic = ({ specialControl }: Pick<Product, 'specialControl'>): boolean => specialControl.startsWith('narcotic') || specialControl.startsWith('psy1');

/**
 * A drug of a signed order that whoever signed it has no right to, or null. As at the clinic, an emergency prescription may
 * hold an antimicrobial one grade above the right for a day, with the reason written (order 84, art. 27).
 */
export function drugBeyondRights({ type, items, overrides }: Pick<Order, 'type' | 'items' | 'overrides'>, rights: PrescribingRights, drugOf: (productId: string) => GradedDrug | undefined): string | null {
  for (const { productId, days } of items) {
    const drug = drugOf(productId);
    if (drug === undefined) continue;
    if (isNarcotic(drug) && !rights.narcotic) return drug.name;
    if (covers(rights.antibiotics, drug.antibioticGrade)) continue;
    const isWritten = overrides.some(({ ruleId }) => ruleId === antibioticRuleId(drug.name));
    if (!(mayInEmergency(type, days, rights.antibiotics, drug.antibioticGrade) && isWritten)) return drug.name;
  }
  return null;
}

/** One grade above the right, for so short, in an emergency. */
export function mayInEmergency(type: Order['type'], days: number | null, right: AntibioticRight, grade: Product['antibioticGrade'], longestDays = countyConfiguration.emergencyAntibioticDays): boolean {
  return type === 'emergency' && days !== null && days <= longestDays && grade !== 'special' && gradeAbove(right) === grade;
}

export const antibioticRuleId = (name: string): string => `LAW:antibioticGrade:${name}`;

/** Whether what is to be given stays within the most that there may be. */
export const isWithinMost = (asked: PrescribingRights, most: PrescribingRights): boolean => antibioticRight.options.indexOf(asked.antibiotics) <= antibioticRight.options.indexOf(most.antibiotics) && (most.narcotic || !asked.narcotic);
