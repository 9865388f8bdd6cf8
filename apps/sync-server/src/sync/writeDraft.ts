import { patientOf } from '@lianyi/schema/documents/kinds';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { Draft } from './draft.ts';

/** Writes what the accepted bundles changed: documents, memberships, origins, balances. */
export async function writeDraft(tx: ExchangeTransaction, draft: Draft): Promise<void> {
  const { documents, begun, ended, origins, balances, dispensed } = draft.changes();
  await tx.writeDocuments(documents
    .filter(({ held, prior }) => held.revision !== prior?.revision)
    .map(({ id, held, prior, scopes }) => ({
      id,
      kind: held.document.kind,
      version: held.version,
      priorRevision: prior?.revision ?? null,
      revision: held.revision,
      hash: held.hash,
      createdHash: held.createdHash,
      createdBy: held.createdBy,
      patientId: patientOf(held.document),
      scopes,
      body: held.document,
    })));
  await tx.changeMemberships(begun, ended);
  await tx.writeOrigins(origins.flatMap(({ documentId, unit, origin }) => (origin.bundleId === null ? [] : [{ documentId, unit, bundleId: origin.bundleId }])));
  await tx.writeBalances(balances);
  await tx.addDispensed(dispensed);
}
