import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { isAllSeen } from '@lianyi/schema/basics/visibleText';
import type { BothWords } from '@lianyi/schema/codes/roleWords';
import { roleWords } from '@lianyi/schema/codes/roleWords';
import { isRole } from '@lianyi/schema/codes/roles';
import type { TreeFault } from '@lianyi/schema/rules/organisationTree';

/** Why a change of the directory was not made. */
export interface DirectoryFault {
  readonly code: TreeFault | DirectoryFaultCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What of that somebody of county IT may pass over once they have looked at it: the rest stands, whoever asks. */
export const passableFaults = ['roleBeyondLicence', 'licenceMissing', 'divisionCodeTaken', 'auditsItself'] as const satisfies readonly DirectoryFault['code'][];

/** What was looked at and is allowed: that fault with these values alone, or on the command line whatever is told so. */
export type Allowed = DirectoryFault | 'all' | undefined;

/** Whether a fault is the one that was looked at. */
export const isPassed = (allowed: Allowed, { fault }: { readonly fault: DirectoryFault }): boolean => allowed === 'all' || (allowed !== undefined && isSameJson(allowed, fault));

type DirectoryFaultCode =
  | 'invalid' | 'notToday' | 'hasDevices' | 'hasPatients' | 'hasPosts' | 'unknownCapability' | 'sameName' | 'noSuchPerson' | 'samePersonName' | 'samePersonOtherwise' | 'noSuchPost' | 'organisationClosed'
  | 'daysReversed' | 'beyondLicence' | 'wrongPlaceForRole' | 'roleBeyondLicence' | 'licenceMissing' | 'divisionCodeTaken' | 'postTwice' | 'unlikelyDay' | 'samePersonElsewhere' | 'severalRoles' | 'beforeLastChange' | 'unprintable' | 'lastIt' | 'auditsItself';

export type Changed<T> =
  /** `isNew` false: it was so already, and nothing was written. */
  | { readonly ok: true; readonly isNew: boolean; readonly document: T }
  | { readonly ok: false; readonly fault: DirectoryFault };

export const refused = (code: DirectoryFault['code'], values: DirectoryFault['values'] = {}): { readonly ok: false; readonly fault: DirectoryFault } => ({ ok: false, fault: { code, values } });

/** A field whose value is not as it should be: what was given is told, and what is expected. */
export function refusedField(path: readonly PropertyKey[], document: unknown): ReturnType<typeof refused> {
  const given = path.reduce<unknown>((at, step) => (at === null || typeof at !== 'object' ? undefined : Reflect.get(at, step)), document);
  return refused('invalid', { field: path.join('.'), ...(typeof given === 'string' || typeof given === 'number' ? { given } : {}) });
}

/** The first of these words that has a character nobody sees, such as one that turns the order of what is read. */
export function unseenIn(words: Readonly<Record<string, string | undefined>>): ReturnType<typeof refused> | null {
  const field = Object.entries(words).find(([, text]) => text !== undefined && !isAllSeen(text.trim()))?.[0];
  return field === undefined ? null : refused('unprintable', { field });
}

function roleIn(values: DirectoryFault['values']): BothWords {
  const names = String(values['role']).split(', ').map((name) => (isRole(name) ? roleWords[name] : { zh: name, en: name }));
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}

/** By the last name of a field's path. */
const expectedOf: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  name: ['一行字，机构 80 个字以内，人 60 个字以内，不能是空的', 'it is one line, of at most 80 characters (a person: 60), and not empty'],
  shortName: ['一行字，40 个字以内，不能是空的', 'it is one line of at most 40 characters, and not empty'],
  divisionCode: ['6、9 或 12 位数字：县 6 位，乡镇 9 位，村 12 位', 'it is 6, 9 or 12 digits: of a county, a township, a village'],
  reason: ['200 个字以内', 'it has at most 200 characters'],
  ...Object.fromEntries(['on', 'from', 'until'].map((field) => [field, ['要日期，如 2026-03-09', 'it is a day, such as 2026-03-09']])),
  ...Object.fromEntries(['id', 'parentId', 'orgId'].map((field) => [field, ['要编号（见 org list、person list）', 'it is an id (see org list, person list)']])),
};

function invalidWords(field: string, given: string): string {
  const [zh, en] = expectedOf[field.split('.').at(-1) ?? ''] ?? ['', ''];
  const what = given.trim() === '' ? field : `${field}: ${given.slice(0, 80)}`;
  return `这一项不对：${what}${zh === '' ? '' : `：${zh}`} · Not as it should be: ${what}${en === '' ? '' : `: ${en}`}`;
}

/** In one line of both languages, with what to do first. */
export function faultWords({ code, values }: DirectoryFault): string {
  const value = (name: string): string => String(values[name] ?? '');
  switch (code) {
    case 'invalid': return invalidWords(value('field'), value('given'));
    case 'notToday': return '日期不能在今天以后：这样的变动当天就生效 · The day cannot be after today: such a change holds at once';
    case 'noSuchOrganisation': return `没有这个机构：${value('id')}（见 org list）· No such organisation: ${value('id')} (see org list)`;
    case 'noSuchParent': return `没有这个上级机构：${value('id')}（见 org list）· No such organisation to stand under: ${value('id')} (see org list)`;
    case 'parentClosed': return '上级机构已经关闭：换一个，或先重新开放它 · The organisation above is closed: name another, or reopen it first';
    case 'wrongParentType': return '上级要比它高一级：县 > 医院 > 卫生院 > 村卫生室 · It stands under one of a higher kind: county > hospital > township > village';
    case 'isCounty': return '县不能移动或关闭，也不在任何机构下面 · The county is not moved, not closed, and stands under nothing';
    case 'secondCounty': return '县已经有了，只能有一个 · There is a county already, and only one';
    case 'hasOpenBelow': return '下面还有开放的机构：先把它们关闭或移走 · Open organisations stand below it: close or move them first';
    case 'alreadyThere': return '它已经在那里 · It stands there already';
    case 'alreadyClosed': return '它已经关闭 · It is closed already';
    case 'notClosed': return '它没有关闭 · It is not closed';
    case 'hasDevices': return `还有 ${value('count')} 台在用的电脑（${value('names')}）：先让它们交完并停用 · ${value('count')} active PCs are there (${value('names')}): let them deliver, then retire them first`;
    case 'hasPatients': return `还有 ${value('count')} 位患者的档案在这里：先转到别的机构 (move-patient) · The records of ${value('count')} patients are at home there: move them first (move-patient)`;
    case 'hasPosts': return `还有 ${value('count')} 人在这里任职（${value('names')}）：先结束岗位 (person end) · ${value('count')} people hold posts there (${value('names')}): end those first (person end)`;
    case 'unknownCapability': return `没有这项能力：${value('code')}（有 ${value('known')}）· No such capability: ${value('code')} (there are ${value('known')})`;
    case 'sameName': return `这里已有同名机构，内容不同：${value('id')}（要改用 org set）· One of that name stands there already, and is another: ${value('id')} (to change it: org set)`;
    case 'noSuchPerson': return `没有这个人：${value('id')}（见 person list）· No such person: ${value('id')} (see person list)`;
    case 'samePersonName': return `那里已有同名的人：${value('id')}（同一个人用 person post；真是另一个人，加 --another）· Somebody of that name works there: ${value('id')} (the same person: person post; truly another: --another)`;
    case 'samePersonOtherwise': return `那里已有这个人和这个岗位：${value('id')}，但资格、职称或日期和写的不一样，没有改动：资格、职称用 person rights，日期用 person post（真是另一个人，加 --another）· This person is there in that post: ${value('id')}, with another licence, title or other days than were given, and nothing was changed: licence and title with person rights, days with person post (truly another: --another)`;
    case 'noSuchPost': return '没有这样的岗位 · There is no such post';
    case 'organisationClosed': return '那个机构已经关闭 · That organisation is closed';
    case 'daysReversed': return '结束的日子在开始之前 · It would end before it begins';
    case 'beyondLicence': return `超出资格和职称允许的处方权（最多：抗菌药物 ${value('antibiotics')}，麻醉药品 ${value('narcotic')}）：先核对资格和职称 · More than the licence and title allow (at most: antimicrobials ${value('antibiotics')}, narcotics ${value('narcotic')}): look at licence and title first`;
    case 'wrongPlaceForRole': return `${roleIn(values).zh}不在这种机构：县里的岗位只在县，看病的岗位不在县，院长在卫生院，乡村医生在村或乡镇 · ${roleIn(values).en} is no post of such a place: those of the county are at the county, those that treat are not, a head is at a township, a village doctor at a village or township`;
    case 'roleBeyondLicence': return `${roleIn(values).zh}的资格要是 ${value('licences')}，这个人登记的是 ${value('licence')}：先核对 (person rights --qualification)；县里确实允许，加 --allow · ${roleIn(values).en} takes a licence as ${value('licences')}, and what is entered is ${value('licence')}: look at that first (person rights --qualification); if the county does allow it, add --allow`;
    case 'licenceMissing': return `${roleIn(values).zh}开处方，这个人没有登记资格：写 --qualification（要是 ${value('licences')}）；县里确实允许，加 --allow · ${roleIn(values).en} prescribes, and no licence is entered: say which with --qualification (it is ${value('licences')}); if the county does allow it without, add --allow`;
    case 'divisionCodeTaken': return `区划代码 ${value('code')} 已经是 ${value('name')} 的：核对一遍；两个机构确实同一个代码，加 --allow · The division code ${value('code')} is that of ${value('name')}: compare it; if two places truly have the same, add --allow`;
    case 'postTwice': return `和已有的同一岗位日期重叠（${value('from')} ~ ${value('until')}）：先结束那一段 (person end)，或改日期 · It overlaps with the same post of other days (${value('from')} ~ ${value('until')}): end that first (person end), or give other days`;
    case 'unlikelyDay': return `日期像是写错了：${value('field')} ${value('day')}（不早于 1950 年；开始在一年以内，结束在 60 年以内）· The day looks mistyped: ${value('field')} ${value('day')} (not before 1950; a beginning within a year, an end within 60)`;
    case 'severalRoles': return `那里有几个岗位：${value('roles')}。用 --role 说结束哪一个 · Several posts are held there: ${value('roles')}. Say with --role which one ends`;
    case 'beforeLastChange': return `${value('on')} 在它上一次变动 (${value('day')}) 之前：核对日期 · ${value('on')} is before its last change (${value('day')}): look at the day`;
    case 'unprintable': return `${value('field')} 里有看不见的控制字符或文字方向符：重新输入 · ${value('field')} holds control characters or marks of direction, which nobody sees: type it anew`;
    case 'lastIt': return '这是县信息科最后一个能登录平台的人：结束后平台上没有人能给岗位、登记电脑。先给别人这个岗位 (person post) 和账号 (user add)；确实要，在命令行加 --allow · The last of county IT who can log in: after that nobody in the console can give posts or enrol PCs. Give somebody else the post (person post) and an account (user add) first; if it is meant, add --allow on the command line';
    case 'auditsItself': return '审计员不该兼县信息科：会审计自己做的事。换一个人；县里确实允许，加 --allow · An auditor should not be county IT as well: they would audit what they do. Name another; if the county does allow it, add --allow';
    case 'samePersonElsewhere': return `名册里已有同名的人：${value('id')}，在 ${value('names')}（同一个人用 person post；真是另一个人，加 --another）· Somebody of that name is on the roster: ${value('id')}, at ${value('names')} (the same person: person post; truly another: --another)`;
  }
}
