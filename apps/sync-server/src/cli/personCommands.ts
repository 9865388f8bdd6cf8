import { localDay } from '@lianyi/schema/basics/dates';
import { antibioticRight, qualification, title } from '@lianyi/schema/codes/qualifications';
import { role, roles } from '@lianyi/schema/codes/roles';
import { roleWords } from '@lianyi/schema/codes/roleWords';
import type { Person } from '@lianyi/schema/documents/county';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { grantOn } from '@lianyi/schema/rules/prescribingRights';
import type * as z from 'zod';
import { addPerson, endPosts, givePost, giveRights, lacksLicence } from '../directory/changePeople.ts';
import { organisationsIn, peopleIn } from '../directory/directoryDocuments.ts';
import { faultWords } from '../directory/faults.ts';
import { changeBySaying } from './directoryCounty.ts';
import type { AskedOf, Said, WordCommands } from './words.ts';
import { nothingAsked } from './words.ts';

const days = { from: { type: 'string' }, until: { type: 'string' } } as const;

export const personCommands: WordCommands = {
  'person list': {
    form: '[--org ORGID] [--query TEXT]', does: '全县一份名册：岗位、资格、处方权 · the one roster: posts, licence, rights to prescribe',
    operands: 0, options: { org: { type: 'string' }, query: { type: 'string' } }, permission: 'directory.read',
    run: async ({ db, text }) => {
      const names = new Map((await organisationsIn({ db, kinds: kindTable })).map(({ id, shortName }) => [id as string, shortName]));
      const [org, query] = [text('org')?.toLowerCase(), text('query')?.trim() ?? ''];
      if (org !== undefined && !names.has(org)) return { ok: false, code: 'noSuchOrganisation', words: faultWords({ code: 'noSuchOrganisation', values: { id: org } }) };
      const people = (await peopleIn({ db, kinds: kindTable })).filter(({ name, posts }) => name.includes(query) && (org === undefined || posts.some((post) => post.orgId === org)))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'zh'));
      return {
        ok: true, json: people, lines: [],
        table: people.map((person) => ({ id: person.id, name: person.name, licence: `${person.qualification} ${person.title}`, rights: rightsWords(person), active: person.active ? 'yes' : 'no', posts: postWords(person, names) })),
      };
    },
  },
  'person add': {
    form: 'NAME --org ORGID --role ROLE [--from DAY] [--until DAY] [--qualification Q] [--title T] [--another] [--allow]',
    does: `名册里加一个人和第一个岗位 · adds somebody with a first post. ROLE: ${roles.join(' ')}`,
    operands: 1, options: { org: { type: 'string' }, role: { type: 'string' }, ...days, qualification: { type: 'string' }, title: { type: 'string' }, another: { type: 'boolean' }, allow: { type: 'boolean' } }, permission: 'directory.write',
    run: async (asked) => {
      const [of, licence, grade] = [oneOf(role, 'role', asked.text('role')), oneOf(qualification, 'qualification', asked.text('qualification') ?? 'unknown'), oneOf(title, 'title', asked.text('title') ?? 'unknown')];
      if ('ok' in of) return of;
      if ('ok' in licence) return licence;
      if ('ok' in grade) return grade;
      return changeBySaying(asked, async (county) => addPerson(county, {
        name: asked.operands[0] ?? '', qualification: licence.value, title: grade.value, isAnother: asked.has('another'), orgId: asked.text('org') ?? '', role: of.value, ...daysOf(asked), isFromAssumed: asked.text('from') === undefined,
      }), stillMissing);
    },
  },
  'person post': {
    form: 'PERSONID ORGID ROLE [--from DAY] [--until DAY] [--allow]', does: '再给一个岗位，或改它的日期；账号不变 · another post, or other days of one; the account stays',
    operands: 3, options: { ...days, allow: { type: 'boolean' } }, permission: 'directory.write',
    run: async (asked) => {
      const [personId = '', orgId = '', named = ''] = asked.operands;
      const of = oneOf(role, 'ROLE', named);
      return 'ok' in of ? of : changeBySaying(asked, async (county) => givePost(county, personId, { orgId, role: of.value, ...daysOf(asked) }), stillMissing);
    },
  },
  'person end': {
    form: 'PERSONID [--org ORGID] [--role ROLE] [--on DAY] [--allow]',
    does: '结束在一个机构的岗位，那里有几个时用 --role 说哪一个；没有 --org 就是全部；最后一天默认今天，今天才开始的写昨天就是收回 · ends the post there (--role: which, where there are several), or all; the last day is today unless told: yesterday takes back one that began today',
    operands: 1, options: { org: { type: 'string' }, role: { type: 'string' }, on: { type: 'string' }, allow: { type: 'boolean' } }, permission: 'directory.write',
    run: async (asked) => {
      const of = given(role, 'role', asked);
      return 'ok' in of ? of : changeBySaying(asked, async (county) => endPosts(county, asked.operands[0] ?? '', asked.text('org') ?? null, asked.text('on') ?? localDay(new Date()), of.value ?? null, asked.has('allow')));
    },
  },
  'person rights': {
    form: 'PERSONID [--antibiotics none|nonRestricted|restricted|special] [--narcotic yes|no] [--from DAY] [--qualification Q] [--title T] [--allow]',
    does: '资格、职称和处方权，从某日起；不超过资格和职称允许的 · licence, title, and what may be prescribed from a day on, within what these allow',
    operands: 1, options: { antibiotics: { type: 'string' }, narcotic: { type: 'string' }, from: { type: 'string' }, qualification: { type: 'string' }, title: { type: 'string' }, allow: { type: 'boolean' } }, permission: 'directory.write',
    run: async (asked) => {
      const [antibiotics, licence, grade] = [given(antibioticRight, 'antibiotics', asked), given(qualification, 'qualification', asked), given(title, 'title', asked)];
      for (const one of [antibiotics, licence, grade]) if ('ok' in one) return one;
      const rights = ['antibiotics', 'narcotic', 'qualification', 'title'] as const;
      if (rights.every((option) => asked.text(option) === undefined)) return nothingAsked(rights);
      const narcotic = asked.text('narcotic');
      if (narcotic !== undefined && narcotic !== 'yes' && narcotic !== 'no') return wrong('narcotic', ['yes', 'no'], narcotic);
      return changeBySaying(asked, async (county) => giveRights(county, asked.operands[0] ?? '', {
        antibiotics: valueIn(antibiotics), qualification: valueIn(licence), title: valueIn(grade), narcotic: narcotic === undefined ? undefined : narcotic === 'yes', from: asked.text('from'), allowed: asked.has('allow') ? 'all' : undefined,
      }));
    },
  },
};

/** Told without a beginning, a post begins today. */
const daysOf = ({ text, has }: AskedOf) => ({ from: text('from') ?? localDay(new Date()), until: text('until') ?? null, allowed: has('allow') ? 'all' as const : undefined });

/** What was allowed for now and is to be entered. */
const stillMissing = (person: Person): readonly string[] => (lacksLicence(person)
  ? [`还没有登记资格：这个岗位的处方权现在只凭岗位；请补 person rights ${person.id} --qualification … · No licence is entered: what may be prescribed follows from the post alone; enter it with person rights ${person.id} --qualification …`]
  : []);

type Refused = Extract<Said, { ok: false }>;

function oneOf<T extends string>(codes: z.ZodEnum<Readonly<Record<string, T>>>, option: string, value = ''): { readonly value: T } | Refused {
  const parsed = codes.safeParse(value);
  return parsed.success ? { value: parsed.data } : wrong(option, codes.options, value);
}

const given = <T extends string>(codes: z.ZodEnum<Readonly<Record<string, T>>>, option: string, { text }: AskedOf): { readonly value: T | undefined } | Refused =>
  (text(option) === undefined ? { value: undefined } : oneOf(codes, option, text(option)));
const valueIn = <T>(one: { readonly value: T } | Refused): T | undefined => ('ok' in one ? undefined : one.value);

const wrong = (option: string, options: readonly string[], value: string): Refused => ({
  ok: false, code: 'wrongCode', words: `${option} 要是 ${options.join('、')} 之一，不是 ${value} · ${option} is one of ${options.join(', ')}, not ${value}`,
});

function postWords({ posts }: Person, names: ReadonlyMap<string, string>): string {
  return posts.map((post) => `${roleWords[post.role].zh}@${names.get(post.orgId) ?? post.orgId} ${post.from ?? ''}~${post.until ?? ''}`).join('; ');
}

function rightsWords(person: Person): string {
  const grant = grantOn(person, localDay(new Date()));
  return grant === undefined ? '' : `${grant.antibiotics}${grant.narcotic ? ' narcotic' : ''}`;
}
