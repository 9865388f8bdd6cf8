import type { Organisation, Person, Post } from '@lianyi/schema/documents/county';
import { testOrgId, testPersonId } from './aPatient.ts';

/** The institution of the tests: a village clinic without approval for intravenous antibiotics. */
export function anOrganisation(parts: Partial<Organisation> = {}): Organisation {
  return {
    id: testOrgId, kind: 'organisation', name: '云岭镇青石坪村卫生室', shortName: '青石坪村卫生室', type: 'village', parentId: null, divisionCode: '522299100127',
    villages: [{ name: '云岭镇青石坪村', groups: 6 }], capabilities: [], closedOn: null, history: [], ...parts,
  };
}

/** The village doctor of the tests; `role` and `orgId` make the one post, without dates. */
export function aPerson({ role = 'villageDoctor', orgId = testOrgId, ...parts }: Partial<Person> & Partial<Pick<Post, 'role' | 'orgId'>> = {}): Person {
  return { id: testPersonId, kind: 'person', name: '吴明礼', qualification: 'unknown', title: 'unknown', grants: [], posts: [{ orgId, role, from: null, until: null }], active: true, ...parts };
}
