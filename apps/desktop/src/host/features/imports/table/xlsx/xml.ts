import type { Readable } from 'node:stream';
import { UnreadableTable } from '../tableSource.ts';

/** What the reader of a part of a workbook hears, in order. Names come without their namespace's prefix. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const token = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:"[^"]*"|'[^']*'|[^"'>])*?)(\/?)>|<[?!](?:"[^"]*"|'[^']*'|[^"'>])*>|([^<]+)/g;

/** A tag or a text longer than this is no workbook. */
const maxPending = 4_000_000;

/**
 * The tags and texts of a well-formed XML stream, in batches: enough of XML for what spreadsheets write, and no
 * entities but the five and the numbered, so that none can be made to grow.
 */
export async function* xmlTokens(stream: Readable): AsyncGenerator<readonly XmlToken[]> {
  stream.setEncoding('utf8');
  let pending = '';
  try {
    for await (const chunk of stream) {
      pending += String(chunk);
      const end = wholeTokensEnd(pending);
      if (end === 0 && pending.length > maxPending) throw new UnreadableTable('damaged', 'XML');
      yield tokensIn(pending.slice(0, end));
      pending = pending.slice(end);
    }
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable('damaged', error instanceof Error && 'code' in error ? String(error.code) : 'XML');
  }
  yield tokensIn(pending);
}

/** Up to the last tag that is complete: a text may go on in the next chunk, so it waits for its closing tag. */
const wholeTokensEnd = (text: string): number => text.lastIndexOf('>') + 1;

function tokensIn(text: string): readonly XmlToken[] {
  const tokens: XmlToken[] = [];
  for (const match of text.matchAll(token)) {
    const [, cdata, slash, name, attributes = '', isEmpty, plain] = match;
    if (name !== undefined) tokens.push(slash === '/' ? { kind: 'close', name } : { kind: 'open', name, attributes, isEmpty: isEmpty === '/' });
    else if (cdata !== undefined) tokens.push({ kind: 'text', text: cdata });
    else if (plain !== undefined) tokens.push({ kind: 'text', text: unescape(plain) });
  }
  return tokens;
}

const attributePatterns = new Map<string, RegExp>();

/** An attribute of a tag by its name without prefix, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = attributePatterns.get(name);
  if (!pattern) attributePatterns.set(name, (pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)));
  const match = pattern.exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : unescape(value);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
