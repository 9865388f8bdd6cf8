import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** As Fastify tells of each server that it makes, before there is a route. */
interface ServerMade {
  readonly fastify: { addHook(name: 'onRoute', hook: (route: { readonly method: string | readonly string[]; readonly url: string }) => void): void };
}

/** The routes of the servers that are started meanwhile, as they themselves say: `POST /sync/exchange`; `ALL` of one that takes any method. */
export async function withRoutesOf<Started>(start: () => Promise<Started>): Promise<{ readonly started: Started; readonly routes: ReadonlySet<string> }> {
  const routes = new Set<string>();
  const onServer = (message: unknown): void => (message as ServerMade).fastify.addHook('onRoute', ({ method, url }) => {
    const methods = typeof method === 'string' ? [method] : method;
    for (const one of methods.length > 4 ? ['ALL'] : methods) routes.add(`${one} ${url}`);
  });
  subscribe('fastify.initialization', onServer);
  try {
    return { started: await start(), routes };
  } finally {
    unsubscribe('fastify.initialization', onServer);
  }
}
