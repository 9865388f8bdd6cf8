import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { isKind, patientOf } from '@lianyi/schema/documents/kinds';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import type { Reader } from '../../replica/replica.ts';
import type { QuarantineRow } from './views.ts';

/** This PC's bundles that the county keeps in quarantine, the newest first, with whom they are about. */
export function quarantinedBundles(read: Reader): readonly QuarantineRow[] {
  const rows = read.all<{ id: string; saved_at: string; action: string; receipt: string | null; body: string }>(
    "SELECT id, saved_at, action, receipt, body FROM bundle WHERE outcome = 'quarantined' ORDER BY save_number DESC LIMIT 500",
  );
  return rows.map((row) => {
    const receipt = row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt);
    const patientId = patientOfBundle(read, JSON.parse(row.body) as BundleBody);
    return {
      bundleId: row.id, savedAt: row.saved_at, action: row.action, reason: receipt?.reason ?? 'invalid', detail: receipt?.detail ?? '',
      patientId, patientName: patientId === null ? null : (read.document('patient', patientId)?.identity.name ?? null),
    };
  });
}

function patientOfBundle(read: Reader, body: BundleBody): string | null {
  for (const write of body.writes) {
    if (!isKind(write.kind)) continue;
    const document = read.document(write.kind, write.op === 'create' ? write.document.id : write.id);
    const patientId = document && patientOf(document);
    if (patientId) return patientId;
  }
  return null;
}
