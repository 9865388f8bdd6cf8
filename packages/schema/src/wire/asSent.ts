import * as z from 'zod';
import { isSameJson } from '../basics/canonicalJson.ts';
import { contentHash } from '../documents/contentHash.ts';
import { write } from '../documents/bundle.ts';
import type { CountyDocument, LogPage, Submission } from './exchange.ts';

/** A document as a request creates it: its content, and the version of its kind that wrote it. */
export interface SentDocument {
  readonly kind: string;
  readonly version: number;
  readonly body: unknown;
}

const withWrites = z.looseObject({ writes: z.array(z.unknown()) });

/** What these bundles create, by id. What is no bundle, or no write, creates nothing. */
export function createdBy(submissions: readonly Pick<Submission, 'body'>[]): ReadonlyMap<string, SentDocument> {
  const created = new Map<string, SentDocument>();
  for (const { body } of submissions) {
    const bundle = withWrites.safeParse(body);
    for (const each of bundle.success ? bundle.data.writes : []) {
      const parsed = write.safeParse(each);
      if (parsed.success && parsed.data.op === 'create') created.set(parsed.data.document.id, { kind: parsed.data.kind, version: parsed.data.version, body: parsed.data.document });
    }
  }
  return created;
}

/** Whether the county has the document just as the request created it, so that its answer need not bring it back. */
export function isAsSent(document: CountyDocument, created: ReadonlyMap<string, SentDocument>): boolean {
  const sent = created.get(document.id);
  return sent !== undefined && document.revision === 1 && document.lowered === undefined && document.kind === sent.kind && document.version === sent.version && isSameJson(document.body, sent.body);
}

/** The page with the documents that it puts and left out, because the request that it answers created them just so. */
export function completed(page: LogPage, created: ReadonlyMap<string, SentDocument>): LogPage {
  const here = new Set(page.documents.map(({ id }) => id));
  const leftOut = new Map<string, CountyDocument>();
  for (const { id, revision } of page.entries.flatMap(({ puts }) => puts)) {
    const sent = created.get(id);
    if (revision === 1 && sent !== undefined && !here.has(id)) leftOut.set(id, { id, ...sent, revision, hash: contentHash(sent.body) });
  }
  return leftOut.size === 0 ? page : { ...page, documents: [...page.documents, ...leftOut.values()] };
}
