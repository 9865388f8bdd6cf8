import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind, kindTable, parseDocument, patientOf } from '@lianyi/schema/documents/kinds';
import { formerNames, liftedBody, liftWrite } from '@lianyi/schema/documents/lifting';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { HeldById, HeldDocument } from '../store/documents.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { Holdings } from './draft.ts';
import { lockRecords } from './lockRecords.ts';

/** Loads and locks all that the bundles name, in a fixed number of statements: patients, documents, then lots. */
export async function loadHoldings(tx: ExchangeTransaction, bodies: readonly BundleBody[], kinds: KindTable = kindTable): Promise<Holdings> {
  const named = namesIn(bodies, kinds);
  const patientsOfChanged = await tx.patientsOf(named.changedIds);
  const { recordIds, linkIds, patientIds } = await lockRecords(tx, {
    patientIds: [...new Set([...named.patientIds, ...patientsOfChanged.values()])],
    movingIds: named.movingIds,
    linkedIds: [...named.linkedPatientIds, ...(await tx.patientsOfLinks(named.linkIds))],
  });
  const documents = await tx.lockDocuments([...new Set([...named.documentIds, ...linkIds, ...recordIds])]);
  const balances = await tx.lockBalances(named.lots);
  const negativeReviewIds = [...balances.values()].flatMap((balance) => balance.negativeReviewId ?? []);
  const reviews = await tx.lockDocuments(negativeReviewIds.filter((id) => !documents.has(id)));
  const patientsOfHeld = [...documents.values()].flatMap(({ document }) => patientOf(document) ?? []);
  return {
    documents: asPresent(new Map([...documents, ...reviews]), kinds),
    origins: await tx.originsOf(named.changedIds),
    balances,
    dispensed: await tx.dispensedOf(named.prescriptionIds),
    dispenses: await tx.dispensesOf(named.stoppedIds),
    homes: await tx.homesOf([...new Set([...patientIds, ...patientsOfHeld])]),
  };
}

/** What was stored before the county's kinds rose is seen in their present version. Revision and hash stay those of what is stored. */
export function asPresent(documents: HeldById, kinds: KindTable = kindTable): HeldById {
  return new Map([...documents].map(([id, held]): [string, HeldDocument] => {
    const { kind } = held.document;
    return [id, held.version < kinds.rules[kind].version ? { ...held, document: liftedBody(held.document, kind, held.version, kinds) as AnyDocument } : held];
  }));
}

interface Named {
  readonly patientIds: readonly string[];
  /** Patients that a bundle moves. */
  readonly movingIds: readonly string[];
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
function namesIn(bodies: readonly BundleBody[], kinds: KindTable): Named {
  const patientIds = new Set<string>();
  const movingIds = new Set<string>();
  const documentIds = new Set<string>();
  const changedIds = new Set<string>();
  const prescriptionIds = new Set<string>();
  const stoppedIds = new Set<string>();
  const linkedPatientIds = new Set<string>();
  const linkIds = new Set<string>();
  const lots: Lot[] = [];
  const stopping = new Set(['stopped', ...formerNames('prescription', 'stopped', kinds)]);
  for (const write of bodies.flatMap((body) => body.writes)) {
    if (write.op === 'change') {
      documentIds.add(write.id);
      changedIds.add(write.id);
      if (write.kind === 'patient') patientIds.add(write.id);
      if (write.kind === 'patientLink') linkIds.add(write.id);
      if (write.kind === 'prescription' && write.changes.some((change) => stopping.has(change.unit))) {
        stoppedIds.add(write.id);
        prescriptionIds.add(write.id);
      }
      continue;
    }
    documentIds.add(write.document.id);
    if (!isKind(write.kind)) continue;
    const now = liftWrite(write, write.kind, null, kinds);
    const parsed = parseDocument(now.ok && now.write.op === 'create' ? now.write.document : null, kinds);
    if (!parsed.success) continue;
    const document = parsed.data;
    const patient = patientOf(document);
    if (patient !== null) patientIds.add(patient);
    if (document.kind === 'patientMove') {
      movingIds.add(document.patientId);
      documentIds.add(document.toId);
    }
    if (document.kind === 'patientLink') for (const id of document.patientIds) linkedPatientIds.add(id);
    if (document.kind === 'stockMove') lots.push(document.lot);
    if (document.kind === 'dispense') {
      documentIds.add(document.prescriptionId);
      prescriptionIds.add(document.prescriptionId);
    }
  }
  return {
    patientIds: [...patientIds], movingIds: [...movingIds], documentIds: [...documentIds], changedIds: [...changedIds], prescriptionIds: [...prescriptionIds],
    stoppedIds: [...stoppedIds], linkedPatientIds: [...linkedPatientIds], linkIds: [...linkIds], lots,
  };
}
