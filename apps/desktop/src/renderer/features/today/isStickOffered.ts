import type { LineView } from '../../../contract/views.ts';

/** What has waited so long is offered a stick. */
const longMs = 24 * 3_600_000;

/**
 * Whether the county would take by stick what it does not get by the line. It knows a PC that it has ended, one that was cloned,
 * one that is newer than itself or of another history by whatever road it comes: there a person has to see to that first.
 */
const helps: Readonly<Record<NonNullable<LineView['problem']>['code'], boolean>> = {
  offline: true, countyBusy: true, badSignature: true, unknownDevice: true, diskFull: true,
  epochMismatch: false, beyondLog: false, forked: false, retired: false, stolen: false, wireVersion: false, purged: false,
};

/** Something has waited for a day, and a stick can take it: whatever keeps it here, even where the line says that all is well. */
export function isStickOffered({ waiting: { oldestAt }, problem }: Pick<LineView, 'waiting' | 'problem'>, now: Date): boolean {
  return oldestAt !== null && now.getTime() - Date.parse(oldestAt) > longMs && (problem === null || helps[problem.code]);
}
