import { localClockTime } from '@lianyi/schema/basics/dates';
import type { BundleId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import { bundleBody, maxBundleBytes } from '@lianyi/schema/documents/bundle';
import { standingIds } from '@lianyi/schema/documents/correction';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { isKind, parseDocument } from '@lianyi/schema/documents/kinds';
import { liftWrite } from '@lianyi/schema/documents/lifting';
import { isUnitOf, withUnit } from '@lianyi/schema/documents/units';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';
import type { BundleHead } from './outbox.ts';
import { bodyTextOf, bundleBodyOf, insertBundle, nextSaveNumber, seal } from './outbox.ts';
import type { Actor, Correcting, CorrectionRefusal, Reader, SaveFailure, SaveResult } from './replica.ts';
import { committing } from './save.ts';
import { showAgain } from './showAgain.ts';
import type { Tables } from './tables.ts';

/** A bundle in quarantine, as far as its correction needs it. */
interface Corrected {
  readonly saveNumber: number;
  /** The correction goes the same road: never before what it corrects. */
  readonly lane: Lane;
  readonly body: BundleBody;
  /** Where it lies on the documents. */
  readonly place: number;
}

/** Puts a later bundle in the place of one in quarantine, in one transaction; see `Replica.correct`. */
export function correct(core: Core, actor: Actor, correcting: Correcting): SaveResult<CorrectionRefusal> {
  return committing(core, () => {
    const corrected = correctedBy(core.tables, correcting.bundleId);
    if (typeof corrected === 'string') return { ok: false, refusal: corrected };
    const refusal = refusalOf(core.tables, corrected, correcting.writes);
    if (refusal !== null) return { ok: false, refusal };
    const failure = failureOf(core, correcting.writes);
    if (failure !== null) return { ok: false, failure };

    const now = core.now();
    const { action } = corrected.body;
    const head: BundleHead = { id: newId(now.getTime()) as BundleId, action, savedAt: localClockTime(now), saveNumber: nextSaveNumber(core.tables) };
    const body: BundleBody = {
      ...bundleBodyOf(core, head, actor, correcting.writes),
      needs: [...needsInPlace(core, head, actor, corrected, correcting.writes)],
      corrects: { bundleId: corrected.body.id, reason: correcting.reason },
    };
    const text = bodyTextOf(body);
    if (Buffer.byteLength(text) > maxBundleBytes) return { ok: false, failure: { code: 'tooLarge', bytes: Buffer.byteLength(text) } };
    const issue = bundleBody.safeParse(body).error?.issues[0];
    if (issue) return { ok: false, failure: { code: 'invalid', id: '', path: issue.path.map(String).join('.'), message: issue.message } };

    insertBundle(core.tables, head, seal(core, corrected.lane, text));
    takePlace(core, corrected, head.saveNumber, correcting.writes);
    return { ok: true, bundleId: head.id, savedAt: head.savedAt };
  });
}

function correctedBy(tables: Tables, bundleId: string): Corrected | CorrectionRefusal {
  const row = tables.get<{ save_number: number; lane: Lane; body: string; outcome: string | null; by: number | null; place: number | null }>(
    `SELECT b.save_number, b.lane, b.body, b.outcome, c.by_save_number AS by, own.place FROM bundle b
       LEFT JOIN correction c ON c.save_number = b.save_number LEFT JOIN correction own ON own.by_save_number = b.save_number
      WHERE b.id = ?`,
    bundleId,
  );
  if (row === undefined || row.outcome !== 'quarantined') return 'notInQuarantine';
  if (row.by !== null) return 'correctedAlready';
  return { saveNumber: row.save_number, lane: row.lane, body: JSON.parse(row.body) as BundleBody, place: row.place ?? row.save_number };
}

function refusalOf(tables: Tables, { body, saveNumber }: Corrected, writes: readonly Write[]): CorrectionRefusal | null {
  const written = new Set(writes.map(documentIdOf));
  const original = new Set(body.writes.map(documentIdOf));
  if ([...written].some((id) => !original.has(id))) return 'otherDocument';
  // What the county has got by another road is not withdrawn.
  if (standingIds(body.writes).some((id) => !written.has(id) && (tables.row(id)?.revision ?? 0) === 0)) return 'factWithdrawn';
  const isDropped = [...original].some((id) => !written.has(id));
  return isDropped && dependantsOf(tables, body.id, saveNumber).length > 0 ? 'othersDepend' : null;
}

/** Own bundles, not known to be taken in and not corrected, that need this one. */
export function dependantsOf(read: Pick<Reader, 'all'>, bundleId: string, saveNumber: number): readonly { readonly bundleId: string; readonly action: string; readonly savedAt: string }[] {
  return read.all(
    `SELECT b.id AS bundleId, b.action, b.saved_at AS savedAt FROM bundle b, json_each(b.body, '$.needs') n
      WHERE b.save_number > ? AND n.value = ? AND (b.outcome IS NULL OR b.outcome IN ('waiting', 'quarantined'))
        AND b.save_number NOT IN (SELECT save_number FROM correction) ORDER BY b.save_number`,
    saveNumber, bundleId,
  );
}

/** What the county could not take either is refused at its field, lifted where it was saved before an upgrade. */
function failureOf({ tables, kinds }: Core, writes: readonly Write[]): SaveFailure | null {
  for (const written of writes) {
    if (!isKind(written.kind)) continue;
    const id = documentIdOf(written);
    const shown = tables.shown(id);
    const lifted = liftWrite(written, written.kind, shown ?? null, kinds);
    // Of another version than this app lifts: the county judges it.
    if (!lifted.ok) continue;
    const { write } = lifted;
    let document: unknown = write.op === 'create' ? write.document : shown;
    if (document === undefined) continue;
    for (const { unit, after } of write.op === 'change' ? write.changes : []) {
      if (!isUnitOf(written.kind, unit, kinds)) return { code: 'invalid', id, path: unit, message: 'notAUnit' };
      document = withUnit(document as AnyDocument, unit, after);
    }
    const issue = parseDocument(document, kinds).error?.issues[0];
    if (issue) return { code: 'invalid', id, path: issue.path.map(String).join('.'), message: issue.message };
  }
  return null;
}

/** What the corrected one needed, and what had been saved before it: a correction stands in its place and not at the end. */
function needsInPlace(core: Core, head: BundleHead, actor: Actor, { body, place, saveNumber }: Corrected, writes: readonly Write[]): readonly BundleId[] {
  const ids = new Set([...body.needs, ...bundleBodyOf(core, head, actor, writes).needs]);
  return [...ids].filter((id) => {
    const row = core.tables.get<{ save_number: number; outcome: string | null }>('SELECT save_number, outcome FROM bundle WHERE id = ?', id);
    return row !== undefined && row.save_number < place && row.save_number !== saveNumber && row.outcome !== 'accepted' && row.outcome !== 'merged';
  });
}

/** The correction's overlays lie where the corrected one's lay, and who changes the documents from now on needs it instead. */
function takePlace(core: Core, { saveNumber, body, place }: Corrected, by: number, writes: readonly Write[]): void {
  const { tables } = core;
  tables.run('INSERT INTO correction (save_number, by_save_number, place) VALUES (?, ?, ?)', saveNumber, by, place);
  tables.run('DELETE FROM overlay WHERE save_number = ?', saveNumber);
  const written = new Set(writes.map(documentIdOf));
  for (const id of written) tables.run('INSERT INTO overlay (document_id, save_number, place) VALUES (?, ?, ?)', id, by, place);
  const touched = new Map<string, string | null>();
  for (const id of body.writes.map(documentIdOf)) {
    touched.set(id, null);
    if (!written.has(id)) tables.run('DELETE FROM maker WHERE save_number = ? AND document_id = ?', saveNumber, id);
  }
  tables.run('UPDATE maker SET save_number = ? WHERE save_number = ?', by, saveNumber);
  showAgain({ core, tables, touched, isCareful: false });
}

const documentIdOf = (write: Write): string => (write.op === 'create' ? write.document.id : write.id);
