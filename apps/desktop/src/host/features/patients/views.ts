import type { Patient } from '@lianyi/schema/documents/patient';
import type { Sex } from '@lianyi/schema/documents/parts';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import type { Review } from '@lianyi/schema/documents/review';
import type { BloodPressure, DocumentPlace, FieldError, MedicationInUse, PatientBanner } from '../../chart/views.ts';

/** Why a search hit matched, and which letters: `ranges` are [start, end) in `text`. */
export interface MatchReason {
  readonly by: 'name' | 'pinyin' | 'initials' | 'phone' | 'identityNumber' | 'recordNumber' | 'birthDate' | 'formerName' | 'address' | 'exact';
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
}

export interface PatientHit {
  readonly patientId: string;
  readonly name: string;
  /** Syllables with tone marks: `zhāng sù fēn`. */
  readonly pinyin: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly ageYears: number;
  readonly address: string;
  readonly phone: string | null;
  readonly identityNumber: string | null;
  readonly reason: MatchReason;
  readonly hasAllergy: boolean;
  readonly lastVisitOn: string | null;
  /** Waiting or in a visit today, with the number. */
  readonly queueNumber: number | null;
  /** Another hit that may be the same person. */
  readonly likelySameAs: string | null;
}

export interface SearchResult {
  readonly hits: readonly PatientHit[];
  /** All matches, of which `hits` are the first; capped at 500. */
  readonly total: number;
  readonly onThisPc: number;
  readonly tookMs: number;
}

export interface TimelineItem {
  /** A moment, or of history a day, or an empty text where its source gave none. */
  readonly at: string;
  readonly what: 'encounter' | 'dispense' | 'queued' | 'history';
  /** Diagnosis or complaint; drugs; the number of the day; what the other institution wrote. */
  readonly title: string;
  /** Who and where; the reason of coming; the source. */
  readonly note: string;
  readonly id: string;
  readonly place: DocumentPlace;
}

/** The side card of the search page. */
export interface PatientCard {
  readonly banner: PatientBanner;
  readonly patient: Patient;
  readonly recent: readonly TimelineItem[];
  /** Units changed here and not yet held, with when; the unit is empty where the whole record is new. */
  readonly waitingUnits: readonly { readonly unit: string; readonly at: string }[];
}

/** One unit that was changed on this PC, with an empty unit the registration; or what a review of the record came to. */
export interface ChangeRecord {
  readonly at: string;
  readonly by: string;
  readonly orgName: string;
  readonly action: string;
  readonly unit: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly state: 'waiting' | 'held' | 'quarantined';
  /** A review's resolution, wherever it was made: `before` is the value that was kept, `after` the one that lost. Null for a change. */
  readonly resolved: Pick<NonNullable<Review['resolution']>, 'choice' | 'reason'> | null;
}

/** A whole record. */
/** What of a record this version of the app cannot show, or not whole: an update shows it. */
export interface AwaitingUpdate {
  /** Entries that are kept whole and not shown, by kind; a kind may be one that this version has no name for. */
  readonly parked: readonly { readonly kind: string; readonly count: number }[];
  /** Entries that are shown as far as this version goes. */
  readonly inPart: number;
  /** Units of the patient that may be looked at and not changed; `*`: all. */
  readonly readOnly: readonly string[];
}

export interface PatientChart {
  readonly banner: PatientBanner;
  readonly patient: Patient;
  /** Records of the same person that are linked with it: what is listed below is of all of them, each with its own `patientId`. */
  readonly linked: readonly Patient[];
  readonly encounters: readonly Encounter[];
  readonly prescriptions: readonly Prescription[];
  readonly history: readonly HistoryEntry[];
  readonly medications: readonly MedicationInUse[];
  /** Blood pressures, oldest first. */
  readonly bloodPressures: readonly BloodPressure[];
  readonly changes: readonly ChangeRecord[];
  readonly awaitingUpdate: AwaitingUpdate;
  /** Of the visits and prescriptions, by id. */
  readonly places: Readonly<Record<string, DocumentPlace>>;
  readonly staffNames: Readonly<Record<string, string>>;
  readonly orgNames: Readonly<Record<string, string>>;
}

/** Someone who may be the same person, with the reasons as codes. */
export interface LikelyDuplicate {
  readonly patientId: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly address: string;
  readonly phone: string | null;
  readonly reasons: readonly ('identityNumber' | 'nameAndBirthDate' | 'nameAndPhone' | 'samePinyinAndBirthDate' | 'phone')[];
  /** The same identity number: registering again is refused. */
  readonly isCertain: boolean;
}

export type RegisterResult =
  | { readonly ok: true; readonly patientId: string }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
  | { readonly ok: false; readonly duplicates: readonly LikelyDuplicate[] };

export type ChangeResult =
  | { readonly ok: true; readonly savedAt: string }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
  | { readonly ok: false; readonly stale: { readonly unit: string; readonly now: unknown } };

/** An institution that a record may go to. */
export interface InstitutionChoice {
  readonly orgId: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: 'county' | 'hospital' | 'township' | 'village';
}

export type MoveResult = { readonly ok: true; readonly savedAt: string } | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * A record's move to another institution. `asked`: the county has not answered yet. `notMoved`: another move was first.
 * `refused`: the county keeps it in quarantine.
 */
export interface MoveView {
  readonly toName: string;
  readonly fromName: string;
  readonly reason: string;
  readonly at: string;
  /** Empty where the county's office did it. */
  readonly by: string;
  readonly state: 'asked' | 'moved' | 'notMoved' | 'refused';
}
/** Two records are linked, or no longer. */
export type { LinkResult } from './link/linkPatients.ts';

/** A draft while it is typed. */
export interface DraftCheck {
  readonly errors: readonly FieldError[];
  readonly fromIdentityNumber: { readonly birthDate: string; readonly sex: 'male' | 'female' } | null;
  readonly duplicates: readonly LikelyDuplicate[];
}

/** A village that addresses are chosen from, and how many groups (村民小组) it has. */
export interface VillageChoice {
  readonly name: string;
  readonly groups: number;
  readonly orgName: string;
  /** How the name is typed, syllable by syllable: `qing shi ping cun`. */
  readonly readings: readonly string[];
}
