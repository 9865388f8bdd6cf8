import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { catalogueScope, kindRules } from '@lianyi/schema/documents/kinds';
import type { Review } from '@lianyi/schema/documents/review';
import { unitValue, unitsOf } from '@lianyi/schema/documents/units';
import type { Database } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { narrow } from '../store/reach.ts';
import { idsIn, namesOf } from './named.ts';
import { originViews } from './origins.ts';
import type { ChartDocument, ChartView, OriginView } from './views.ts';

/**
 * A patient's record from one snapshot of the database, with the origin of every entry; null for an unknown patient. Who set
 * what is asked first: bundles are whole saves, and no reader's to see. What is shown is then read with the patient in reach, and nobody else.
 */
export async function chartOf(db: Database, patientId: string): Promise<ChartView | null> {
  return onSnapshot(db, async (tx) => {
    const originOf = await originViews(tx, patientId);
    const read = await narrow(tx, { patients: [patientId], scopes: [catalogueScope] });
    const { rows } = await sql<{ revision: number; body: AnyDocument; changedAt: Date }>`
      select revision, body, changed_at from document where patient_id = ${patientId}::uuid order by changed_at desc, id desc`.execute(read);
    const patient = rows.map((row) => row.body).find((document) => document.kind === 'patient');
    if (!patient) return null;
    const reviews = rows.map((row) => row.body).filter((document) => document.kind === 'review');
    const names = await namesOf(read, rows.flatMap((row) => idsIn(row.body)));
    const documents = rows
      .filter((row) => row.body.kind !== 'review')
      .map((row) => chartDocument(row, reviews, originOf))
      .toSorted((a, b) => timeOf(b.document).localeCompare(timeOf(a.document)));
    const record = documents.find((document) => document.id === patient.id);
    if (!record) return null;
    return {
      patient,
      home: { id: patient.homeId, name: names[patient.homeId] ?? '' },
      record,
      documents: documents.filter((document) => document.id !== patient.id),
      reviews,
      names,
    };
  });
}

function chartDocument(row: { readonly revision: number; readonly body: AnyDocument }, reviews: readonly Review[], originOf: (id: string, unit: string) => OriginView | null): ChartDocument {
  const { body, revision } = row;
  const openReviews = reviews.filter((review) => review.about.id === body.id && review.resolution === null);
  const units = kindRules[body.kind].nature === 'mutable' ? unitsOf(body) : [];
  return {
    id: body.id,
    kind: body.kind,
    revision,
    document: body,
    created: originOf(body.id, ''),
    units: units.map((unit) => ({
      unit,
      value: unitValue(body, unit),
      origin: originOf(body.id, unit),
      reviewIds: openReviews.filter((review) => review.about.unit === unit).map((review) => review.id),
    })),
  };
}

/** The time by which a document stands in the chart, by the clock of the PC that wrote it. */
function timeOf(document: AnyDocument): string {
  switch (document.kind) {
    case 'encounter':
      return document.startedAt;
    case 'prescription':
      return document.createdAt;
    case 'dispense':
      return document.dispensed.at;
    case 'historyEntry':
      return document.day ?? document.imported.at;
    case 'attachment':
      return document.takenAt;
    case 'queueEntry':
      return document.arrived.at;
    case 'patient':
      return document.registered.at;
    case 'stockMove':
      return document.moved.at;
    case 'patientMove':
      return document.asked.at;
    case 'review':
      return document.openedAt;
    case 'patientLink':
      return document.state.signature.at;
    case 'organisation':
    case 'person':
    case 'product':
    case 'chartReads':
    case 'doorEvents':
      return '';
  }
}
