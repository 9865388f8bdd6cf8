import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { patientOf } from '@lianyi/schema/documents/kinds';
import type { Tables } from './tables.ts';

/** Documents whose membership has ended, and which unsettled bundles of their patient keep here. */
export const documentsDue = (tables: Tables): readonly string[] =>
  tables.all<{ id: string }>('SELECT id FROM document WHERE evict_due = 1').map((row) => row.id);

/**
 * The patients whose whole record stays readable although it has left: this PC has bundles on some document of it that
 * are not settled. The overlays are looked through only when something is due to leave, which is rare.
 */
export function keptPatients(tables: Tables): ReadonlySet<string> {
  const overlaid = tables.all<{ shown: string | null }>('SELECT shown FROM document WHERE id IN (SELECT document_id FROM overlay)');
  return new Set(overlaid.flatMap(({ shown }) => (shown === null ? [] : (patientOf(JSON.parse(shown) as AnyDocument) ?? []))));
}
