import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SessionView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';

/** The lock screen until somebody has unlocked. */
export function SessionGate({ children }: { readonly children: (person: NonNullable<SessionView['current']>) => ReactNode }) {
  const session = useQuery(useHost().session.status.queryOptions());
  const person = session.data?.current ?? null;
  return person === null ? null : children(person);
}
