/** What the console shows: plain values, times as ISO 8601 in UTC unless they are a clinic's own (`savedAt`). */
import type { CountyRole } from '@lianyi/schema/codes/roles';
import type { Qualification, Title } from '@lianyi/schema/codes/qualifications';
import type { OrganisationEvent, Post, PrescribingGrant } from '@lianyi/schema/documents/county';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Review, ReviewReason } from '@lianyi/schema/documents/review';
import type { UnitName } from '@lianyi/schema/documents/units';
import type { Lane, OutcomeReason } from '@lianyi/schema/wire/exchange';

export type OrganisationType = 'county' | 'hospital' | 'township' | 'village';

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

/** The county at a glance. Numbers count what has arrived: `silent` says whose are incomplete. */
export interface TodayView {
  readonly countyName: string;
  /** The county's day, `YYYY-MM-DD`, and the moment of the numbers. */
  readonly day: string;
  readonly at: string;
  readonly visits: { readonly today: number; readonly sameTimeLastWeek: number };
  readonly reviews: { readonly open: number; readonly byReason: readonly { readonly reason: ReviewReason; readonly count: number }[] };
  readonly quarantined: { readonly bundles: number; readonly devices: number };
  /** Not heard for 24 hours, or never. */
  readonly silent: { readonly devices: number; readonly organisations: number };
  readonly waitingBundles: number;
  /** Townships with the organisations below them, themselves included. */
  readonly townships: readonly TownshipRow[];
  readonly todo: readonly TodoRow[];
  /** When organisations with a device were last heard. */
  readonly heard: readonly { readonly within: 'hour' | 'day' | 'threeDays' | 'longer' | 'never'; readonly organisations: readonly { readonly id: string; readonly name: string; readonly lastHeardAt: string | null }[] }[];
}

export interface TownshipRow {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  /** Of the organisations that have a device: heard within 24 hours, and all. */
  readonly heard: number;
  readonly total: number;
  readonly visitsToday: number;
}

/** Something that somebody at the county should look at: by weight (1 first), then the oldest first. */
export interface TodoRow {
  readonly id: string;
  readonly kind: 'review' | 'quarantined' | 'silentDevice' | 'forkedDevice' | 'chainGap' | 'stolenHeard';
  readonly weight: 1 | 2 | 3;
  readonly at: string;
  readonly organisation: NamedView | null;
  readonly patient: PatientBrief | null;
  /** Of a review or a bundle. */
  readonly reason: ReviewReason | OutcomeReason | null;
  /** Of a review: the unit (`phone`), or the product of a lot. Of a device: its name. Of a bundle: its action. */
  readonly subject: string;
  /** Bundles that a silent device had not sent when it was last heard, or that wait behind a gap. */
  readonly waiting: number;
}

export interface NamedView {
  readonly id: string;
  readonly name: string;
}

export interface PatientBrief {
  readonly id: string;
  readonly name: string;
  readonly sex: Patient['identity']['sex'];
  readonly birthDate: string;
}

/** A row of the organisations' list; also what the live stream sends. */
export interface OrganisationStatus {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: OrganisationType;
  readonly parentId: string | null;
  readonly devices: number;
  readonly lastHeardAt: string | null;
  /** Bundles that its devices had not sent when they were last heard. */
  readonly waiting: number;
  readonly visitsToday: number;
  readonly updatedAt: string;
}

export interface OrganisationRow extends OrganisationStatus {
  readonly patients: number;
  readonly openReviews: number;
  readonly quarantined: number;
}

/** An institution as the directory has it, closed or open. */
export interface OrganisationEntry {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly type: OrganisationType;
  readonly parentId: string | null;
  readonly divisionCode: string;
  readonly capabilities: readonly string[];
  readonly closedOn: string | null;
  readonly history: readonly OrganisationEvent[];
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

/** Where the live stream of organisations goes on. */
export interface StreamCheckpoint {
  readonly updatedAt: string;
  readonly id: string;
}

export interface OrganisationPage {
  readonly documents: readonly OrganisationStatus[];
  readonly checkpoint: StreamCheckpoint | null;
}

export interface PatientRow extends PatientBrief {
  readonly identityNumber: string | null;
  readonly phone: string | null;
  readonly village: string | null;
  readonly home: NamedView;
  readonly lastVisitAt: string | null;
  /** What the search matched. */
  readonly matched: 'name' | 'phone' | 'identityNumber' | 'recordNumber';
}

/** Who set a value: null members where the county wrote it by itself. */
export interface OriginView {
  readonly bundleId: string;
  readonly action: string;
  readonly organisation: NamedView | null;
  readonly person: NamedView | null;
  readonly device: NamedView | null;
  /** By the clock of that PC, and when the county had it. */
  readonly savedAt: string | null;
  readonly receivedAt: string;
}

export interface ChartUnit {
  readonly unit: UnitName;
  readonly value: unknown;
  readonly origin: OriginView | null;
  /** Open reviews about this unit. */
  readonly reviewIds: readonly string[];
}

export interface ChartDocument {
  readonly id: string;
  readonly kind: Kind;
  readonly revision: number;
  readonly document: AnyDocument;
  readonly created: OriginView | null;
  /** Of a mutable document: its units, entries of sets included. */
  readonly units: readonly ChartUnit[];
}

/** A patient's whole record as the county holds it, to be read only. Newest first. */
export interface ChartView {
  readonly patient: Patient;
  readonly home: NamedView;
  readonly record: ChartDocument;
  readonly documents: readonly ChartDocument[];
  readonly reviews: readonly Review[];
  /** Names of the people, organisations and products that the documents mention, by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A chart as far as the person's post, or the broken glass, lets it be read. */
export type ChartAnswer =
  /** `until`: the glass closes then; null: the post covers it. */
  | { readonly access: 'open'; readonly until: string | null; readonly chart: ChartView }
  | { readonly access: 'closed'; readonly patient: PatientBrief; readonly home: NamedView };

/** Something that somebody looked at or did, from the county's audit, a PC's reads, its door, or its saves. */
export interface AuditRow {
  readonly id: string;
  readonly source: 'county' | 'pcRead' | 'pcSave' | 'pcDoor';
  /** When it happened, by the clock where it did; and when the county had it. */
  readonly at: string;
  readonly receivedAt: string;
  readonly action: string;
  readonly who: NamedView | null;
  readonly session: string | null;
  readonly device: NamedView | null;
  readonly organisation: NamedView | null;
  readonly patients: readonly NamedView[];
  /** What it was done to, where that is no patient. */
  readonly about: string | null;
  /** What somebody wrote with it: why another's PIN was set anew. */
  readonly note: string | null;
  /** What was asked for with it: which question of the console (empty: none), and its fields, ids as names. */
  readonly asked: { readonly procedure: string; readonly fields: readonly { readonly field: string; readonly value: string }[] } | null;
  /** Of a broken glass: the reason, what was written, and what the clinic made of it. */
  readonly glass: { readonly reason: GlassReason; readonly text: string; readonly answer: { readonly seenAt: string; readonly question: string } | null } | null;
}

export interface AuditExport {
  readonly csv: string;
  readonly rows: number;
  /** When the last of them happened, where there are more: it goes no further back. */
  readonly stoppedAt: string | null;
}

/** What the county has of the bytes of a chart's attachments; of what is not here only the document tells. */
export interface AttachmentsHere {
  readonly patientId: string;
  readonly attachments: readonly { readonly id: string; readonly isHeld: boolean; readonly thumbnail: string | null }[];
}

/** Whom the audit can be asked about. */
export type AuditSubject =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly login: string | null; readonly places: readonly string[] }
  | ({ readonly kind: 'patient'; readonly numberEnd: string | null; readonly home: string } & PatientBrief);

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

export interface ReviewRow {
  readonly review: Review;
  /** What stands at the county now, which may be another than when the review was opened; null for an alert and a whole. */
  readonly present: { readonly value: unknown } | null;
  readonly patient: PatientBrief | null;
  readonly organisation: NamedView | null;
  /** Names that the values mention, by id. */
  readonly names: Readonly<Record<string, string>>;
}

export interface QuarantineRow {
  readonly bundleId: string;
  readonly organisation: NamedView | null;
  readonly device: NamedView | null;
  readonly person: NamedView | null;
  readonly action: string;
  readonly reason: OutcomeReason;
  /** Where in the bundle; no patient data. */
  readonly detail: string;
  readonly savedAt: string | null;
  readonly receivedAt: string;
  /** What it would have written. */
  readonly kinds: readonly string[];
}

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

/** A one-time code, and how many seconds it is good for from now on. */
export interface CodeView {
  readonly code: string;
  readonly lifeS: number;
  readonly madeAt: string;
}

/** What came of a decision about a device. */
export type DeviceActed =
  | { readonly ok: true; /** Of what had been set aside: taken now, and kept aside for other reasons. */ readonly released: { readonly taken: number; readonly kept: number } | null }
  | { readonly ok: false; readonly why: 'noSuchDevice' | 'noReason' | 'purged' | 'stolen' };

/** What became of a clinic's stick, and the file that goes back on it. */
export type StickAnswer =
  | { readonly ok: false; readonly reason: 'noParcel' | 'countyParcel' | 'notForUs' | 'damaged' | 'notSigned' | 'unreadable' | 'unknownDevice' }
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
