import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { KindTable, ScopeId } from '@lianyi/schema/documents/kinds';
import { isKind } from '@lianyi/schema/documents/kinds';
import { isSpoken, loweredBody } from '@lianyi/schema/documents/lifting';
import type { SentDocument } from '@lianyi/schema/wire/asSent';
import { isAsSent } from '@lianyi/schema/wire/asSent';
import type { CountyDocument, LogPage } from '@lianyi/schema/wire/exchange';
import type { ExchangeReader } from '../store/exchangeStore.ts';
import type { DocumentState, LogEntryRow } from '../store/scopeLog.ts';
import type { ExchangeParts } from './county.ts';

/**
 * What follows the cursors in the scopes, from one snapshot of the database: whole bundles in the order of the log, at
 * least one, at most `pageDocuments` puts. A document that several entries put is there once, as it is now; one that has
 * left these scopes since is not there, nor is it put: what evicts it follows.
 * @param known the kinds that the client knows in another version than 1
 * @param sent what the client has just created, and keeps: of that only what is not as it was sent comes back, and it does not count
 */
export async function pullPage(
  county: ExchangeParts, scopes: ReadonlySet<ScopeId>, cursors: Readonly<Record<ScopeId, number>>, pageDocuments: number,
  known: Readonly<Record<string, number>>, sent: ReadonlyMap<string, SentDocument> = new Map(),
): Promise<LogPage> {
  const after = new Map([...scopes].map((scope) => [scope, cursors[scope] ?? 0]));
  const here = Object.fromEntries(after);
  if (pageDocuments === 0 || after.size === 0) return { entries: [], documents: [], cursors: here, more: false };
  return county.store.snapshot(scopes, async (read) => {
    const { taken, more } = await firstBundles(read, after, pageDocuments, sent);
    const ids = [...new Set(taken.flatMap((row) => row.putIds))];
    const states = await read.documentStates(ids, [...scopes]);
    const isHere = new Set(states.map((state) => state.id));
    const reached = new Map(after);
    for (const row of taken) reached.set(row.scope, Math.max(reached.get(row.scope) ?? 0, row.number));
    return {
      entries: taken.map((row) => ({
        scope: row.scope,
        number: row.number,
        bundleId: row.bundleId,
        puts: row.putIds.map((id, at) => ({ id, revision: row.putRevisions[at] ?? 1 })).filter((put) => isHere.has(put.id)),
        evicts: [...row.evictIds],
      })),
      documents: states.map((state) => documentFor(known, state, county.kinds)).filter((document) => !isAsSent(document, sent)),
      cursors: Object.fromEntries(reached),
      more,
    };
  });
}

/** The document as it is, or, where it is newer than the client and a lens shows it, as the client's version sees it. */
function documentFor(known: Readonly<Record<string, number>>, state: DocumentState, kinds: KindTable): CountyDocument {
  const { kind } = state;
  const version = known[kind] ?? 1;
  if (version >= state.version || !isKind(kind) || !isSpoken(kind, version, kinds)) return { ...state };
  const body = loweredBody(state.body, kind, state.version, version, kinds);
  if (body === null) return { ...state };
  return { ...state, body, lowered: { version, hash: contentHash(body) } };
}

/**
 * The rows of the bundles that fit. A bundle may put hundreds of documents: first a few entries of each scope are read, and
 * more only if these leave room, so that a page costs the same however much follows it.
 */
async function firstBundles(read: ExchangeReader, after: ReadonlyMap<ScopeId, number>, pageDocuments: number, sent: ReadonlyMap<string, unknown>): Promise<{ readonly taken: readonly LogEntryRow[]; readonly more: boolean }> {
  for (let limit = Math.ceil(pageDocuments / 8) + 1; ; limit *= 4) {
    const rows = await read.entriesAfter(after, limit);
    // Up to there no scope holds back what another has of the same bundle.
    const wholeUpTo = Math.min(...[...Map.groupBy(rows, ({ scope }) => scope).values()].map((ofScope) => (ofScope.length < limit ? Number.POSITIVE_INFINITY : (ofScope.at(-1)?.position ?? 0))));
    const whole = rows.filter(({ position }) => position <= wholeUpTo);
    const taken = wholeBundles(whole, pageDocuments, sent);
    const isAll = whole.length === rows.length && wholeUpTo === Number.POSITIVE_INFINITY;
    if (taken.length < whole.length || isAll) return { taken, more: taken.length < rows.length };
  }
}

/** The rows of the first bundles whose puts, counted once per bundle, fit; the first bundle always. */
function wholeBundles(rows: readonly LogEntryRow[], pageDocuments: number, sent: ReadonlyMap<string, unknown>): readonly LogEntryRow[] {
  const taken: LogEntryRow[] = [];
  let documents = 0;
  for (let at = 0; at < rows.length;) {
    const position = rows[at]?.position;
    let end = at;
    while (rows[end]?.position === position) end += 1;
    const bundle = rows.slice(at, end);
    const puts = new Set(bundle.flatMap((row) => row.putIds));
    const size = Math.max(puts.size === 0 ? 1 : 0, [...puts].filter((id) => !sent.has(id)).length);
    if (taken.length > 0 && documents + size > pageDocuments) break;
    taken.push(...bundle);
    documents += size;
    at = end;
  }
  return taken;
}
