import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { CountyDocument, ExchangeResponse, LogEntry, LogPage } from '@lianyi/schema/wire/exchange';
import type { Core } from './core.ts';
import type { JudgedContent } from './countyContent.ts';
import { judgeContent } from './countyContent.ts';
import { diskFailureOf, isBusy } from './database.ts';
import { isOfFormerEpoch, isOfThisEpoch } from './epochs/witnesses.ts';
import { takeReceipt } from './receipts.ts';
import type { Road, WordOfScopes } from './scopesTaken.ts';
import { isLatestWord, rememberWord, scopesAfter } from './scopesTaken.ts';
import type { Shown } from './showAgain.ts';
import { park, project, showAgain } from './showAgain.ts';
import { putIndexesLast } from './snapshot/indexesLast.ts';
import type { Tables } from './tables.ts';

/** What the county answered, as far as the replica takes it in. */
export type CountyAnswer = WordOfScopes & Pick<ExchangeResponse, 'receipts' | 'page' | 'readOnly'>;

export interface Applied {
  /** Documents whose content or presence changed. */
  readonly documents: number;
  readonly receipts: number;
  /** Receipts that were not the county's, or about something else. */
  readonly refusedReceipts: number;
  /** Puts whose content did not match its hash, or was missing: they are asked for again. */
  readonly damaged: number;
  /** Puts that had been asked for again, and came. */
  readonly mended: number;
}

/**
 * Takes in the county's answer in one transaction: receipts, contents, memberships, overlays, projections and cursors
 * commit together, or none do. Taking the same answer twice changes nothing, and what an older one says of scopes counts no
 * more: of it only what is in the scopes followed now is taken.
 */
export function applyAnswer(core: Core, answer: CountyAnswer, road: Road = 'line'): Applied {
  const applied = tryCarefully((isCareful) => core.database.immediately(() => {
    const round = newRound(core, isCareful);
    const isLatest = isLatestWord(core.tables, answer, road);
    const scopes = scopesAfter(core.tables, answer, road);
    const followed = new Set(scopes);
    const page = isLatest ? answer.page : { ...answer.page, entries: answer.page.entries.filter(({ scope }) => followed.has(scope)) };
    remember(core.tables, 'epoch', answer.epoch);
    if (isLatest) {
      const isChanged = [remember(core.tables, 'scopes', scopes), remember(core.tables, 'readOnly', answer.readOnly ?? null)].includes(true);
      rememberWord(core.tables, answer, isChanged || road === 'stick' || page.entries.length > 0 || answer.receipts.length > 0);
    }
    leaveScopes(round, followed);
    const taken = answer.receipts.filter((receipt) => takeReceipt(core, receipt, followed)).length;
    // By a stick the rest may be long in coming.
    if (road === 'line' && page.more && core.tables.meta<boolean>('firstSyncDone') !== true && page.documents.some(({ kind }) => kind === 'patient')) putIndexesLast(core.database, core.tables);
    putContents(round, page);
    for (const entry of inOrder(page.entries)) applyEntry(round, entry);
    moveCursors(core.tables, page, followed);
    settleOverlays(round, page.entries);
    const documents = round.added + showAgain(round);
    return { documents, receipts: taken, refusedReceipts: answer.receipts.length - taken, damaged: round.damaged.size, mended: round.mended };
  }));
  if (applied.documents > 0 || applied.receipts > 0 || answer.page.entries.length > 0) core.committed();
  return applied;
}

/** One document that this version stumbles over must not stop the exchange for good: then each goes by itself. */
export function tryCarefully<Result>(work: (isCareful: boolean) => Result): Result {
  try {
    return work(false);
  } catch (error) {
    if (diskFailureOf(error) !== null || isBusy(error)) throw error;
    return work(true);
  }
}

export interface Round extends Shown {
  readonly damaged: Set<string>;
  /** Documents whose content has to come again, as far as the replica knew before this answer. */
  readonly awaited: ReadonlySet<string>;
  /** Documents of this answer of which the county has more than this version sees. */
  readonly lowered: Set<string>;
  /** Whether such documents were here before: the common case has none, and asks no further. */
  readonly isAnyLowered: boolean;
  /** Documents that were not here before. */
  added: number;
  mended: number;
}

export const newRound = (core: Core, isCareful: boolean): Round => ({
  core, tables: core.tables, touched: new Map(), damaged: new Set(), awaited: damagedBefore(core.tables), lowered: new Set(), isAnyLowered: isAnyLowered(core.tables), added: 0, mended: 0, isCareful,
});

const isAnyLowered = (tables: Tables): boolean => tables.get('SELECT 1 FROM lowered LIMIT 1') !== undefined;

const damagedBefore = (tables: Tables): ReadonlySet<string> =>
  new Set(tables.all<{ document_id: string }>('SELECT document_id FROM refetch').map((row) => row.document_id));

const touch = (round: Round, id: string, body: string | null = null): void => void round.touched.set(id, body ?? round.touched.get(id) ?? null);

/** Writes only what is new: an idle exchange must not cost a sync to disk. @returns whether it was */
function remember(tables: Tables, name: string, value: unknown): boolean {
  const isNew = !isSameJson(tables.meta(name) ?? null, value);
  if (isNew) tables.setMeta(name, value);
  return isNew;
}

/** The numbers of each scope in order. Between scopes order does not matter: what has no membership left goes at the end. */
function inOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  return entries.toSorted((a, b) => a.scope.localeCompare(b.scope) || a.number - b.number);
}

/** A scope that is no longer followed takes its memberships with it. */
function leaveScopes(round: Round, followed: ReadonlySet<string>): void {
  for (const { number, name } of round.tables.all<{ number: number; name: string }>('SELECT number, name FROM scope')) {
    if (followed.has(name)) continue;
    const members = round.tables.all<{ id: string }>('SELECT d.id FROM membership m JOIN document d ON d.number = m.document WHERE m.scope = ?', number);
    for (const { id } of members) touch(round, id);
    round.tables.run('UPDATE document SET evict_due = 1 WHERE number IN (SELECT document FROM membership WHERE scope = ?)', number);
    round.tables.run('DELETE FROM membership WHERE scope = ?', number);
    round.tables.run('DELETE FROM cursor WHERE scope = ?', name);
    round.tables.run('DELETE FROM refetch WHERE scope = ?', name);
    round.tables.run('DELETE FROM lowered WHERE scope = ?', name);
    round.tables.run('DELETE FROM scope WHERE number = ?', number);
  }
}

/** Documents that an entry puts which was not applied before, or that were asked for again. */
function newPuts({ tables, awaited }: Round, page: LogPage): ReadonlySet<string> {
  const fresh = page.entries.filter((entry) => entry.number > cursorOf(tables, entry.scope)).flatMap((entry) => entry.puts.map((put) => put.id));
  return new Set([...fresh, ...awaited]);
}

/** Content is taken in above the local revision only; what this version does not understand is parked whole. */
function putContents(round: Round, page: LogPage): void {
  const expected = newPuts(round, page);
  for (const document of page.documents) {
    const row = round.tables.row(document.id);
    if (row === undefined ? !expected.has(document.id) : document.revision <= row.revision && !isFuller(round, document, row.revision) && !isOfFormerEpoch(round.tables, document.id)) continue;
    const judged = judgeContent(document, round.core.kinds);
    if (judged.verdict === 'damaged') {
      round.damaged.add(document.id);
      continue;
    }
    if (judged.verdict === 'known') noteLowered(round, document.id, judged.isLowered);
    isOfThisEpoch(round.tables, document.id);
    if (row === undefined && judged.verdict === 'known') addDocument(round, document, judged);
    else putContent(round, document, judged);
  }
}

/** The same revision again, which this version of the app sees more of than the one that took it in. */
const isFuller = (round: Round, { id, revision }: CountyDocument, here: number): boolean => revision === here && round.awaited.has(id) && isLowered(round, id);

function noteLowered(round: Round, id: string, isNow: boolean): void {
  if (isNow) round.lowered.add(id);
  else if (round.isAnyLowered) round.tables.run('DELETE FROM lowered WHERE document_id = ?', id);
}

const isLowered = (round: Round, id: string): boolean =>
  round.lowered.has(id) || (round.isAnyLowered && round.tables.get('SELECT 1 FROM lowered WHERE document_id = ?', id) !== undefined);

/** The common case of a first sync: nothing of it is here, so nothing lies on top of it. @returns the document's number here */
export function addDocument(round: Round, { id, revision, hash }: CountyDocument, judged: Extract<JudgedContent, { verdict: 'known' }>): number {
  const number = round.tables.insert(
    'INSERT INTO document (id, kind, version, revision, hash, shown) VALUES (?, ?, ?, ?, ?, ?)',
    id, judged.document.kind, round.core.kinds.rules[judged.document.kind].version, revision, Buffer.from(hash, 'hex'), judged.body,
  );
  if (project(round, null, judged.document)) round.added += 1;
  else {
    round.tables.run('UPDATE document SET shown = NULL WHERE number = ?', number);
    park(round.tables, number, judged.body);
  }
  return number;
}

export function putContent(round: Round, { id, kind, version, revision, hash }: CountyDocument, judged: Exclude<JudgedContent, { verdict: 'damaged' }>): void {
  const { tables } = round;
  const hashBytes = Buffer.from(hash, 'hex');
  tables.run(
    `INSERT INTO document (id, kind, version, revision, hash) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, revision = excluded.revision, hash = excluded.hash`,
    id, kind, version, revision, hashBytes,
  );
  if (judged.verdict === 'known') {
    tables.run('DELETE FROM parked WHERE document_id = ?', id);
    touch(round, id, judged.body);
    return;
  }
  tables.run(
    'INSERT OR REPLACE INTO parked (document_id, kind, version, revision, hash, body, reason) VALUES (?,?,?,?,?,?,?)',
    id, kind, version, revision, hashBytes, judged.body, judged.reason,
  );
}

/**
 * A put sets membership and clears `evictDue`, whatever its content; an evict ends membership at once. Of entries that
 * were applied before (an answer that comes twice, or late) only what was asked for again is taken.
 */
function applyEntry(round: Round, entry: LogEntry): void {
  const { tables } = round;
  const scope = scopeNumber(tables, entry.scope);
  const isNew = entry.number > cursorOf(tables, entry.scope);
  for (const put of entry.puts) {
    if (!isNew && !round.awaited.has(put.id)) continue;
    if (!isNew && tables.get('SELECT 1 FROM refetch WHERE scope = ? AND document_id = ?', entry.scope, put.id) === undefined) continue;
    const row = tables.row(put.id);
    if (row === undefined || row.revision < put.revision) {
      round.damaged.add(put.id);
      tables.run('INSERT OR IGNORE INTO refetch (scope, number, document_id) VALUES (?, ?, ?)', entry.scope, entry.number, put.id);
    } else if (round.awaited.has(put.id) && !round.damaged.has(put.id)) {
      tables.run('DELETE FROM refetch WHERE scope = ? AND document_id = ?', entry.scope, put.id);
      round.mended += 1;
    }
    if (row === undefined) continue;
    if (isLowered(round, put.id)) tables.run('INSERT OR REPLACE INTO lowered (document_id, scope, number) VALUES (?, ?, ?)', put.id, entry.scope, entry.number);
    tables.run('INSERT OR IGNORE INTO membership (document, scope) VALUES (?, ?)', row.number, scope);
    if (row.evict_due === 1) tables.run('UPDATE document SET evict_due = 0 WHERE number = ?', row.number);
  }
  for (const id of isNew ? entry.evicts : []) {
    const row = tables.row(id);
    tables.run('DELETE FROM refetch WHERE scope = ? AND document_id = ?', entry.scope, id);
    tables.run('DELETE FROM lowered WHERE scope = ? AND document_id = ?', entry.scope, id);
    if (row === undefined) continue;
    tables.run('DELETE FROM membership WHERE document = ? AND scope = ?', row.number, scope);
    tables.run('UPDATE document SET evict_due = 1 WHERE number = ?', row.number);
    touch(round, id);
  }
}

export function scopeNumber(tables: Tables, name: string): number {
  const known = tables.get<{ number: number }>('SELECT number FROM scope WHERE name = ?', name);
  if (known) return known.number;
  tables.run('INSERT INTO scope (name) VALUES (?)', name);
  return scopeNumber(tables, name);
}

export const cursorOf = (tables: Tables, scope: string): number => tables.get<{ number: number }>('SELECT number FROM cursor WHERE scope = ?', scope)?.number ?? 0;

/** Cursors never go back. */
function moveCursors(tables: Tables, page: LogPage, followed: ReadonlySet<string>): void {
  for (const [scope, number] of Object.entries(page.cursors)) {
    if (!followed.has(scope) || number <= cursorOf(tables, scope)) continue;
    tables.run('INSERT INTO cursor (scope, number) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET number = excluded.number', scope, number);
  }
}

/**
 * An overlay goes with the put that includes its bundle, or with its receipt once the cursors are there: whichever is
 * first. One whose document came damaged, or is parked, stays until the document can be shown.
 */
export function settleOverlays(round: Round, entries: readonly LogEntry[]): void {
  const { tables } = round;
  const followed = new Set(tables.meta<string[]>('scopes') ?? []);
  const cursors = new Map(tables.all<{ scope: string; number: number }>('SELECT scope, number FROM cursor').map((row) => [row.scope, row.number]));
  for (const entry of entries) {
    if (entry.bundleId === null) continue;
    const own = tables.get<{ save_number: number }>('SELECT save_number FROM bundle WHERE id = ?', entry.bundleId);
    if (own) settle(round, own.save_number);
  }
  for (const row of tables.all<{ save_number: number; settles_at: string }>('SELECT save_number, settles_at FROM bundle WHERE settles_at IS NOT NULL')) {
    const awaited = JSON.parse(row.settles_at) as Record<string, number>;
    // Nothing is awaited any more of a scope that was left meanwhile. One that is followed and has no cursor yet is at its start.
    const isReached = Object.entries(awaited).every(([scope, number]) => !followed.has(scope) || (cursors.get(scope) ?? 0) >= number);
    if (isReached && settle(round, row.save_number)) tables.run('UPDATE bundle SET settles_at = NULL WHERE save_number = ?', row.save_number);
  }
}

/** @returns true when nothing of the bundle is left on top. */
function settle(round: Round, saveNumber: number): boolean {
  const { tables } = round;
  const open = 'save_number = ? AND document_id NOT IN (SELECT document_id FROM refetch) AND document_id NOT IN (SELECT document_id FROM parked)';
  for (const { document_id: id } of tables.all<{ document_id: string }>(`SELECT document_id FROM overlay WHERE ${open}`, saveNumber)) touch(round, id);
  tables.run(`DELETE FROM overlay WHERE ${open}`, saveNumber);
  return tables.get('SELECT 1 FROM overlay WHERE save_number = ?', saveNumber) === undefined;
}
