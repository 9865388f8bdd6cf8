/** Who looked at what, and who did it. */
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import type { NamedView, PatientBrief } from './parts.ts';

/** Something that somebody looked at or did, from the county's audit, a PC's reads, its door, or its saves. */
export interface AuditRow {
  readonly id: string;
  readonly source: 'county' | 'pcRead' | 'pcSave' | 'pcDoor';
  /** When it happened, by the clock where it did; and when the county had it. */
  readonly at: string;
  readonly receivedAt: string;
  readonly action: string;
  /** Who did it by: `user` without a session is somebody who had not logged in, over the network. */
  readonly actor: 'user' | 'commandLine' | 'device';
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

/** Whom the audit can be asked about. */
export type AuditSubject =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly login: string | null; readonly places: readonly string[] }
  | ({ readonly kind: 'patient'; readonly numberEnd: string | null; readonly home: string } & PatientBrief);

export interface AuditPage {
  readonly rows: readonly AuditRow[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}
