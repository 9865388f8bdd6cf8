import { keepPreviousData, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { isBehindTyped } from './isBehindTyped.ts';

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
afterEach(() => { client.clear(); });

/** A search whose answers come when the test lets them. */
function aSearch() {
  const waiting = new Map<string, { readonly resolve: (hits: readonly string[]) => void; readonly reject: (error: Error) => void }>();
  const options = (typed: string) => ({
    queryKey: ['search', typed], placeholderData: keepPreviousData,
    queryFn: async () => new Promise<readonly string[]>((resolve, reject) => { waiting.set(typed, { resolve, reject }); }),
  });
  const observer = new QueryObserver(client, options(''));
  const stop = observer.subscribe(() => undefined);
  return {
    type: (typed: string) => { observer.setOptions(options(typed)); },
    answer: async (typed: string, hits: readonly string[]) => { waiting.get(typed)?.resolve(hits); await expect.poll(() => client.getQueryState(['search', typed])?.status).toBe('success'); },
    fail: async (typed: string) => { waiting.get(typed)?.reject(new Error('no answer')); await expect.poll(() => client.getQueryState(['search', typed])?.status).toBe('error'); },
    seen: () => { const result = observer.getCurrentResult(); return { hits: result.data ?? [], isBehind: isBehindTyped(result, true) }; },
    stop,
  };
}

it('a list is behind until the answer to exactly what is typed is here', async () => {
  const search = aSearch();
  expect(search.seen()).toEqual({ hits: [], isBehind: true });
  await search.answer('', ['阿司匹林']);
  expect(search.seen()).toEqual({ hits: ['阿司匹林'], isBehind: false });
  search.type('a');
  search.type('amxl');
  await search.answer('a', ['氨溴索']);
  expect(search.seen().isBehind).toBe(true);
  await search.answer('amxl', ['阿莫西林']);
  expect(search.seen()).toEqual({ hits: ['阿莫西林'], isBehind: false });
  search.stop();
});

it('a failure ends the wait with an empty list, and a search that is not asked never waits', async () => {
  const search = aSearch();
  await search.answer('', ['阿司匹林']);
  search.type('amxl');
  await search.fail('amxl');
  expect(search.seen()).toEqual({ hits: [], isBehind: false });
  expect(isBehindTyped({ isPending: true, isPlaceholderData: false }, false)).toBe(false);
  search.stop();
});
