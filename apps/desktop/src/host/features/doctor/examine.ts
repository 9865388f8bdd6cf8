import { setImmediate } from 'node:timers/promises';
import type { Fault, Finding } from '../../replica/doctor/finding.ts';
import { findingsOf } from '../../replica/doctor/finding.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { LineProblem } from '../../replication/problem.ts';
import type { Replication } from '../../replication/replication.ts';
import type { DoctorReport } from './views.ts';

/**
 * Examines the replica: the file, the chain, outbox and receipts, whether the county takes what this PC has, the copy
 * against the county's when there is a line, documents and projections. Never loses anything: it only sends again, takes from the county, and derives anew.
 */
export async function examine(replica: ReplicaForExchange, replication: Replication): Promise<DoctorReport> {
  const file = replica.examineFile();
  if (file.some((finding) => finding.outcome !== 'whole')) return { findings: file };
  const bundles = replica.examineBundles();
  // What was sent back to waiting goes now, and what the county has gone on with comes, so that both stand at one number.
  const { problem, pulling } = await replication.exchangeNow();
  const county = problem === null ? await compare(replication, { isFetching: pulling !== null, isWitness: replica.isWitness() }) : refused(problem);
  const examining = replica.examineDocuments();
  let step = examining.next();
  while (step.done !== true) {
    await setImmediate();
    step = examining.next();
  }
  return { findings: [...file, ...bundles, ...county, ...step.value] };
}

interface Standing {
  /** The first sync has not ended: what is here is not all yet. */
  readonly isFetching: boolean;
  /** The county was restored, and fetching begins again once it has heard what this PC has: county IT confirms it first. */
  readonly isWitness: boolean;
}

async function compare(replication: Replication, { isFetching, isWitness }: Standing): Promise<readonly Finding[]> {
  if (isWitness) return [...findingsOf('line', 0, { awaitsConfirmation: 1 }), ...findingsOf('county', 0, { notCompared: 1 })];
  if (isFetching) return [...findingsOf('line', 0, {}), ...findingsOf('county', 0, { stillFetching: 1 })];
  const checked = await replication.checkNow();
  if (!checked.ok) return refused(checked.problem);
  const { documents, scopes, taken, gone, sentAgain, unknown, left, behind } = checked.report;
  return [...findingsOf('line', scopes, {}), ...findingsOf('county', documents, { otherThanCounty: taken + gone, lostByCounty: sentAgain, unknownToCounty: unknown, notMended: left, scopesBehind: behind })];
}

/** Why the county did not answer as it should, which says what is to be done; nothing could be compared with it then. */
function refused({ code }: LineProblem): readonly Finding[] {
  return [...findingsOf('line', 0, { [faultOf[code]]: 1 }), ...findingsOf('county', 0, { notCompared: 1 })];
}

const faultOf: Readonly<Record<LineProblem['code'], Fault>> = {
  offline: 'noLine', countyBusy: 'countyBusy', forked: 'forked', unknownDevice: 'unknownDevice', badSignature: 'badSignature',
  epochMismatch: 'otherEpoch', beyondLog: 'beyondLog', retired: 'retired', stolen: 'stolen', wireVersion: 'otherVersion', diskFull: 'diskFull', purged: 'purged',
};
