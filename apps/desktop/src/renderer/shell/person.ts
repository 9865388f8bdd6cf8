import { mayAny, type Permission, type Role } from '@lianyi/schema/codes/roles';
import { createContext, use } from 'react';

export interface SignedInPerson {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export const PersonContext = createContext<SignedInPerson | null>(null);

/** Who has unlocked this PC. */
export function usePerson(): SignedInPerson {
  const person = use(PersonContext);
  if (person === null) throw new Error('outside of the shell');
  return person;
}

/** Whether one of their posts covers an act. The host asks again; this only leaves out buttons that would be refused. */
export function useMayDo(act: Permission): boolean {
  return mayAny(usePerson().roles, act);
}
