import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { isKind, parseDocument, patientOf } from '@lianyi/schema/documents/kinds';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { Holdings } from './draft.ts';

/** Loads and locks all that the bundles name, in a fixed number of statements: patients, documents, then lots. */
export async function loadHoldings(tx: ExchangeTransaction, bodies: readonly BundleBody[]): Promise<Holdings> {
  const named = namesIn(bodies);
  const linkedIds = [...named.linkedPatientIds, ...(await tx.patientsOfLinks(named.linkIds))];
  await tx.lockPatients(named.patientIds, linkedIds);
  // After the patients' locks: no link of theirs is made any more, and the records that are to be linked are whole.
  const linkIds = await tx.linkIdsOf([...named.patientIds, ...linkedIds]);
  const recordIds = await tx.documentIdsOf(linkedIds);
  const documents = await tx.lockDocuments([...new Set([...named.documentIds, ...linkIds, ...recordIds])]);
  const balances = await tx.lockBalances(named.lots);
  const negativeReviewIds = [...balances.values()].flatMap((balance) => balance.negativeReviewId ?? []);
  const reviews = await tx.lockDocuments(negativeReviewIds.filter((id) => !documents.has(id)));
  return {
    documents: new Map([...documents, ...reviews]),
    origins: await tx.originsOf(named.changedIds),
    balances,
    dispensed: await tx.dispensedOf(named.prescriptionIds),
    dispenses: await tx.dispensesOf(named.stoppedIds),
  };
}

interface Named {
  readonly patientIds: readonly string[];
  readonly documentIds: readonly string[];
  readonly changedIds: readonly string[];
  readonly prescriptionIds: readonly string[];
  readonly stoppedIds: readonly string[];
  /** Of links that are made. */
  readonly linkedPatientIds: readonly string[];
  /** Links that are changed. */
  readonly linkIds: readonly string[];
  readonly lots: readonly Lot[];
}

/** Only what parses is looked at: the rest ends in quarantine and needs nothing. */
function namesIn(bodies: readonly BundleBody[]): Named {
  const patientIds = new Set<string>();
  const documentIds = new Set<string>();
  const changedIds = new Set<string>();
  const prescriptionIds = new Set<string>();
  const stoppedIds = new Set<string>();
  const linkedPatientIds = new Set<string>();
  const linkIds = new Set<string>();
  const lots: Lot[] = [];
  for (const write of bodies.flatMap((body) => body.writes)) {
    if (write.op === 'change') {
      documentIds.add(write.id);
      changedIds.add(write.id);
      if (write.kind === 'patient') patientIds.add(write.id);
      if (write.kind === 'patientLink') linkIds.add(write.id);
      if (write.kind === 'prescription' && write.changes.some((change) => change.unit === 'stopped')) {
        stoppedIds.add(write.id);
        prescriptionIds.add(write.id);
      }
      continue;
    }
    documentIds.add(write.document.id);
    if (!isKind(write.kind)) continue;
    const parsed = parseDocument(write.document);
    if (!parsed.success) continue;
    const document = parsed.data;
    const patient = patientOf(document);
    if (patient !== null) patientIds.add(patient);
    if (document.kind === 'patientLink') for (const id of document.patientIds) linkedPatientIds.add(id);
    if (document.kind === 'stockMove') lots.push(document.lot);
    if (document.kind === 'dispense') {
      documentIds.add(document.prescriptionId);
      prescriptionIds.add(document.prescriptionId);
    }
  }
  return {
    patientIds: [...patientIds], documentIds: [...documentIds], changedIds: [...changedIds], prescriptionIds: [...prescriptionIds], stoppedIds: [...stoppedIds],
    linkedPatientIds: [...linkedPatientIds], linkIds: [...linkIds], lots,
  };
}
