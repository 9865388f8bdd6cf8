import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { PatientMove } from '@lianyi/schema/documents/patientMove';
import type { Author } from '@lianyi/schema/merge/policy';
import type { HeldDocument } from '../../store/documents.ts';
import { ofWitness } from '../countyBundle.ts';
import type { Draft } from '../draft.ts';
import type { SavedOn } from '../standing.ts';
import { afterDispense } from './afterDispense.ts';
import { afterMove } from './afterMove.ts';
import { afterOldHome } from './afterOldHome.ts';
import { afterStockMove } from './afterStockMove.ts';
import { afterStop } from './afterStop.ts';
import { reopenUnseen } from './reopenUnseen.ts';

/**
 * What a bundle does beyond its documents: balances and quantities move, and what only the county can see (a lot below
 * zero, more dispensed than ordered, a stop that met a dispense, a count beside another, a record that has moved) becomes a review.
 * @returns the ids of the reviews it opened
 */
export function raiseAlerts(body: BundleBody, author: Author, savedOn: SavedOn, draft: Draft): readonly string[] {
  const asked = { bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt };
  const opened = body.writes.flatMap((write) => {
    if (write.op === 'create') {
      const document = draft.document(write.document.id);
      if (document?.document.kind === 'patientMove' && wasOnlyTold(document, document.document, draft)) return afterMove(document.document, asked, author.bundleId, draft);
      // A repeated creation has had its effects.
      if (document?.createdBy !== author.bundleId) return [];
      if (document.document.kind === 'stockMove') return afterStockMove(document.document, author, draft);
      if (document.document.kind === 'dispense') return afterDispense(document.document, author, draft);
      if (document.document.kind === 'patientMove') return afterMove(document.document, asked, author.bundleId, draft);
      return [];
    }
    if (write.kind === 'prescription') return afterStop(write, body, author, draft);
    if (write.kind === 'review') return reopenUnseen(write, author, draft);
    return [];
  });
  return [...opened, ...afterOldHome(body, author, savedOn, draft)];
}

/** After a restore a witness may tell of a move before its bundle comes, and before the record is there: it is carried out with the bundle. */
const wasOnlyTold = ({ createdHash }: HeldDocument, move: PatientMove, draft: Draft): boolean => createdHash === ofWitness && draft.homeOf(move.patientId) === move.fromId;
