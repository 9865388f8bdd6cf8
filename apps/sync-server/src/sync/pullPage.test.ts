import { newId } from '@lianyi/schema/basics/ids';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEntryRow } from '../store/scopeLog.ts';
import type { ExchangeParts } from './county.ts';
import { pullPage } from './pullPage.ts';

const scopes = ['org:a', 'org:b', 'org:c'] as readonly ScopeId[];

/** A log of bundles, each with so many puts in some of the scopes, and how many entries were read of it. */
function aLog(bundles: readonly { readonly puts: number; readonly in: readonly number[] }[]) {
  const numbers = new Map<string, number>();
  const rows = bundles.flatMap((bundle, at): readonly LogEntryRow[] => {
    const putIds = Array.from({ length: bundle.puts }, () => newId());
    return [...new Set(bundle.in)].map((place) => {
      const scope = scopes[place] ?? '';
      numbers.set(scope, (numbers.get(scope) ?? 0) + 1);
      return { scope, number: numbers.get(scope) ?? 0, position: at + 1, bundleId: newId() as LogEntryRow['bundleId'], putIds, putRevisions: putIds.map(() => 1), evictIds: [] };
    });
  });
  let read = 0;
  const entriesAfter = async (cursors: ReadonlyMap<string, number>, limit: number) => {
    const found = scopes.flatMap((scope) => rows.filter((row) => row.scope === scope && row.number > (cursors.get(scope) ?? 0)).slice(0, limit)).toSorted((a, b) => a.position - b.position || a.scope.localeCompare(b.scope));
    read += found.length;
    return Promise.resolve(found);
  };
  const documentStates = async (ids: readonly string[]) => Promise.resolve(ids.map((id) => ({ id, kind: 'patient', version: 1, revision: 1, hash: '', body: {} })));
  const county = { kinds: kindTable, store: { snapshot: async (_scopes: unknown, work: (reader: unknown) => unknown) => work({ entriesAfter, documentStates }) } } as unknown as ExchangeParts;
  return { rows, county, read: () => read };
}

test('SYNC-8 page by page, of whatever bundles in whatever scopes, each bundle comes whole and once, in order, and no page is larger than was asked for but by its first', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ puts: fc.integer({ min: 0, max: 30 }), in: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }) }), { maxLength: 60 }), fc.integer({ min: 1, max: 40 }),
    async (bundles, pageDocuments) => {
      const log = aLog(bundles);
      const seen: string[] = [];
      let cursors: Record<string, number> = {};
      for (let more = true; more;) {
        const page = await pullPage(log.county, new Set(scopes), cursors, pageDocuments, {});
        const key = ({ scope, number }: { readonly scope: string; readonly number: number }): string => `${scope} ${number}`;
        const positions = page.entries.map((entry) => log.rows.find((row) => key(row) === key(entry))?.position ?? 0);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        for (const position of positions) expect(page.entries.length).toBeGreaterThanOrEqual(log.rows.filter((row) => row.position === position).length);
        const ofAll = log.rows.filter(({ position }) => positions.includes(position)).map(key);
        expect(page.entries.map(key).toSorted()).toEqual(ofAll.toSorted());
        expect(new Set(positions).size <= 1 || page.documents.length <= pageDocuments).toBe(true);
        seen.push(...page.entries.map(key));
        ({ cursors, more } = page);
        expect(page.entries.length > 0 || !more).toBe(true);
      }
      expect(seen.toSorted()).toEqual(log.rows.map((row) => `${row.scope} ${row.number}`).toSorted());
    },
  ));
});

test('SYNC-8 a page costs the same however much follows it: of large bundles few are read', async () => {
  const log = aLog(Array.from({ length: 400 }, () => ({ puts: 300, in: [0] })));
  const page = await pullPage(log.county, new Set(scopes), {}, 60, {});
  expect([page.documents.length, page.more, log.read()]).toEqual([300, true, 9]);
});
