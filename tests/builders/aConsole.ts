import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { ConsoleRouter } from '@lianyi/sync-server/http/console/router';

/** A browser at the county's console, as far as its questions and cookies go. */
export function aConsole(url: string, cookie = '', browser = 'test browser') {
  const jar = new Map(cookie.split('; ').filter((pair) => pair !== '').map((pair) => [pair.split('=')[0] ?? '', pair]));
  let attributes = '';
  const cookies = (): string => [...jar.values()].join('; ');
  const ask = createTRPCClient<ConsoleRouter>({
    links: [httpBatchLink({
      url: `${url}/console/trpc`,
      headers: () => ({ cookie: cookies(), origin: url, 'user-agent': browser }),
      fetch: async (address, options) => {
        const response = await fetch(address, options as RequestInit);
        for (const set of response.headers.getSetCookie()) {
          const [pair = ''] = set.split(';');
          const name = pair.split('=')[0] ?? '';
          if (set.includes('Max-Age=0')) jar.delete(name);
          else jar.set(name, pair);
          if (name === 'lianyi_county') attributes = set;
        }
        return response;
      },
    })],
  });
  return { ask, url, cookie: () => jar.get('lianyi_county') ?? '', cookies, attributes: () => attributes };
}
export type TestConsole = ReturnType<typeof aConsole>;
