import { createReadStream } from 'node:fs';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes that UTF-16 has, by being UTF-8 throughout,
 * and else GB18030, in which Excel and older software of Chinese clinics write. The whole file is looked at: its first
 * rare name may stand on the last line.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Buffer;
    if (isFirst) {
      isFirst = false;
      const marked = markedEncoding(bytes);
      if (marked) return marked;
    }
    try {
      decoder.decode(bytes, { stream: true });
    } catch {
      return 'gb18030';
    }
  }
  try {
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

function markedEncoding(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 2000);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  // Commas, digits and line ends of UTF-16 have a zero beside them, whatever the script of the rest.
  if ((zeros[1] ?? 0) > sample.length / 40) return 'utf-16le';
  return (zeros[0] ?? 0) > sample.length / 40 ? 'utf-16be' : null;
}
