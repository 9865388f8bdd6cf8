import { setImmediate } from 'node:timers/promises';
import type { Finding } from '../../replica/doctor/finding.ts';
import { findingsOf } from '../../replica/doctor/finding.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { Replication } from '../../replication/replication.ts';
import type { DoctorReport } from './views.ts';

/**
 * Examines the replica: the file, the chain, outbox and receipts, the copy against the county's when there is a line,
 * documents and projections. Never loses anything: it only sends again, takes from the county, and derives anew.
 */
export async function examine(replica: ReplicaForExchange, replication: Replication): Promise<DoctorReport> {
  const file = replica.examineFile();
  if (file.some((finding) => finding.outcome !== 'whole')) return { findings: file };
  const bundles = replica.examineBundles();
  // What was sent back to waiting goes now, and what the county has gone on with comes, so that both stand at one number.
  await replication.exchangeNow();
  const county = await compare(replication);
  const examining = replica.examineDocuments();
  let step = examining.next();
  while (step.done !== true) {
    await setImmediate();
    step = examining.next();
  }
  return { findings: [...file, ...bundles, ...county, ...step.value] };
}

async function compare(replication: Replication): Promise<readonly Finding[]> {
  const checked = await replication.checkNow();
  if (!checked.ok) return findingsOf('county', 0, { noLine: 1 });
  const { documents, taken, gone, unknown, left } = checked.report;
  return findingsOf('county', documents, { otherThanCounty: taken + gone, unknownToCounty: unknown, notMended: left });
}
