/** Devices, their chains, and the codes for them. */
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { NamedView } from './parts.ts';

export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly organisation: NamedView;
  readonly status: 'active' | 'retired' | 'stolen' | 'purge';
  readonly enrolledAt: string;
  readonly lastHeardAt: string | null;
  readonly waiting: number;
  readonly appVersion: string;
  readonly bundles: number;
  readonly quarantined: number;
  /** It pulls nothing but the catalogues until county IT confirms it. */
  readonly awaitsConfirmation: boolean;
  /** False of one that was enrolled, and made no signed request while its code lived: it may be somebody else's. */
  readonly hasCome: boolean;
  /** When a second history under its key was seen; null again once that is settled. */
  readonly forkedAt: string | null;
  /** When it said that it had deleted what it held of patients. */
  readonly purgedAt: string | null;
  /** Where bundles wait behind one that has not come. */
  readonly gaps: readonly ChainGap[];
  /** Gaps that county IT has given up. */
  readonly lostGaps: readonly LostGap[];
  /** Of those in quarantine: only because the device is reported stolen. */
  readonly blocked: number;
  /** How the PC fares, as it last said; times are the county's. */
  readonly condition: {
    readonly at: string;
    readonly diskFreeMb: number | null;
    readonly outboxOldestAt: string | null;
    /** How far its clock was ahead of the county's, in seconds. */
    readonly clockAheadS: number;
    /** What went wrong on the PC with the exchange before: a code of its line. */
    readonly trouble: string | null;
  } | null;
  /** Why the county last refused it, as a problem's code; null once an exchange took place. */
  readonly trouble: { readonly code: string; readonly at: string } | null;
  /** Reported stolen, or in use again after such a thing: since when, and when it was last heard after that; null where it is neither. */
  readonly turn: { readonly act: 'stolen' | 'found'; readonly at: string; readonly heardAt: string | null } | null;
  /** The PC that took its place. */
  readonly replacedBy: NamedView | null;
  /** When it last compared its copy with the county's, and what differed the last time that something did. */
  readonly check: {
    readonly at: string;
    readonly differed: { readonly at: string; readonly given: number; readonly gone: number; readonly unknown: number } | null;
  } | null;
}

/** What county IT did about a device. */
export interface DeviceActRow {
  /** `recover`, `extend`: a code was given, by which a PIN is set anew, or by which it may be used longer without a line. */
  readonly act: 'retire' | 'keep' | 'stolen' | 'found' | 'replace' | 'replaced' | 'recover' | 'extend';
  readonly reason: string;
  /** Of a code by which a PIN is set anew: whose. */
  readonly person: string | null;
  /** Of a code for a PC without a line: for how many. */
  readonly days: number | null;
  readonly by: string;
  readonly at: string;
}

export interface ChainGap {
  readonly lane: Lane;
  /** The first that is missing. */
  readonly number: number;
  /** Bundles that wait behind it. */
  readonly behind: number;
  readonly since: string;
}

export interface LostGap {
  readonly lane: Lane;
  readonly firstNumber: number;
  readonly lastNumber: number;
  readonly reason: string;
  readonly declaredAt: string;
}

/** A code by which one person sets a PIN on a locked PC, and for how long it is good; or why there is none. */
export type RecoveryView = { readonly ok: true; readonly code: string; readonly lifeS: number } | { readonly ok: false; readonly reason: 'unknownDevice' | 'endedDevice' | 'unknownPerson' };

/** A code that lets a PC without a line be used on, or why there is none. */
export type ExtensionView = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly reason: 'unknownDevice' | 'endedDevice' };

/** A one-time code, and how many seconds it is good for from now on. */
export interface CodeView {
  readonly code: string;
  readonly lifeS: number;
  readonly madeAt: string;
}

/** What came of a decision about a device. */
export type DeviceActed =
  | { readonly ok: true; /** False: it was so already. */ readonly isChanged: boolean; /** Of what had been set aside: taken now, and kept aside for other reasons. */ readonly released: { readonly taken: number; readonly kept: number } | null }
  | { readonly ok: false; readonly why: 'noSuchDevice' | 'noReason' | 'purged' | 'stolen' };

/** What became of a clinic's stick, and the file that goes back on it. */
export type StickAnswer =
  | { readonly ok: false; readonly reason: 'noParcel' | 'cutShort' | 'countyParcel' | 'notForUs' | 'damaged' | 'notSigned' | 'unreadable' | 'unknownDevice' }
  | {
      readonly ok: true;
      readonly device: { readonly id: string; readonly name: string };
      /** How many of the saves the county had before. */
      readonly repeats: number;
      readonly outcomes: { readonly accepted: number; readonly merged: number; readonly quarantined: number; readonly waiting: number };
      /** Why the rest was not taken. */
      readonly refusal: 'wireVersion' | 'epochMismatch' | 'beyondLog' | 'forked' | 'retired' | 'badRequest' | null;
      readonly back: { readonly name: string; readonly base64: string; readonly receipts: number; readonly documents: number; readonly isRestored: boolean; readonly isMore: boolean } | null;
    };
