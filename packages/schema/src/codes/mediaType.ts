import * as z from 'zod';

/** What may be attached: pictures and papers that hold no script. No SVG, no HTML. */
export const mediaType = z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf']);
export type MediaType = z.infer<typeof mediaType>;

/**
 * What bytes are, by how they begin; a name and what a sender says of them count for nothing. Null for all that may not be
 * attached. Source: JFIF 1.02, PNG (RFC 2083) 12.11, WebP container specification, ISO 32000-1 7.5.2.
 */
export function sniffMediaType(bytes: Uint8Array): MediaType | null {
  if (begins(bytes, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (begins(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (begins(bytes, 0, ascii('RIFF')) && begins(bytes, 8, ascii('WEBP'))) return 'image/webp';
  return begins(bytes, 0, ascii('%PDF-')) ? 'application/pdf' : null;
}

const ascii = (text: string): readonly number[] => [...text].map((character) => character.codePointAt(0) ?? 0);
const begins = (bytes: Uint8Array, at: number, wanted: readonly number[]): boolean => wanted.every((byte, index) => bytes[at + index] === byte);
