import type { Sheet, TableSource } from '../tableSource.ts';
import { UnreadableTable } from '../tableSource.ts';
import { PackedTexts } from './packedTexts.ts';
import { sheetRows } from './sheetRows.ts';
import { attribute, xmlTokens } from './xml.ts';
import type { ZipEntry } from './zip.ts';
import { entryStream, zipEntries } from './zip.ts';

/** The sheets of a workbook in its order; hidden ones are left out. */
export async function xlsxSheets(source: TableSource): Promise<readonly Sheet[]> {
  const entries = await zipEntries(source.path);
  const book = await readBook(source, entries);
  if (book.length === 0) throw new UnreadableTable('damaged', 'no sheet');
  // The texts are read when a row is first asked for, and once for all sheets.
  let texts: Promise<PackedTexts> | undefined;
  return book.map(({ name, dayZero, entry }) => ({
    name,
    dayZero,
    rows: async function* () {
      texts ??= readTexts(source, entries);
      yield* sheetRows(await entryStream(source.path, entry, source.onBytes), await texts);
    },
  }));
}

interface BookSheet extends Pick<Sheet, 'name' | 'dayZero'> {
  readonly entry: ZipEntry;
}

async function readBook(source: TableSource, entries: ReadonlyMap<string, ZipEntry>): Promise<readonly BookSheet[]> {
  const targets = new Map<string, string>();
  await eachTag(source, entries.get('xl/_rels/workbook.xml.rels'), (name, attributes) => {
    if (name === 'Relationship') targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '');
  });
  const sheets: BookSheet[] = [];
  let dayZero: Sheet['dayZero'] = '1899-12-30';
  await eachTag(source, entries.get('xl/workbook.xml'), (name, attributes) => {
    if (name === 'workbookPr' && ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')) dayZero = '1904-01-01';
    if (name !== 'sheet' || (attribute(attributes, 'state') ?? 'visible') !== 'visible') return;
    const target = targets.get(attribute(attributes, 'id') ?? '') ?? '';
    const entry = entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    if (entry) sheets.push({ name: attribute(attributes, 'name') ?? '', dayZero, entry });
  });
  return sheets;
}

async function eachTag(source: TableSource, entry: ZipEntry | undefined, hear: (name: string, attributes: string) => void): Promise<void> {
  if (!entry) throw new UnreadableTable('damaged', 'not a workbook');
  for await (const tokens of xmlTokens(await entryStream(source.path, entry, source.onBytes))) {
    for (const token of tokens) if (token.kind === 'open') hear(token.name, token.attributes);
  }
}

/** The shared texts: each `si` is one, its runs joined, without the phonetic hints (`rPh`). */
async function readTexts(source: TableSource, entries: ReadonlyMap<string, ZipEntry>): Promise<PackedTexts> {
  const texts = new PackedTexts();
  const entry = entries.get('xl/sharedStrings.xml');
  if (!entry) return texts;
  let text = '';
  let isText = false;
  let isHint = false;
  for await (const tokens of xmlTokens(await entryStream(source.path, entry, source.onBytes))) {
    for (const token of tokens) {
      if (token.kind === 'text') {
        if (isText && !isHint) text += token.text;
        continue;
      }
      if (token.kind === 'open') {
        if (token.name === 'si') {
          text = '';
          if (token.isEmpty) texts.add('');
        } else if (token.name === 't') isText = !token.isEmpty;
        else if (token.name === 'rPh') isHint = true;
        continue;
      }
      if (token.name === 't') isText = false;
      else if (token.name === 'rPh') isHint = false;
      else if (token.name === 'si') texts.add(text);
    }
  }
  return texts;
}
