import { idFromHash } from '@lianyi/schema/basics/ids';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { PatientMove } from '@lianyi/schema/documents/patientMove';
import type { Review } from '@lianyi/schema/documents/review';
import type { Origin } from '../../store/origins.ts';
import type { Draft } from '../draft.ts';

/**
 * Carries a move out, if the record is where the move is to take it from, and tells the old clinic. One that meets
 * another that was first goes to review; one to where the record is already has nothing to do.
 * @returns the ids of the reviews it opened
 */
export function afterMove(move: PatientMove, asked: Origin, bundleId: string, draft: Draft): readonly string[] {
  const patient = draft.document(move.patientId)?.document;
  if (patient?.kind !== 'patient' || patient.homeId === move.toId) return [];
  const isFirst = patient.homeId === move.fromId;
  const review = isFirst ? notice(move, patient.identity.name, asked) : lostMove(move, patient.homeId, draft.scopesOf(move), asked);
  if (isFirst) draft.move(move.patientId, move.toId, bundleId);
  draft.put(review, bundleId);
  return [review.id];
}

function notice(move: PatientMove, name: string, asked: Origin): Review {
  const { fromId, toId, reason } = move;
  return { ...about(move, 'patientMoved'), patientId: null, scopes: [organisationScope(fromId)], kept: { value: { name, fromId }, ...nobody }, losing: { value: { name, toId, reason }, ...asked } };
}

function lostMove(move: PatientMove, homeId: string, scopes: readonly string[], asked: Origin): Review {
  const { fromId, toId, reason } = move;
  return { ...about(move, 'movedElsewhere'), patientId: move.patientId, scopes: [...scopes], kept: { value: { homeId }, ...nobody }, losing: { value: { fromId, toId, reason }, ...asked } };
}

const about = (move: PatientMove, reason: Review['reason']) => ({
  id: idFromHash(['review', reason, move.id]), kind: 'review' as const, reason,
  about: { kind: move.kind, id: move.id, unit: null }, before: null, openedAt: move.asked.at, resolution: null, secondResolution: null,
});

const nobody: Origin = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };
