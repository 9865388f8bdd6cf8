import type { Readable } from 'node:stream';
import type { TableRow } from '../tableSource.ts';
import type { PackedTexts } from './packedTexts.ts';
import type { XmlToken } from './xml.ts';
import { attribute, xmlTokens } from './xml.ts';

/** Excel's own limit. */
const maxColumns = 16_384;

/** The rows of a sheet as they are read. Numbers are written out; a date stays the serial number that it is. */
export async function* sheetRows(stream: Readable, texts: PackedTexts): AsyncGenerator<TableRow> {
  const reading = new SheetReading(texts);
  try {
    for await (const tokens of xmlTokens(stream)) {
      for (const token of tokens) {
        const row = reading.hear(token);
        if (row) yield row;
      }
    }
  } finally {
    stream.destroy();
  }
}

class SheetReading {
  readonly #texts: PackedTexts;
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = 'n';
  #value = '';
  #isValue = false;
  #isHint = false;

  constructor(texts: PackedTexts) {
    this.#texts = texts;
  }

  hear(token: XmlToken): TableRow | null {
    switch (token.kind) {
      case 'text':
        if (this.#isValue && !this.#isHint) this.#value += token.text;
        return null;
      case 'open':
        return this.#open(token.name, token.attributes, token.isEmpty);
      case 'close':
        return this.#close(token.name);
    }
  }

  #open(name: string, attributes: string, isEmpty: boolean): TableRow | null {
    if (name === 'row') {
      this.#line = Number(attribute(attributes, 'r') ?? this.#line + 1);
      this.#cells = [];
      this.#column = -1;
      return isEmpty ? { line: this.#line, cells: [] } : null;
    }
    if (name === 'c') {
      this.#column = columnOf(attribute(attributes, 'r')) ?? this.#column + 1;
      this.#type = attribute(attributes, 't') ?? 'n';
      this.#value = '';
    } else if (name === 'rPh') this.#isHint = !isEmpty;
    else if (name === 'v' || name === 't') this.#isValue = !isEmpty;
    return null;
  }

  #close(name: string): TableRow | null {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#isHint = false;
    else if (name === 'c' && this.#column < maxColumns) {
      while (this.#cells.length < this.#column) this.#cells.push('');
      this.#cells[this.#column] = this.#text();
    } else if (name === 'row') return { line: this.#line, cells: this.#cells };
    return null;
  }

  #text(): string {
    switch (this.#type) {
      case 's':
        return this.#texts.at(Number(this.#value));
      case 'n':
        return numberText(this.#value);
      case 'e':
        return '';
      default:
        return this.#value;
    }
  }
}

/** A number as a person would type it: telephone numbers are kept as 1.5000008936E10. What is not exact stays as it is. */
function numberText(value: string): string {
  const number = Number(value);
  return value !== '' && Number.isSafeInteger(number) ? String(number) : value;
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  return letters === undefined ? null : [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
