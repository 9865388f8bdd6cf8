import { UnreadableTable } from '../tableSource.ts';

const chunkBytes = 1 << 20;
const maxBytes = 200_000_000;

/**
 * Many short texts by number, as UTF-8 in a few large buffers: a roster of 100,000 has some 700,000 texts, which as
 * strings would take hundreds of megabytes.
 */
export class PackedTexts {
  readonly #chunks: Buffer[] = [];
  #used = chunkBytes;
  /** Chunk, start and length of each text. */
  #places = new Uint32Array(3 * 1024);
  #count = 0;

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#chunks.length * chunkBytes > maxBytes) throw new UnreadableTable('tooLarge', 'texts');
    if (this.#used + bytes > chunkBytes) {
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, bytes)));
      this.#used = 0;
    }
    this.#chunks.at(-1)?.write(text, this.#used);
    if (this.#count * 3 >= this.#places.length) {
      const wider = new Uint32Array(this.#places.length * 2);
      wider.set(this.#places);
      this.#places = wider;
    }
    this.#places.set([this.#chunks.length - 1, this.#used, bytes], this.#count * 3);
    this.#used += bytes;
    this.#count += 1;
  }

  /** The text of a number; an empty one for a number that there is not. */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return '';
    const [chunk = 0, start = 0, length = 0] = this.#places.subarray(index * 3, index * 3 + 3);
    return this.#chunks[chunk]?.toString('utf8', start, start + length) ?? '';
  }
}
