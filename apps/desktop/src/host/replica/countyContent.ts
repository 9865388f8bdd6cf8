import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind, parseDocument } from '@lianyi/schema/documents/kinds';
import type { Body } from '@lianyi/schema/documents/lens';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import { digestHex } from './deviceKey.ts';

/** What the county's document is to this version of the app. */
export type JudgedContent =
  /** `isLowered`: the county has more of it than this version sees. */
  | { readonly verdict: 'known'; readonly body: string; readonly document: AnyDocument; readonly isLowered: boolean }
  | { readonly verdict: 'parked'; readonly body: string; readonly reason: 'unknownKind' | 'newerVersion' | 'invalid' }
  /** Not what the county hashed, or not the document it says it is. */
  | { readonly verdict: 'damaged' };

/** Judges a pulled document leniently: whatever it is, it harms nothing but itself. What is older is lifted. Never throws. */
export function judgeContent(document: CountyDocument, kinds: KindTable): JudgedContent {
  const body = canonicalText(document.body);
  const sent = document.lowered ?? document;
  if (body === null || digestHex(body) !== sent.hash || !isAbout(document)) return { verdict: 'damaged' };
  return judgeBody(document, body, kinds);
}

/** A document that comes without its hash, as in a signed snapshot, with its id and the hash that its content has. Null for a body that is no document. */
export function judgeUnhashed({ kind, version, body }: Pick<CountyDocument, 'kind' | 'version' | 'body'>, kinds: KindTable): { readonly id: string; readonly hash: string; readonly content: Exclude<JudgedContent, { verdict: 'damaged' }> } | null {
  const text = canonicalText(body);
  const id = typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string' ? body.id : null;
  if (text === null || id === null || !isAbout({ id, kind, body })) return null;
  return { id, hash: digestHex(text), content: judgeBody({ kind, version, body }, text, kinds) };
}

function judgeBody(document: Pick<CountyDocument, 'kind' | 'version' | 'body' | 'lowered'>, body: string, kinds: KindTable): Exclude<JudgedContent, { verdict: 'damaged' }> {
  const sent = document.lowered ?? document;
  if (!isKind(document.kind)) return { verdict: 'parked', body, reason: 'unknownKind' };
  const { version } = kinds.rules[document.kind];
  if (sent.version > version) return { verdict: 'parked', body, reason: 'newerVersion' };
  const isLowered = sent.version < document.version;
  if (sent.version === version) {
    const isValid = parseDocument(document.body, kinds).success;
    return isValid ? { verdict: 'known', body, document: document.body as AnyDocument, isLowered } : { verdict: 'parked', body, reason: 'invalid' };
  }
  const lifted = liftedOrNull(document.body as Body, document.kind, sent.version, kinds);
  return lifted === null ? { verdict: 'parked', body, reason: 'invalid' } : { verdict: 'known', body: canonicalJson(lifted), document: lifted, isLowered };
}

function liftedOrNull(body: Body, kind: AnyDocument['kind'], version: number, kinds: KindTable): AnyDocument | null {
  try {
    const parsed = parseDocument(liftedBody(body, kind, version, kinds), kinds);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function isAbout({ id, kind, body }: Pick<CountyDocument, 'id' | 'kind' | 'body'>): boolean {
  return typeof body === 'object' && body !== null && 'id' in body && body.id === id && 'kind' in body && body.kind === kind;
}

function canonicalText(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
