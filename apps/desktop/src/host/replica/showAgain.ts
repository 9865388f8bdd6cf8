import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import { patientOf } from '@lianyi/schema/documents/kinds';
import type { Core } from './core.ts';
import { judgeContent } from './countyContent.ts';
import { diskFailureOf } from './database.ts';
import { documentsDue, keptPatients } from './evictDue.ts';
import { openReviewsAbout, overlayReader, withOverlays } from './overlays.ts';
import type { Tables } from './tables.ts';

/** What is to be shown again at the end of a transaction. */
export interface Shown {
  readonly core: Core;
  readonly tables: Tables;
  /** Documents, with the county's new body where one came. */
  readonly touched: Map<string, string | null>;
  /** A projection has failed: each document goes by itself now, and one that fails again is parked. */
  readonly isCareful: boolean;
}

/**
 * Shows every touched document as base with what is left on top; what has neither, or no membership, leaves this PC. A
 * patient's record leaves as a whole: while anything of this PC lies on any document of it, all of it stays.
 */
export function showAgain(round: Shown): number {
  const { tables } = round;
  const overlaysOf = overlayReader(tables);
  let changed = 0;
  const due = round.touched.size === 0 ? [] : documentsDue(tables);
  for (const id of due) if (!round.touched.has(id)) round.touched.set(id, null);
  const kept = due.length === 0 ? new Set<string>() : keptPatients(tables);
  for (const [id, body] of round.touched) {
    const row = tables.row(id);
    if (row === undefined) continue;
    const before = row.shown === null ? null : (JSON.parse(row.shown) as AnyDocument);
    const base = body ?? (row.revision > 0 ? (row.base ?? row.shown) : null);
    const overlays = overlaysOf(id);
    const isMember = tables.get('SELECT 1 FROM membership WHERE document = ?', row.number) !== undefined;
    const isParked = tables.get('SELECT 1 FROM parked WHERE document_id = ?', id) !== undefined;
    const isKept = before !== null && kept.has(patientOf(before) ?? '');
    const leaves = overlays.length === 0 && ((row.evict_due === 1 && !isMember && !isKept) || (base === null && !isParked));
    if (leaves) {
      tables.run('DELETE FROM parked WHERE document_id = ?', id);
      tables.run('DELETE FROM lowered WHERE document_id = ?', id);
      tables.run('DELETE FROM membership WHERE document = ?', row.number);
      tables.run('DELETE FROM document WHERE number = ?', row.number);
      if (before !== null) project(round, before, null);
      changed += 1;
      continue;
    }
    if (row.evict_due === 1 && isMember) tables.run('UPDATE document SET evict_due = 0 WHERE number = ?', row.number);
    const shown = overlays.length === 0 ? base : canonicalJson(withOverlays(parse(base), overlays, openReviewsAbout(tables, id), round.core.kinds));
    if (shown !== row.shown && !project(round, before, parse(shown))) {
      if (body !== null) park(tables, row.number, body);
      continue;
    }
    const version = round.core.kinds.rules[row.kind as Kind].version;
    tables.run('UPDATE document SET version = ?, base = ?, shown = ? WHERE number = ?', version, base === shown ? null : base, shown, row.number);
    if (shown !== row.shown) changed += 1;
  }
  return changed;
}

/** Lets the projections follow a document. @returns false if they cannot, which leaves no trace in them */
export function project({ core, tables, isCareful }: Shown, before: AnyDocument | null, after: AnyDocument | null): boolean {
  if (!isCareful) {
    core.project(tables, before, after);
    return true;
  }
  tables.run('SAVEPOINT projecting');
  try {
    core.project(tables, before, after);
    return true;
  } catch (error) {
    if (diskFailureOf(error) !== null) throw error;
    tables.run('ROLLBACK TO projecting');
    return false;
  } finally {
    tables.run('RELEASE projecting');
  }
}

/** Keeps the county's body of a document whole, until a version comes that understands it. */
export function park(tables: Tables, documentNumber: number, body: string): void {
  tables.run(
    "INSERT OR REPLACE INTO parked (document_id, kind, version, revision, hash, body, reason) SELECT id, kind, version, revision, hash, ?, 'invalid' FROM document WHERE number = ?",
    body, documentNumber,
  );
}

/** Shows what was parked and this version understands: the county has no reason to send it again. */
export function showParked(core: Core): void {
  const { tables } = core;
  const touched = new Map<string, string>();
  const parked = tables.all<{ id: string; kind: string; version: number; revision: number; hash: string; body: string }>(
    'SELECT document_id AS id, kind, version, revision, lower(hex(hash)) AS hash, body FROM parked',
  );
  for (const { body, ...document } of parked) {
    const judged = judgeContent({ ...document, body: JSON.parse(body) as unknown }, core.kinds);
    if (judged.verdict === 'known') touched.set(document.id, judged.body);
  }
  if (touched.size === 0) return;
  core.database.immediately(() => {
    for (const id of touched.keys()) tables.run('DELETE FROM parked WHERE document_id = ?', id);
    showAgain({ core, tables, touched, isCareful: true });
  });
}

const parse = (json: string | null): AnyDocument | null => (json === null ? null : (JSON.parse(json) as AnyDocument));
