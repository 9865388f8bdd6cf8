import type { SnapshotDocument } from '@lianyi/schema/wire/snapshot';
import { tiers } from '@lianyi/schema/wire/snapshot';
import type { Round } from '../applyPage.ts';
import { addDocument, newRound, putContent, scopeNumber, settleOverlays } from '../applyPage.ts';
import type { Core } from '../core.ts';
import { judgeUnhashed } from '../countyContent.ts';
import { diskFailureOf, isBusy } from '../database.ts';
import { isOfFormerEpoch, isOfThisEpoch } from '../epochs/witnesses.ts';
import { showAgain } from '../showAgain.ts';
import { buildIndexes, putIndexesLast } from './indexesLast.ts';
import type { SnapshotTake } from './snapshotTake.ts';
import { takesOf } from './snapshotTake.ts';

export interface SnapshotApplied {
  /** Documents that were taken in, or were here already. */
  readonly documents: number;
  /** Bodies that are none: the comparison with the county finds and mends what lacks. */
  readonly damaged: number;
}

/** Where a snapshot stands: the chunk that comes next, and how many of its documents are here. */
export type SnapshotPlace = Pick<SnapshotTake, 'nextChunk' | 'nextDocument'>;

/**
 * Takes the documents that come after `place`, and remembers how far it is, all or none; with the last
 * of the last chunk the scope's cursor stands at the snapshot's number, and the log goes on from there.
 * @returns null if it does not stand there: what shared a commit may have been rolled back with it; or is not the one being taken any more
 */
export function applySnapshot(core: Core, signature: string, place: SnapshotPlace, documents: readonly SnapshotDocument[]): SnapshotApplied | null {
  const take = takesOf(core.tables).find(({ manifest }) => manifest.signature === signature);
  if (take?.nextChunk !== place.nextChunk || take.nextDocument !== place.nextDocument) return null;
  const applied = takesCarefully(core, take) ? core.database.immediately(() => takeIn(core, take, documents, true)) : inGroup(core, take, documents);
  if (applied !== null) core.committed();
  return applied;
}

/** One document that this version stumbles over takes the slices that share a commit with it: from the first of them on each document goes by itself, until it is past. */
function inGroup(core: Core, take: SnapshotTake, documents: readonly SnapshotDocument[]): SnapshotApplied | null {
  try {
    return core.database.grouped(() => takeIn(core, take, documents, false));
  } catch (error) {
    if (diskFailureOf(error) !== null || isBusy(error)) throw error;
    core.stumbles.set(take.manifest.signature, documentsBefore(take) + documents.length);
    return null;
  }
}

const takesCarefully = ({ stumbles }: Core, take: SnapshotTake): boolean => documentsBefore(take) < (stumbles.get(take.manifest.signature) ?? 0);

const documentsBefore = ({ manifest, nextChunk, nextDocument }: SnapshotTake): number =>
  manifest.chunks.slice(0, nextChunk).reduce((sum, chunk) => sum + chunk.documents, nextDocument);

/** In a transaction. */
function takeIn(core: Core, { manifest, nextChunk, nextDocument }: SnapshotTake, documents: readonly SnapshotDocument[], isCareful: boolean): SnapshotApplied {
  const { tables } = core;
  const chunk = manifest.chunks[nextChunk];
  if (chunk !== undefined && tiers[chunk.tier] === 'patients') putIndexesLast(core.database, tables);
  else buildIndexes(core.database, tables);
  const round = newRound(core, isCareful);
  const scope = scopeNumber(tables, manifest.scope);
  const isAnyFormer = tables.get('SELECT 1 FROM former_content LIMIT 1') !== undefined;
  const damaged = documents.filter((document) => !putDocument(round, { scope, isAnyFormer }, document)).length;
  const isChunkDone = chunk === undefined || nextDocument + documents.length >= chunk.documents;
  if (!isChunkDone) tables.run('UPDATE snapshot_take SET next_document = ? WHERE scope = ?', nextDocument + documents.length, manifest.scope);
  else {
    tables.run('UPDATE snapshot_take SET next_chunk = ?, next_document = 0 WHERE scope = ?', nextChunk + 1, manifest.scope);
    // The next may be on its way already.
    tables.run('DELETE FROM snapshot_part WHERE sha256 = ?', chunk?.sha256 ?? '');
  }
  if (isChunkDone && nextChunk + 1 >= manifest.chunks.length) {
    tables.run('DELETE FROM snapshot_take WHERE scope = ?', manifest.scope);
    tables.run('INSERT INTO cursor (scope, number) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET number = max(number, excluded.number)', manifest.scope, manifest.number);
    settleOverlays(round, []);
    if (takesOf(tables).length === 0) buildIndexes(core.database, tables);
  }
  showAgain(round);
  return { documents: documents.length - damaged, damaged };
}

/** @returns false for a body that is none */
function putDocument(round: Round, { scope, isAnyFormer }: { readonly scope: number; readonly isAnyFormer: boolean }, { kind, version, revision, body }: SnapshotDocument): boolean {
  const { tables } = round;
  const judged = judgeUnhashed({ kind, version, body }, round.core.kinds);
  if (judged === null) return false;
  const document = { id: judged.id, kind, version, revision, hash: judged.hash, body };
  const row = tables.row(judged.id);
  let number = row?.number;
  if (row === undefined || revision > row.revision || (isAnyFormer && isOfFormerEpoch(tables, judged.id))) {
    if (isAnyFormer) isOfThisEpoch(tables, judged.id);
    if (row === undefined && judged.content.verdict === 'known') number = addDocument(round, document, judged.content);
    else putContent(round, document, judged.content);
  }
  number ??= tables.row(judged.id)?.number;
  // Not by a SELECT of the number: before a statement that may insert many rows the search index writes all that it has gathered.
  if (number !== undefined) tables.run('INSERT OR IGNORE INTO membership (document, scope) VALUES (?, ?)', number, scope);
  if (row?.evict_due === 1) tables.run('UPDATE document SET evict_due = 0 WHERE number = ?', row.number);
  return true;
}
