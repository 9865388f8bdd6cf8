import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { orgName, staffName } from '../../../chart/names.ts';
import type { Reader } from '../../../replica/replica.ts';
import type { ChangeRecord, PatientCard } from '../views.ts';

interface BundleRow {
  readonly body: string;
  readonly state: 'waiting' | 'held';
  readonly outcome: string | null;
}

const shownBundles = 60;

/** The registration and the changes of a record that were made on this PC, the latest first. */
export function ownChanges(read: Reader, patientId: string): readonly ChangeRecord[] {
  return read
    .all<BundleRow>(
      `SELECT body, state, outcome FROM bundle
        WHERE action GLOB 'patients.*' AND coalesce(json_extract(body, '$.writes[0].id'), json_extract(body, '$.writes[0].document.id')) = ?
        ORDER BY save_number DESC LIMIT ?`,
      patientId, shownBundles,
    )
    .flatMap((row) => {
      const body = JSON.parse(row.body) as BundleBody;
      const state = row.outcome === 'quarantined' ? 'quarantined' : row.state;
      const made = { at: body.savedAt, by: staffName(read, body.personId), orgName: orgName(read, body.orgId), action: body.action, state, resolved: null } as const;
      return unitsIn(body, patientId).map((change) => ({ ...made, ...change }));
    });
}

/** The units of a record that the county is not known to hold as they are here, the latest change of each. */
export function waitingUnits(read: Reader, patientId: string): PatientCard['waitingUnits'] {
  const rows = read.all<{ body: string }>(
    "SELECT b.body FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ? AND b.state = 'waiting' ORDER BY save_number", patientId,
  );
  const latest = new Map<string, string>();
  for (const row of rows) {
    const body = JSON.parse(row.body) as BundleBody;
    for (const { unit } of unitsIn(body, patientId)) latest.set(unit, body.savedAt);
  }
  return [...latest].map(([unit, at]) => ({ unit, at }));
}

interface ChangedUnit {
  readonly unit: string;
  readonly before: unknown;
  readonly after: unknown;
}

function unitsIn(body: BundleBody, patientId: string): readonly ChangedUnit[] {
  return body.writes.flatMap((write): readonly ChangedUnit[] => {
    if (write.op === 'create') return write.document.id === patientId ? [{ unit: '', before: null, after: null }] : [];
    return write.id === patientId ? write.changes.map(({ unit, before, after }) => ({ unit, before, after })) : [];
  });
}
