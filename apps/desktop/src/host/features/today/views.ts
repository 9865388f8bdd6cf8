import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';

export interface WaitingRow {
  readonly entry: QueueEntry;
  readonly name: string;
  readonly sex: string;
  readonly age: { readonly years: number; readonly months: number; readonly days: number };
  readonly waitedMinutes: number;
  readonly allergies: readonly string[];
  readonly medicationHints: readonly string[];
}

export interface SeenRow {
  readonly encounterId: string;
  readonly patientId: string;
  readonly at: string;
  readonly name: string;
  readonly sex: string;
  readonly ageYears: number;
  readonly diagnosis: string;
  readonly code: string;
  readonly state: 'draft' | 'signed' | 'prescribed' | 'dispensed' | 'partlyDispensed';
  readonly prescriptionId: string | null;
  /** What has been paid for what was handed out; null while nothing has. */
  readonly amountFen: number | null;
}

export interface DueRow {
  readonly patientId: string;
  readonly name: string;
  readonly sex: string;
  readonly ageYears: number;
  readonly programme: 'hypertension' | 'diabetes' | 'copd';
  readonly last: { readonly on: string; readonly systolic: number | null; readonly diastolic: number | null; readonly glucoseMmolL: number | null; readonly atGoal: boolean | null } | null;
  readonly dueOn: string;
  /** Negative: overdue. */
  readonly inDays: number;
}

export interface TodayView {
  readonly day: string;
  readonly lunar: string;
  readonly waiting: readonly WaitingRow[];
  readonly seen: readonly SeenRow[];
  readonly drafts: number;
  readonly due: readonly DueRow[];
  readonly dueToday: number;
  readonly overdue: number;
  readonly dueThisWeek: number;
  readonly stockAlerts: readonly { readonly productId: string; readonly name: string; readonly specification: string; readonly state: 'out' | 'low' | 'nearExpiry' | 'expired' | 'negative'; readonly quantity: number; readonly unit: string; readonly daysLeft: number | null }[];
  readonly takings: { readonly totalFen: number; readonly insuranceFen: number; readonly cashFen: number; readonly scanFen: number; readonly visits: number };
}
