import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { isKind, patientOf } from '@lianyi/schema/documents/kinds';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import type { Reader } from '../replica/replica.ts';

export interface QuarantinedBundle {
  readonly id: string;
  readonly savedAt: string;
  readonly action: string;
  readonly receipt: Receipt | null;
  /** Whom it is about, as far as this PC can tell. */
  readonly patientId: string | null;
}

/** This PC's bundles that the county keeps in quarantine and nobody has corrected, the newest first; at most 500. */
export function quarantinedOf(read: Reader): readonly QuarantinedBundle[] {
  const rows = read.all<{ id: string; saved_at: string; action: string; receipt: string | null; body: string }>(
    `SELECT id, saved_at, action, receipt, body FROM bundle
      WHERE outcome = 'quarantined' AND save_number NOT IN (SELECT save_number FROM correction) ORDER BY save_number DESC LIMIT 500`,
  );
  return rows.map((row) => ({
    id: row.id, savedAt: row.saved_at, action: row.action,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    patientId: patientOfBundle(read, JSON.parse(row.body) as BundleBody),
  }));
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
