/** Accounts and the people of the roster. */
import type { CountyRole } from '@lianyi/schema/codes/roles';
import type { Qualification, Title } from '@lianyi/schema/codes/qualifications';
import type { Post, PrescribingGrant } from '@lianyi/schema/documents/county';

/** A county user who has logged in. */
export interface CountyUserView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** What they are of the county today. */
  readonly roles: readonly CountyRole[];
  readonly countyName: string;
  /** Whether one-time codes are asked for at the login. */
  readonly hasTotp: boolean;
  /** The post asks for one-time codes that are not set up yet: nothing else is answered until they are. */
  readonly awaitsTotp: boolean;
  /** Minutes by which the county's clock is ahead of UTC: a browser in another zone shows its hours and days. */
  readonly aheadMinutes: number;
}

export type LoginAnswer =
  | { readonly ok: true; readonly user: CountyUserView }
  | { readonly ok: false; readonly code: 'wrong' | 'codeWanted' | 'wrongCode' | 'noPost' }
  | { readonly ok: false; readonly code: 'wait'; readonly seconds: number };

/** Of the person's own way in. */
export interface SignInView {
  readonly hasTotp: boolean;
  /** The post asks for one-time codes, and they cannot be given up. */
  readonly needsTotp: boolean;
  readonly recoveryCodesLeft: number;
  readonly passwordChangedAt: string;
  readonly sessions: readonly { readonly id: string; readonly startedAt: string; readonly lastSeenAt: string; readonly browser: string; readonly isThis: boolean }[];
}

/** An account of a demo county, for the login page to show. A county at work has none. */
export interface DemoAccountView {
  readonly login: string;
  readonly password: string;
  readonly role: CountyRole;
}

/** Somebody's account of the console, as county IT sees it. */
export interface AccountView {
  readonly login: string;
  readonly isBlocked: boolean;
  readonly hasTotp: boolean;
  /** Within a day, wherever. */
  readonly wrongTries: number;
  /** Until when it cannot log in after wrong passwords: everywhere but in browsers in which it has been before, or where it was tried alone. */
  readonly waits: { readonly until: string; readonly isEverywhere: boolean } | null;
  /** Of whoever asks. */
  readonly isOwn: boolean;
}

/** Somebody of the consortium's one roster. */
export interface PersonEntry {
  readonly id: string;
  readonly name: string;
  readonly qualification: Qualification;
  readonly title: Title;
  readonly grants: readonly PrescribingGrant[];
  readonly posts: readonly Post[];
  readonly active: boolean;
}
