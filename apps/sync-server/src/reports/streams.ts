import { jsonHash } from '@lianyi/schema/basics/digest';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import type { RxdbStreamName, StreamCheckpoint, StreamPage } from '@lianyi/schema/wire/rxdbStreams';
import { rxdbStreamNames, rxdbStreams } from '@lianyi/schema/wire/rxdbStreams';
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

/** What a checkpoint is of that does not go on here: another of our streams, seen by the same eyes, or another history or view. */
type OtherCopy = 'otherStream' | 'otherHistory';

/**
 * What follows the checkpoint, from the beginning without one: as many documents as were asked for, or all that there are
 * up to now; or what else the checkpoint is of.
 */
export async function streamPage(source: StreamSource, view: StreamView, checkpoint: StreamCheckpoint | null, limit: number): Promise<StreamPage | OtherCopy> {
  const until = await settledPosition(source.db);
  const other = checkpoint === null ? null : await otherCopyOf(source, view, checkpoint, until);
  if (other !== null) return other;
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

async function checkpointAt(source: StreamSource, { stream, scopes }: StreamView, { position, id }: Pick<StreamChange, 'position' | 'id'>): Promise<StreamCheckpoint> {
  return { history: historyOf(source, stream, await scopesAt(source, scopes, position)), position, id };
}

async function otherCopyOf(source: StreamSource, { stream, scopes }: StreamView, { history, position }: StreamCheckpoint, until: number): Promise<OtherCopy | null> {
  const begun = await scopesAt(source, scopes, position);
  if (history === historyOf(source, stream, begun)) return position <= until ? null : 'otherHistory';
  // Seen by the same eyes, or one of what everybody sees, or of the whole county.
  const views = [begun, await scopesAt(source, [catalogueScope], position), null];
  return rxdbStreamNames.some((name) => name !== stream && views.some((seen) => history === historyOf(source, name, seen))) ? 'otherStream' : 'otherHistory';
}

/**
 * Those scopes of which a copy that has come to this position may hold something. A scope whose log begins later changes
 * nothing, one that is added or taken away does: what came before is missing from the copy, or too much in it.
 */
const scopesAt = async ({ db }: StreamSource, scopes: StreamView['scopes'], position: number): Promise<StreamView['scopes']> =>
  scopes && within(db, { scopes }, async (read) => scopesBegunBy(read, scopes, position));

/** Names what a copy is of: the county's epoch, the stream, and the scopes. */
const historyOf = ({ epoch }: StreamSource, stream: RxdbStreamName, begun: StreamView['scopes']): string => jsonHash([epoch, stream, begun]).slice(0, 16);
