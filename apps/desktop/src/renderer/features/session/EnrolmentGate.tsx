import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useHost } from '../../client/useHost.ts';
import { EnrolPage } from './EnrolPage.tsx';

/** The page for a code on a PC that is no clinic's yet; everything else where it is one. */
export function EnrolmentGate({ children }: { readonly children: ReactNode }) {
  const state = useQuery(useHost().enrolment.state.queryOptions());
  if (state.isPending) return null;
  // A program that does not answer is told of by what is inside.
  return state.data?.isEnrolled === false ? <EnrolPage countyUrl={state.data.countyUrl} /> : children;
}
