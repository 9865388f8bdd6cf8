import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { isKind, kindRules, parseDocument } from '@lianyi/schema/documents/kinds';
import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import { digestHex } from './deviceKey.ts';

/** What the county's document is to this version of the app. */
export type JudgedContent =
  | { readonly verdict: 'known'; readonly body: string; readonly document: AnyDocument }
  | { readonly verdict: 'parked'; readonly body: string; readonly reason: 'unknownKind' | 'newerVersion' | 'invalid' }
  /** Not what the county hashed, or not the document it says it is. */
  | { readonly verdict: 'damaged' };

/** Judges a pulled document leniently: whatever it is, it harms nothing but itself. Never throws. */
export function judgeContent(document: CountyDocument): JudgedContent {
  const body = canonicalText(document.body);
  if (body === null || digestHex(body) !== document.hash || !isAbout(document)) return { verdict: 'damaged' };
  if (!isKind(document.kind)) return { verdict: 'parked', body, reason: 'unknownKind' };
  if (document.version > kindRules[document.kind].version) return { verdict: 'parked', body, reason: 'newerVersion' };
  const isValid = parseDocument(document.body).success;
  return isValid ? { verdict: 'known', body, document: document.body as AnyDocument } : { verdict: 'parked', body, reason: 'invalid' };
}

function isAbout({ id, kind, body }: CountyDocument): boolean {
  return typeof body === 'object' && body !== null && 'id' in body && body.id === id && 'kind' in body && body.kind === kind;
}

function canonicalText(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
