import { httpBatchLink, httpLink, splitLink, type TRPCLink } from '@trpc/client';
import type { HostRouter } from '../../contract/router.ts';
import { messagePortLink } from './messagePortLink.ts';
import type { HostPort } from '../../contract/port.ts';

declare global {
  interface Window {
    /** Set by Electron's preload only. */
    readonly lianyi?: { readonly port: HostPort };
  }
}

/** How this page reaches its host: a port in Electron, the same origin in the web shell. */
export function hostLinks(): TRPCLink<HostRouter>[] {
  if (window.lianyi !== undefined) return [messagePortLink(window.lianyi.port)];
  const url = '/trpc';
  return [
    splitLink({
      // One waits for up to 20 s and would hold up the others of a batch; the other asks whether the host is there, and must not be held up.
      condition: ({ path }) => path === 'line.changed' || path === 'enrolment.state',
      true: httpLink({ url, methodOverride: 'POST' }),
      // Questions go as POST too: a name in an address could end up in a log, and a long form does not fit into one.
      false: httpBatchLink({ url, methodOverride: 'POST' }),
    }),
  ];
}
