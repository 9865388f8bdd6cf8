import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash, organisationId, personId } from '@lianyi/schema/basics/ids';
import type { Role } from '@lianyi/schema/codes/roles';
import type { Organisation, Person } from '@lianyi/schema/documents/county';

/** Area codes that no county has: today's prefix and the older generation's. */
export const areaCodes = ['520699', '522299'] as const;

const orgId = (slug: string): OrganisationId => organisationId.parse(idFromHash(['demo', 'organisation', slug]));
const staffId = (slug: string): PersonId => personId.parse(idFromHash(['demo', 'person', slug]));

interface Place {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: Organisation['type'];
  readonly parent: string | null;
  readonly divisionCode: string;
  readonly villages: Organisation['villages'];
}

const places: readonly Place[] = [
  { slug: 'county', name: '安和县医共体办公室', shortName: '县医共体', type: 'county', parent: null, divisionCode: '522299', villages: [] },
  { slug: 'yunling', name: '安和县云岭镇卫生院', shortName: '云岭镇卫生院', type: 'township', parent: 'county', divisionCode: '522299101', villages: [{ name: '云岭镇云岭社区', groups: 6 }] },
  { slug: 'hekou', name: '安和县河口镇卫生院', shortName: '河口镇卫生院', type: 'township', parent: 'county', divisionCode: '522299102', villages: [{ name: '河口镇河口社区', groups: 5 }] },
  { slug: 'qingshiping', name: '云岭镇青石坪村卫生室', shortName: '青石坪村卫生室', type: 'village', parent: 'yunling', divisionCode: '522299101101', villages: [{ name: '云岭镇青石坪村', groups: 8 }] },
  { slug: 'yanjiao', name: '云岭镇岩脚村卫生室', shortName: '岩脚村卫生室', type: 'village', parent: 'yunling', divisionCode: '522299101102', villages: [{ name: '云岭镇岩脚村', groups: 6 }] },
  { slug: 'xinchang', name: '河口镇新场村卫生室', shortName: '新场村卫生室', type: 'village', parent: 'hekou', divisionCode: '522299102101', villages: [{ name: '河口镇新场村', groups: 7 }] },
  { slug: 'dawan', name: '河口镇大湾村卫生室', shortName: '大湾村卫生室', type: 'village', parent: 'hekou', divisionCode: '522299102102', villages: [{ name: '河口镇大湾村', groups: 5 }] },
];

export const demoOrganisations: readonly Organisation[] = places.map((place) => ({
  id: orgId(place.slug),
  kind: 'organisation',
  name: place.name,
  shortName: place.shortName,
  type: place.type,
  parentId: place.parent === null ? null : orgId(place.parent),
  divisionCode: place.divisionCode,
  villages: place.villages,
  capabilities: place.type === 'township' ? ['intravenousAntibiotics', 'warehouse'] : [],
  closedOn: null,
  history: [{ on: '2019-06-01', event: 'opened', fromId: null, reason: '' }],
}));

const staff: readonly (readonly [slug: string, name: string, role: Role, org: string])[] = [
  ['tianyumei', '田玉梅', 'countyOffice', 'county'],
  ['longjianjun', '龙建军', 'countyIt', 'county'],
  ['anshenming', '安审明', 'auditor', 'county'],
  ['ransijing', '冉思静', 'regionalAnalyst', 'county'],
  ['wumingli', '吴明礼', 'villageDoctor', 'qingshiping'],
  ['yangzaijun', '杨再军', 'storeKeeper', 'qingshiping'],
  ['qinshichang', '覃世昌', 'townshipHead', 'yunling'],
  ['luoxiaoqin', '罗小琴', 'nurse', 'yunling'],
  ['shiguohua', '石国华', 'physician', 'yunling'],
  ['yaolijuan', '姚丽娟', 'pharmacist', 'yunling'],
  ['tianmaocai', '田茂才', 'villageDoctor', 'yanjiao'],
  ['ranhongmei', '冉红梅', 'physician', 'hekou'],
  ['zhengweiping', '郑卫平', 'villageDoctor', 'xinchang'],
  ['anxiulan', '安秀兰', 'villageDoctor', 'dawan'],
];

function licenceOf(role: Role): Pick<Person, 'qualification' | 'title'> {
  switch (role) {
    case 'villageDoctor': return { qualification: 'villageDoctor', title: 'none' };
    case 'physician': return { qualification: 'physician', title: 'intermediate' };
    case 'nurse': return { qualification: 'nurse', title: 'junior' };
    case 'pharmacist': return { qualification: 'pharmacist', title: 'junior' };
    default: return { qualification: 'none', title: 'none' };
  }
}

export const demoPeople: readonly Person[] = staff.map(([slug, name, role, org]) => ({
  id: staffId(slug), kind: 'person', name, ...licenceOf(role), grants: [], posts: [{ orgId: orgId(org), role, from: '2024-01-01', until: null }], active: true,
}));

/** The organisation of a short name in the demo, for those that write about it. */
export function organisationOf(slug: string): Organisation {
  const found = demoOrganisations.find((organisation) => organisation.id === orgId(slug));
  if (!found) throw new RangeError(`no organisation ${slug}`);
  return found;
}

export function personOf(slug: string): Person {
  const found = demoPeople.find((person) => person.id === staffId(slug));
  if (!found) throw new RangeError(`no person ${slug}`);
  return found;
}

/** Who treats, in an organisation. */
export function prescriberOf(org: Organisation): Person {
  const found = demoPeople.find(({ posts }) => posts.some((post) => post.orgId === org.id && (post.role === 'villageDoctor' || post.role === 'physician')));
  if (!found) throw new RangeError(`nobody prescribes in ${org.name}`);
  return found;
}
