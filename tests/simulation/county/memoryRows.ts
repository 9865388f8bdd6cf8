import type { KnownBundle, SettlementRow, WaitingRow } from '@lianyi/sync-server/store/bundles';
import type { DocumentRow } from '@lianyi/sync-server/store/documents';
import type { Origin } from '@lianyi/sync-server/store/origins';
import type { CountyTables, StoredBundle } from './tables.ts';
import { linkKey } from './tables.ts';

export const unsettledOf = (tables: CountyTables, deviceId: string): readonly StoredBundle[] =>
  [...(tables.unsettled.get(deviceId) ?? [])].flatMap((id) => tables.bundles.get(id) ?? []);

export function putBundle(tables: CountyTables, row: StoredBundle): void {
  const isNew = !tables.bundles.has(row.id);
  tables.bundles.set(row.id, row);
  if (isNew) {
    tables.bundlesClaiming.set(row.claimedId, [...(tables.bundlesClaiming.get(row.claimedId) ?? []), row.id]);
    if (row.deviceId !== null && row.link !== null) tables.bundlesAtLink.set(linkKey(row.deviceId, row.link.lane, row.link.number), row.id);
  }
  if (row.deviceId === null) return;
  const unsettled = new Set(tables.unsettled.get(row.deviceId));
  if (row.outcome === 'waiting' || row.receiptDue) unsettled.add(row.id);
  else unsettled.delete(row.id);
  tables.unsettled.set(row.deviceId, unsettled);
}

export function settle(tables: CountyTables, { id, outcome, reason, receipt, position }: SettlementRow): void {
  const row = tables.bundles.get(id);
  if (row?.outcome === 'waiting' || row?.outcome === 'quarantined') putBundle(tables, { ...row, outcome, reason, receipt, position, receiptDue: outcome !== 'waiting' });
}

export function putDocument(tables: CountyTables, row: DocumentRow): void {
  const before = tables.documents.get(row.id);
  const { priorRevision: _prior, ...stored } = row;
  tables.documents.set(row.id, before ? { ...before, version: row.version, revision: row.revision, hash: row.hash, body: row.body } : stored);
  if (before) return;
  if (row.patientId !== null) tables.records.set(row.patientId, [...(tables.records.get(row.patientId) ?? []), row.id]);
  if (row.body.kind === 'patientLink') for (const id of row.body.patientIds) tables.linksOf.set(id, [...(tables.linksOf.get(id) ?? []), row.id]);
  if (row.body.kind === 'review') tables.reviewsAbout.set(row.body.about.id, [...(tables.reviewsAbout.get(row.body.about.id) ?? []), row.id]);
  if (row.body.kind === 'dispense') tables.dispensesOf.set(row.body.prescriptionId, [...(tables.dispensesOf.get(row.body.prescriptionId) ?? []), row.id]);
}

export function setScopes(tables: CountyTables, id: string, scopesOf: (scopes: readonly string[]) => readonly string[]): void {
  const row = tables.documents.get(id);
  if (row) tables.documents.set(id, { ...row, scopes: scopesOf(row.scopes) });
}

export const known = ({ deviceId, linkHash, bodyHash, outcome, reason, receipt, correctedBy }: StoredBundle): KnownBundle => ({ deviceId, linkHash, bodyHash, outcome, reason, receipt, correctedBy });

/** These ids, and those of the corrections in their places. */
export function withCorrections(tables: CountyTables, ids: readonly string[]): ReadonlySet<string> {
  const wanted = new Set(ids);
  // A set goes on to what is added meanwhile.
  for (const id of wanted) {
    for (const row of (tables.bundlesClaiming.get(id) ?? []).flatMap((rowId) => tables.bundles.get(rowId) ?? [])) if (row.correctedBy !== null) wanted.add(row.correctedBy);
  }
  return wanted;
}

export function waitingRow(row: StoredBundle): readonly WaitingRow[] {
  const { id, claimedId, link, linkHash, bodyHash, body, signature, reason, saveNumber } = row;
  if (link === null || linkHash === null || body === null || signature === null || reason === null) return [];
  return [{ id, claimedId, lane: link.lane, linkNumber: link.number, previous: link.previous, linkHash, bodyHash, body, signature, reason, saveNumber }];
}

export function originOf(tables: CountyTables, unit: string, bundleId: string): readonly (readonly [string, Origin])[] {
  const bundle = tables.bundles.get(bundleId);
  if (!bundle) return [];
  return [[unit, { bundleId: bundle.id, deviceId: bundle.deviceId, orgId: bundle.orgId, by: bundle.personId, at: bundle.savedAt } as Origin]];
}

export function numbersOf(tables: CountyTables, bundleId: string): Readonly<Record<string, number>> {
  const receipt = tables.bundles.get(bundleId)?.receipt;
  return receipt?.numbers ?? {};
}
