import { QueryClientProvider } from '@tanstack/react-query';
import type { TRPCLink } from '@trpc/client';
import { ToastHost } from '@lianyi/ui';
import { useState } from 'react';
import type { HostRouter } from '../contract/router.ts';
import { newHostClient } from './client/hostClient.ts';
import { newQueryClient } from './client/queryClient.ts';
import { HostProvider } from './client/useHost.ts';
import { EnrolmentGate } from './features/session/EnrolmentGate.tsx';
import { SessionGate } from './features/session/SessionGate.tsx';
import { LineWords } from './features/line/LineWords.tsx';
import { QueueDialog } from './features/queue/QueueDialog.tsx';
import { PageView } from './PageView.tsx';
import { useFailedSave } from './shell/failedSave.ts';
import { HostNotice } from './shell/HostNotice.tsx';
import { Shell } from './shell/Shell.tsx';
import './shell/shell.css';

/** Everything that is put together once: the host, the words, the session, the frame and its pages. */
export function App({ links }: { readonly links: readonly TRPCLink<HostRouter>[] }) {
  const [client] = useState(() => newHostClient(links));
  const [queries] = useState(() => newQueryClient({
    onLocked: (locked) => { void locked.invalidateQueries({ queryKey: [['session']] }); },
    onSaveFailed: useFailedSave.getState().show,
    onSaved: useFailedSave.getState().clear,
  }));
  return (
    <QueryClientProvider client={queries}>
      <HostProvider trpcClient={client} queryClient={queries}>
        <ToastHost>
          <HostNotice />
          <EnrolmentGate>
            <SessionGate>
              {(person) => <Shell person={person} lineState={<LineWords />}><PageView /><QueueDialog /></Shell>}
            </SessionGate>
          </EnrolmentGate>
        </ToastHost>
      </HostProvider>
    </QueryClientProvider>
  );
}
