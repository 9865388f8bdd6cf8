import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { ToastHost } from '@lianyi/ui';
import { useState } from 'react';
import type { ConsoleRouter } from '../src/http/console/router.ts';
import { newQueryClient } from './client/queryClient.ts';
import { CountyProvider } from './client/useCounty.ts';
import { SessionGate } from './features/session/SessionGate.tsx';
import { PageView } from './PageView.tsx';
import { Shell } from './shell/Shell.tsx';
import './shell/shell.css';

/** Everything that is put together once: the county, the words, the session, the frame and its pages. */
export function App() {
  // What is typed to find a person must not stand in an address, which proxies write down: every question is a POST.
  const [client] = useState(() => createTRPCClient<ConsoleRouter>({ links: [httpBatchLink({ url: '/console/trpc', methodOverride: 'POST' })] }));
  const [queries] = useState(newQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <CountyProvider trpcClient={client} queryClient={queries}>
        <ToastHost><SessionGate><Shell><PageView /></Shell></SessionGate></ToastHost>
      </CountyProvider>
    </QueryClientProvider>
  );
}
