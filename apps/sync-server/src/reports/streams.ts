import { jsonHash } from '@lianyi/schema/basics/digest';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import type { RxdbStreamName, StreamCheckpoint, StreamPage } from '@lianyi/schema/wire/rxdbStreams';
import { rxdbStreams } from '@lianyi/schema/wire/rxdbStreams';
import type { Database } from '../store/database.ts';
import { within } from '../store/reach.ts';
import { settledPosition } from '../store/scopeLog.ts';
import type { StreamChange } from '../store/streamLog.ts';
import { changesAfter, scopesBegunBy, streamStart } from '../store/streamLog.ts';

/** What the streams read from. */
export interface StreamSource {
  readonly db: Database;
  readonly epoch: string;
  readonly kinds: KindTable;
}

/** A stream as somebody sees it. */
export interface StreamView {
  readonly stream: RxdbStreamName;
  /** Null: the whole county. */
  readonly scopes: readonly string[] | null;
}

/**
 * What follows the checkpoint, from the beginning without one: as many documents as were asked for, or all that there are
 * up to now. Null if the checkpoint is of another history.
 */
export async function streamPage(source: StreamSource, view: StreamView, checkpoint: StreamCheckpoint | null, limit: number): Promise<StreamPage | null> {
  const until = await settledPosition(source.db);
  if (checkpoint !== null && !(await isOfThisHistory(source, view, checkpoint, until))) return null;
  const { kind } = rxdbStreams[view.stream];
  const changes = await changesAfter(source.db, { kind, scopes: view.scopes, after: checkpoint ?? streamStart, until, limit });
  const last = changes.at(-1);
  return {
    documents: changes.map((change) => documentOf(source, view, change)),
    // RxDB keeps no checkpoint of a page without documents: it gets back the one that it has.
    checkpoint: last === undefined && checkpoint !== null ? checkpoint : await checkpointAt(source, view, last ?? streamStart),
  };
}

/** Whether the stream has anything after one settled position, up to another. */
export async function hasChanged({ db }: StreamSource, { stream, scopes }: StreamView, after: number, until: number): Promise<boolean> {
  const changes = await changesAfter(db, { kind: rxdbStreams[stream].kind, scopes, after: { ...streamStart, position: after + 1 }, until, limit: 1 });
  return changes.length > 0;
}

function documentOf({ kinds }: StreamSource, { stream }: StreamView, { id, document }: StreamChange): StreamPage['documents'][number] {
  const { kind, blank } = rxdbStreams[stream];
  return document === null ? { ...blank, id, _deleted: true } : { ...liftedBody(document.body, kind, document.version, kinds), id, _deleted: false };
}

async function checkpointAt(source: StreamSource, view: StreamView, { position, id }: Pick<StreamChange, 'position' | 'id'>): Promise<StreamCheckpoint> {
  return { history: await historyAt(source, view, position), position, id };
}

async function isOfThisHistory(source: StreamSource, view: StreamView, { history, position }: StreamCheckpoint, until: number): Promise<boolean> {
  return position <= until && history === (await historyAt(source, view, position));
}

/**
 * Names what a copy that has come to this position is of: the county's epoch, the stream, and those scopes of which it may
 * hold something. A scope whose log begins later changes nothing, one that is added or taken away does: what came before
 * is missing from the copy, or too much in it.
 */
async function historyAt({ db, epoch }: StreamSource, { stream, scopes }: StreamView, position: number): Promise<string> {
  return jsonHash([epoch, stream, scopes && (await within(db, { scopes }, async (read) => scopesBegunBy(read, scopes, position)))]).slice(0, 16);
}
