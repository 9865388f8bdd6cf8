import { kindTable } from '@lianyi/schema/documents/kinds';
import { capabilityWords, isCapability } from '@lianyi/schema/codes/capabilities';
import type { Organisation } from '@lianyi/schema/documents/county';
import { organisationType } from '@lianyi/schema/documents/county';
import { addOrganisation, closeOrganisation, moveOrganisation, setOrganisation } from '../directory/changeOrganisations.ts';
import { organisationsIn } from '../directory/directoryDocuments.ts';
import { changeBySaying } from './directoryCounty.ts';
import type { AskedOf, WordCommands } from './words.ts';
import { nothingAsked } from './words.ts';

/** What `org set` can change. */
const settings = ['name', 'short-name', 'code', 'can', 'cannot', 'reopen'] as const;

export const orgCommands: WordCommands = {
  'org list': {
    form: '[--all]', does: '机构的树：类型、能力、关闭日期；--all 连同已关闭的 · the tree of organisations, with what each may do; --all: closed ones too',
    operands: 0, options: { all: { type: 'boolean' } }, permission: 'directory.read',
    run: async ({ db, has }) => {
      const all = await organisationsIn({ db, kinds: kindTable });
      const rows = inTree(all).filter(({ organisation }) => has('all') || organisation.closedOn === null);
      return {
        ok: true, json: rows.map(({ organisation }) => organisation), lines: [],
        table: rows.map(({ organisation: one, depth }) => ({
          id: one.id, type: one.type, name: `${'  '.repeat(depth)}${one.name}`, code: one.divisionCode,
          can: one.capabilities.map((code) => (isCapability(code) ? capabilityWords[code].zh : code)).join(' '), closed: one.closedOn ?? '',
        })),
      };
    },
  },
  'org add': {
    form: 'NAME --type hospital|township|village --under ORGID --code DIVISION [--short-name NAME] [--can CAPABILITY ...] [--allow]',
    does: '新机构；再说一遍还是那一个 · a new organisation; told again it is the same one',
    operands: 1, options: { type: { type: 'string' }, under: { type: 'string' }, code: { type: 'string' }, 'short-name': { type: 'string' }, can: { type: 'string', multiple: true }, allow: { type: 'boolean' } }, permission: 'directory.write',
    run: async (asked) => {
      const [name = ''] = asked.operands;
      const type = organisationType.safeParse(asked.text('type'));
      if (!type.success) return { ok: false, code: 'wrongType', words: `--type 要是 ${organisationType.options.join('、')} 之一 · --type is one of ${organisationType.options.join(', ')}` };
      return changeBySaying(asked, async (county) => addOrganisation(county, {
        name, shortName: asked.text('short-name') ?? name.slice(0, 40), type: type.data, parentId: asked.text('under') ?? null, divisionCode: asked.text('code') ?? '', capabilities: asked.texts('can'), allowed: asked.has('allow') ? 'all' : undefined,
      }));
    },
  },
  'org move': {
    form: 'ORGID PARENTID [--reason WHY] [--on DAY]', does: '归到另一个上级，连同下面的；谁能看什么当时就变 · under another, with all below it; who may see what changes at once',
    operands: 2, options: { reason: { type: 'string' }, on: { type: 'string' } }, permission: 'directory.write',
    run: async (asked) => changeBySaying(asked, async (county) => moveOrganisation(county, datedOf(asked), asked.operands[1] ?? '')),
  },
  'org close': {
    form: 'ORGID [--reason WHY] [--on DAY]', does: '关闭；先要没有在用的电脑、在管的患者和任职的人 · closes one that has no active PC, no patient and nobody in a post',
    operands: 1, options: { reason: { type: 'string' }, on: { type: 'string' } }, permission: 'directory.write',
    run: async (asked) => changeBySaying(asked, async (county) => closeOrganisation(county, datedOf(asked))),
  },
  'org set': {
    form: 'ORGID [--name NAME] [--short-name NAME] [--code DIVISION] [--can CAPABILITY ...] [--cannot CAPABILITY ...] [--reopen] [--allow]',
    does: '改名称、代码、能力；--reopen 重新开放 · name, code, what it may do; --reopen opens a closed one again',
    operands: 1, options: { name: { type: 'string' }, 'short-name': { type: 'string' }, code: { type: 'string' }, can: { type: 'string', multiple: true }, cannot: { type: 'string', multiple: true }, reopen: { type: 'boolean' }, allow: { type: 'boolean' } },
    permission: 'directory.write',
    run: async (asked) => (settings.every((option) => asked.text(option) === undefined && asked.texts(option).length === 0 && !asked.has(option)) ? nothingAsked(settings) : changeBySaying(asked, async (county) => setOrganisation(county, {
      id: asked.operands[0] ?? '', name: asked.text('name'), shortName: asked.text('short-name'), divisionCode: asked.text('code'), can: asked.texts('can'), cannot: asked.texts('cannot'), reopens: asked.has('reopen'), allowed: asked.has('allow') ? 'all' : undefined,
    }))),
  },
};

const datedOf = ({ operands: [id = ''], text }: AskedOf) => ({ id, on: text('on'), reason: text('reason') ?? '' });

/** Each before those below it; siblings by name. */
function inTree(all: readonly Organisation[]): readonly { readonly organisation: Organisation; readonly depth: number }[] {
  const below = (parentId: string | null, depth: number): readonly { readonly organisation: Organisation; readonly depth: number }[] => all
    .filter((one) => one.parentId === parentId).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
    .flatMap((organisation) => [{ organisation, depth }, ...below(organisation.id, depth + 1)]);
  return below(null, 0);
}
