import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { BundleId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { bundleBody, maxBundleBytes, maxBundleWrites } from '@lianyi/schema/documents/bundle';
import { keepFile } from './attachments/attachmentFiles.ts';
import type { Core } from './core.ts';
import { diskFailureOf } from './database.ts';
import type { DraftedDocument, Present } from './draftWrites.ts';
import { draftWrites } from './draftWrites.ts';
import type { BundleHead } from './outbox.ts';
import { bodyTextOf, bundleBodyOf, insertBundle, nextSaveNumber, seal } from './outbox.ts';
import { readOnlyUnitsHere } from './readOnlyUnits.ts';
import type { Actor, Decision, Reader, SaveFailure, SaveResult, WritesToSave } from './replica.ts';

/** One business action in one transaction; see `Replica.save`. */
export function save<Refusal>(core: Core, action: string, actor: Actor, decide: (read: Reader) => Decision<Refusal>): SaveResult<Refusal> {
  return committing(core, () => {
    const decision = decide(core.tables);
    if ('refusal' in decision) return { ok: false, refusal: decision.refusal };
    const now = core.now();
    const head: BundleHead = {
      id: newId(now.getTime()) as BundleId,
      action,
      savedAt: localClockTime(now),
      saveNumber: nextSaveNumber(core.tables),
    };
    const failure = write(core, head, actor, decision);
    return failure === null ? { ok: true, bundleId: head.id, savedAt: head.savedAt } : { ok: false, failure };
  });
}

/** Runs a save in one transaction, and remembers whether the disk took it. */
export function committing<Refusal>(core: Core, work: () => SaveResult<Refusal>): SaveResult<Refusal> {
  let result: SaveResult<Refusal>;
  try {
    result = core.database.immediately(work);
  } catch (error) {
    const failure = diskFailureOf(error);
    if (failure === null) throw error;
    core.disk.ok = false;
    core.committed();
    return { ok: false, failure: { code: failure } };
  }
  if (result.ok) {
    core.disk.ok = true;
    core.committed();
  }
  return result;
}

/** Nothing is written before everything that can be refused has been looked at. */
function write(core: Core, head: BundleHead, actor: Actor, decision: WritesToSave): SaveFailure | null {
  const author = { bundleId: head.id, deviceId: core.identity.deviceId, orgId: actor.orgId, personId: actor.personId, savedAt: head.savedAt };
  const drafts = draftWrites(decision.writes, author, presentIn(core));
  if ('code' in drafts) return drafts;
  const body = bundleBodyOf(core, head, actor, drafts.map((draft) => draft.write), decision.follows);
  const text = bodyTextOf(body);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBundleBytes || drafts.length > maxBundleWrites) return { code: 'tooLarge', bytes };
  // What the county could not read would end in quarantine, and with it all that is saved on top of it.
  const issue = bundleBody.safeParse(body).error?.issues[0];
  if (issue) return { code: 'invalid', id: '', path: issue.path.map(String).join('.'), message: issue.message };

  insertBundle(core.tables, head, seal(core, decision.lane ?? 'routine', text));
  for (const draft of drafts) {
    writeDocument(core, draft, head.saveNumber);
    core.project(core.tables, draft.before, draft.after);
  }
  for (const file of decision.files ?? []) keepFile(core.tables, file, core.now());
  return null;
}

const presentIn = ({ tables, kinds }: Core): Present => ({
  kinds,
  hasMoved: (id) => tables.row(id)?.evict_due === 1,
  shown: (id) => tables.shown(id),
  exists: (id) => tables.row(id) !== undefined,
  readOnly: (id) => {
    if (tables.get('SELECT 1 FROM parked WHERE document_id = ?', id) !== undefined) return 'newerVersion';
    return tables.row(id)?.evict_due === 1 ? 'moved' : null;
  },
  isUnitReadOnly: (kind, unit) => readOnlyUnitsHere(tables, kind).some((name) => name === '*' || name === unit.split('/')[0]),
});

function writeDocument({ tables, kinds }: Core, draft: DraftedDocument, saveNumber: number): void {
  const { before, after, write: made } = draft;
  const shown = canonicalJson(after);
  if (before === null) {
    tables.run('INSERT INTO document (id, kind, version, shown) VALUES (?, ?, ?, ?)', after.id, after.kind, kinds.rules[after.kind].version, shown);
  } else {
    tables.run('UPDATE document SET base = CASE WHEN base IS NULL AND revision > 0 THEN shown ELSE base END, shown = ? WHERE id = ?', shown, after.id);
  }
  tables.run('INSERT INTO overlay (document_id, save_number) VALUES (?, ?)', after.id, saveNumber);
  for (const unit of made.op === 'create' ? [''] : made.changes.map((change) => change.unit)) {
    tables.run(
      'INSERT INTO maker (document_id, unit, save_number) VALUES (?, ?, ?) ON CONFLICT (document_id, unit) DO UPDATE SET save_number = excluded.save_number',
      after.id, unit, saveNumber,
    );
  }
}
