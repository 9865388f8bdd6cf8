import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { standingIds } from '@lianyi/schema/documents/correction';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import { orgName, staffName } from '../../chart/names.ts';
import { quarantinedOf } from '../../chart/quarantined.ts';
import { dependantsOf } from '../../replica/correct.ts';
import type { Reader } from '../../replica/replica.ts';
import { leavesOf } from './bundleLeaves.ts';
import type { QuarantinedSave, QuarantineRow } from './views.ts';

interface Row {
  readonly id: string;
  readonly save_number: number;
  readonly saved_at: string;
  readonly action: string;
  readonly receipt: string | null;
  readonly body: string;
}

/** This PC's bundles that the county keeps in quarantine and nobody has corrected, the newest first, with whom they are about. */
export function quarantinedBundles(read: Reader): readonly QuarantineRow[] {
  return quarantinedOf(read).map(({ id, savedAt, action, receipt, patientId }) => ({
    bundleId: id, savedAt, action, reason: receipt?.reason ?? 'invalid', detail: receipt?.detail ?? '',
    patientId, patientName: patientId === null ? null : (read.document('patient', patientId)?.identity.name ?? null),
  }));
}

/** One of them: who saved what, what builds on it and what it builds on, and what may be put right in it; null if it is none. */
export function quarantinedSave(read: Reader, bundleId: string): QuarantinedSave | null {
  const row = read.get<Row>("SELECT id, save_number, saved_at, action, receipt, body FROM bundle WHERE id = ? AND outcome = 'quarantined'", bundleId);
  if (row === undefined) return null;
  const body = JSON.parse(row.body) as BundleBody;
  const receipt = row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt);
  const reason = receipt?.reason ?? 'invalid';
  const isPutRight = read.get('SELECT 1 FROM correction WHERE save_number = ?', row.save_number) === undefined && !beyondRepair.includes(reason);
  const dependants = dependantsOf(read, row.id, row.save_number);
  const standing = standingIds(body.writes).filter((id) => (read.get<{ revision: number }>('SELECT revision FROM document WHERE id = ?', id)?.revision ?? 0) === 0);
  return {
    bundleId: row.id,
    by: staffName(read, body.personId),
    orgName: orgName(read, body.orgId),
    corrects: body.corrects?.reason ?? null,
    dependants,
    needs: quarantinedNeeds(read, body.needs),
    leaves: leavesOf(body.writes, receipt?.detail ?? ''),
    mayResubmit: isPutRight,
    mayWithdraw: isPutRight && standing.length === 0 && dependants.length === 0,
  };
}

/** What no correction cures: county IT has to look. What another holds up is settled with that one. */
const beyondRepair: readonly string[] = ['bodyChanged', 'badSignature', 'needsQuarantined'];

/** Those in quarantine now; of one that was corrected, its last correction. */
function quarantinedNeeds(read: Reader, ids: readonly string[]): QuarantinedSave['needs'] {
  return ids.flatMap((id) => read.all<QuarantinedSave['needs'][number]>(
    `WITH RECURSIVE chain (save_number) AS (
       SELECT save_number FROM bundle WHERE id = ?
       UNION SELECT c.by_save_number FROM chain JOIN correction c USING (save_number)
     )
     SELECT b.id AS bundleId, b.action, b.saved_at AS savedAt FROM chain JOIN bundle b USING (save_number)
      WHERE b.outcome = 'quarantined' AND b.save_number NOT IN (SELECT save_number FROM correction)`, id,
  ));
}
