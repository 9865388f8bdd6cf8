import { createContext, use } from 'react';
import { mayAny, type Permission } from '@lianyi/schema/codes/roles';
import type { CountyUserView } from '../../src/reports/views.ts';
import { moduleOf, modulesFor, type Page } from '../navigation/pages.ts';

export const PersonContext = createContext<CountyUserView | null>(null);

/** Who is logged in. Inside the session gate only. */
export function usePerson(): CountyUserView {
  const person = use(PersonContext);
  if (person === null) throw new Error('nobody is logged in here');
  return person;
}

/** Whether a post of theirs allows an act. The county asks again; this only leaves out what would be refused. */
export function useMayDo(act: Permission): boolean {
  return mayAny(usePerson().roles, act);
}

/** Whether a page is of use to them: one that is not is not offered. */
export function useMayOpen(): (page: Page) => boolean {
  const modules = modulesFor(usePerson().roles);
  return (page) => modules.includes(moduleOf(page));
}
