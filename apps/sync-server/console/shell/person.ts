import { createContext, use } from 'react';
import type { CountyUserView } from '../../src/reports/views.ts';

export const PersonContext = createContext<CountyUserView | null>(null);

/** Who is logged in. Inside the session gate only. */
export function usePerson(): CountyUserView {
  const person = use(PersonContext);
  if (person === null) throw new Error('nobody is logged in here');
  return person;
}
