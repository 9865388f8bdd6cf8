import type { OrganisationId } from '../basics/ids.ts';
import { idFromHash } from '../basics/ids.ts';
import type { Organisation, OrganisationType } from '../documents/county.ts';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TreeChange } from './organisationTree.ts';
import { closed, moved, opened, reopened } from './organisationTree.ts';

const idOf = (name: string | number): OrganisationId => idFromHash(['tree', name]) as OrganisationId;
const anInstitution = (name: string | number, type: OrganisationType, parent: string | number | null): Organisation =>
  anOrganisation({ id: idOf(name), name: `机构${name}`, shortName: `机构${name}`, type, parentId: parent === null ? null : idOf(parent) });
const asked = (name: string | number) => ({ id: idOf(name), on: '2026-04-01', reason: '撤乡并镇' });

const county = anInstitution('county', 'county', null);
const tree: readonly Organisation[] = [
  county, anInstitution('hospital', 'hospital', 'county'), anInstitution('one', 'township', 'county'), anInstitution('two', 'township', 'county'), anInstitution('village', 'village', 'one'),
];

describe('the tree of institutions', () => {
  test('PERM-1 a move keeps from when to when it stood where, and why', () => {
    const change = moved(tree, asked('village'), idOf('two'));
    expect(change).toMatchObject({ ok: true, organisation: { parentId: idOf('two'), history: [{ on: '2026-04-01', event: 'moved', fromId: idOf('one'), reason: '撤乡并镇' }] } });
  });

  test('PERM-1 an institution stands under one of a higher kind, that there is and that is open', () => {
    const closedTwo = tree.map((one) => (one.id === idOf('two') ? { ...one, closedOn: '2026-01-01' } : one));
    const faults = [
      moved(tree, asked('village'), idOf('nowhere')), moved(tree, asked('one'), idOf('village')), moved(tree, asked('one'), idOf('one')), moved(tree, asked('county'), idOf('one')),
      moved(closedTwo, asked('village'), idOf('two')), moved(tree, asked('village'), idOf('one')), moved(tree, asked('nobody'), idOf('one')),
      opened(tree, anInstitution('other', 'county', null), '2026-04-01'), opened(tree, anInstitution('x', 'village', null), '2026-04-01'), closed(tree, asked('one')), closed(tree, asked('county')),
      reopened(tree, asked('one')),
    ].map((change) => (change.ok ? 'ok' : change.fault));
    expect(faults).toEqual([
      'noSuchParent', 'wrongParentType', 'wrongParentType', 'isCounty', 'parentClosed', 'alreadyThere', 'noSuchOrganisation', 'secondCounty', 'noSuchParent', 'hasOpenBelow', 'isCounty', 'notClosed',
    ]);
  });

  test('PERM-1 whatever is opened, moved, closed and reopened, no institution is above itself, each stands under the county, and no open one under a closed one', () => {
    const step = fc.record({
      act: fc.constantFrom('open', 'move', 'close', 'reopen'), at: fc.nat(14), to: fc.nat(14), type: fc.constantFrom<OrganisationType>('county', 'hospital', 'township', 'village'),
    });
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let all: readonly Organisation[] = tree;
      const pick = (at: number): string => all[at % all.length]?.id ?? '';
      for (const [number, { act, at, to, type }] of steps.entries()) {
        const on = { id: pick(at), on: '2026-04-01', reason: '' };
        const parentId = pick(to) as OrganisationId;
        const change: TreeChange = act === 'open' ? opened(all, { ...anInstitution(number, type, null), parentId }, '2026-04-01')
          : act === 'move' ? moved(all, on, parentId) : act === 'close' ? closed(all, on) : reopened(all, on);
        if (change.ok) all = [...all.filter(({ id }) => id !== change.organisation.id), change.organisation];
        for (const one of all) expect(above(all, one).at(-1)).toBe(county.id);
        expect(all.filter((one) => one.closedOn === null && all.some(({ id, closedOn }) => closedOn !== null && above(all, one).includes(id)))).toEqual([]);
      }
    }), { numRuns: 200 });
  });
});

/** Itself and all above it; it ends at a repeat, so that a circle does not end at the county. */
function above(all: readonly Organisation[], { id, parentId }: Organisation): readonly string[] {
  const path = [id as string];
  for (let next = parentId; next !== null;) {
    const at = next;
    if (path.includes(at)) return [...path, 'circle'];
    path.push(at);
    next = all.find((one) => one.id === at)?.parentId ?? null;
  }
  return path;
}
