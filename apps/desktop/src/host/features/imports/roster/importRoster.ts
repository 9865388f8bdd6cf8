import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Actor, Replica } from '../../../replica/replica.ts';
import type { JobProgress } from '../importJobs.ts';
import { giveWay, ImportFailure } from '../importJobs.ts';
import { Report } from '../report.ts';
import { openTable } from '../table/openTable.ts';
import type { Sheet, TableRow } from '../table/tableSource.ts';
import { UnreadableTable } from '../table/tableSource.ts';
import { fieldWords } from '../personWords.ts';
import { dateOrderOf } from './dateOrder.ts';
import type { Headings } from './headings.ts';
import { isHeadingRow, readHeadings } from './headings.ts';
import type { PersonRow, RosterOrigin, RowOutcome } from './planBatch.ts';
import { planBatch } from './planBatch.ts';
import type { RowNote } from './rosterRow.ts';
import { isBlankRow, readRosterRow } from './rosterRow.ts';
import { diskFullWords, noHeadingWords, noRowWords, noteWords, outcomeWords, tableFaultWords } from './rosterWords.ts';

export interface RosterImport {
  readonly path: string;
  /** Where the report goes if it cannot lie beside the roster. */
  readonly fallbackDir: string;
  readonly actor: Actor;
  readonly now: () => Date;
}

/** So many residents are one save: the host answers others between two of them. */
const batchRows = 100;
const headingLines = 30;

/**
 * Imports the residents of a roster. Every row is imported, matched to someone known, or listed in the report with its
 * line and reason. A batch is one bundle, so that a crash half way leaves whole batches, and running it again matches them.
 */
export async function importRoster(replica: Replica, roster: RosterImport, progress: JobProgress): Promise<void> {
  const report = new Report(roster.path, roster.fallbackDir, roster.now());
  try {
    progress.bytes = sizeOf(roster.path);
    // A sheet is read twice, the first time for the order of its dates.
    const sheets = await openTable({ path: roster.path, isHeading: isHeadingRow, onBytes: (bytes) => (progress.bytesDone = Math.min(progress.bytes, progress.bytesDone + bytes / 2)) });
    let isFound = false;
    for (const sheet of sheets) isFound = (await importSheet(replica, roster, sheet, progress, report)) || isFound;
    if (!isFound) throw new ImportFailure(noHeadingWords);
    if (progress.rows === 0) throw new ImportFailure(noRowWords);
    progress.bytesDone = progress.bytes;
  } catch (error) {
    throw error instanceof UnreadableTable ? new ImportFailure(`${tableFaultWords[error.fault]}${error.detail === '' ? '' : ` (${error.detail})`}`) : error;
  } finally {
    report.close();
    progress.reportPath = report.path;
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    throw new UnreadableTable('notFound');
  }
}

/** @returns false for a sheet without headings, which is none of a roster. */
async function importSheet(replica: Replica, roster: RosterImport, sheet: Sheet, progress: JobProgress, report: Report): Promise<boolean> {
  const today = localDay(roster.now());
  const order = await dateOrderOf(sheet, headingLines);
  let headings: Headings | null = null;
  let seen = 0;
  let batch: PersonRow[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    saveBatch(replica, roster, batch, progress, report);
    batch = [];
    // Known while it is written: whoever follows an import that ends with its host looks there.
    progress.reportPath = report.path;
    await giveWay();
  };
  const take = async ({ line, cells, fault }: TableRow): Promise<boolean> => {
    if (fault !== undefined) {
      seen += 1;
      progress.rows += 1;
      reject(progress, report, line, cells[0] ?? '', [{ field: '', code: fault, inFile: '', onRecord: '' }]);
      return headings !== null || seen < headingLines;
    }
    if (headings === null) {
      seen += 1;
      if (isHeadingRow(cells)) {
        headings = readHeadings(cells);
        for (const heading of headings.unknown) report.add({ place: String(line), outcome: outcomeWords.table, field: heading, reason: noteWords.headingUnknown, inFile: '', onRecord: '' });
      }
      return headings !== null || seen < headingLines;
    }
    if (cells.slice(headings.width).some((cell) => cell.trim() !== '')) {
      progress.rows += 1;
      reject(progress, report, line, cells.join(',').slice(0, 60), [{ field: '', code: 'moreCells', inFile: '', onRecord: '' }]);
      return true;
    }
    if (isBlankRow(cells, headings.columns)) return true;
    progress.rows += 1;
    const row = readRosterRow(line, cells, headings.columns, today, sheet.dayZero, order);
    if (row.ok) batch.push(row);
    else reject(progress, report, row.line, row.name, row.notes);
    if (batch.length >= batchRows) await flush();
    return true;
  };
  try {
    for await (const row of sheet.rows()) if (!(await take(row))) break;
  } finally {
    // Of a file that is damaged half way, what came before is kept.
    await flush();
  }
  return headings !== null;
}

/** Saves a batch; where the whole cannot be saved, each row by itself, so that a bad one harms only itself. */
function saveBatch(replica: Replica, roster: RosterImport, rows: readonly PersonRow[], progress: JobProgress, report: Report): void {
  const now = roster.now();
  const origin: RosterOrigin = { recorded: { by: roster.actor.personId, orgId: roster.actor.orgId, at: localClockTime(now) }, fileName: basename(roster.path), now };
  let outcomes: readonly RowOutcome[] = [];
  const saved = replica.save<'nothingNew'>('imports.roster', roster.actor, (read) => {
    const plan = planBatch(read, rows, origin);
    outcomes = plan.outcomes;
    return plan.writes.length === 0 ? { refusal: 'nothingNew' } : { writes: plan.writes };
  });
  if (saved.ok || 'refusal' in saved) {
    for (const outcome of outcomes) tell(outcome, progress, report);
  } else if (saved.failure.code === 'diskFull') {
    throw new ImportFailure(diskFullWords);
  } else if (rows.length > 1) {
    for (const row of rows) saveBatch(replica, roster, [row], progress, report);
  } else {
    const [row] = rows;
    if (row) reject(progress, report, row.line, row.person.identity.name, [...row.notes, { field: 'path' in saved.failure ? saved.failure.path : '', code: 'notSaved', inFile: saved.failure.code, onRecord: '' }]);
  }
}

function tell({ row, outcome, notes }: RowOutcome, progress: JobProgress, report: Report): void {
  if (outcome === 'rejected') {
    reject(progress, report, row.line, row.person.identity.name, notes);
    return;
  }
  progress[outcome] += 1;
  for (const note of notes) addNote(report, String(row.line), outcomeWords[outcome], note);
}

function reject(progress: JobProgress, report: Report, line: number, name: string, notes: readonly RowNote[]): void {
  progress.rejected += 1;
  for (const note of notes) addNote(report, String(line), outcomeWords.rejected, note.inFile === '' ? { ...note, inFile: name } : note);
}

function addNote(report: Report, place: string, outcome: string, note: RowNote): void {
  report.add({ place, outcome, field: fieldWords(note.field), reason: noteWords[note.code], inFile: note.inFile, onRecord: note.onRecord });
}
