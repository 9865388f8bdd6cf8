import type { Role } from '@lianyi/schema/codes/roles';
import type { SecretFault, SecretKind } from '@lianyi/schema/rules/secretFault';

/** Whether this PC is a clinic's already, and where it was told that the county is (empty: it was not told). */
export interface EnrolmentView {
  readonly isEnrolled: boolean;
  readonly countyUrl: string;
}

/** Somebody who may open this PC. */
export interface EnrolledStaff {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly orgName: string;
}

/**
 * Why the county gave no device. `refused`: the code is wrong, used or too old. `tooMany`: too many wrong ones from here.
 * `clock`: the address proves itself for days that this PC's clock is not in. `untrusted`: it cannot prove itself.
 * `notCounty`: what answers there is no county. `unreadable`: it is one, of another version.
 * `wrongKey`: what it gave is not signed with the key that it named.
 */
export type NoDeviceReason = 'refused' | 'tooMany' | 'offline' | 'clock' | 'untrusted' | 'notCounty' | 'unreadable' | 'wrongKey';

/** The county knows this PC now; whoever opens it first sets a PIN, and only then anything is written here. */
export type EnrolmentBegun =
  | { readonly ok: true; readonly clinicName: string; readonly staff: readonly EnrolledStaff[]; readonly secretKind: SecretKind }
  /** `notWritable`: the folder did not take the key, and the code was not sent. */
  | { readonly ok: false; readonly reason: 'address' | 'alreadyEnrolled' | 'notWritable' | Exclude<NoDeviceReason, 'refused'> }
  /** `triesLeft`: at most so many with this code, as counted here. */
  | { readonly ok: false; readonly reason: 'refused'; readonly triesLeft: number };

/** `notBegun`: the program was started anew meanwhile, and the same code begins again. `notWritten`: the disk did not take it. */
export type EnrolmentFinished =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'fault'; readonly fault: SecretFault }
  | { readonly ok: false; readonly reason: 'notBegun' | 'notWritten' };
