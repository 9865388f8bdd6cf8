import { utf8ToBytes } from '@noble/hashes/utils.js';
import { dictionary1 } from './dictionary1.ts';

/**
 * The content coding of small bodies: raw DEFLATE (RFC 1951) that begins with a dictionary both sides have. Every Node of
 * the last ten years has it; Zstandard with a dictionary, which saves about as much, only Node 24.6. The name holds the
 * dictionary's version: another text is another coding, and who does not name it in `accept-encoding` is not sent it.
 */
export const dictionaryCoding = 'lianyi-1';

export const dictionary: Uint8Array = utf8ToBytes(dictionary1);

/** Above this the window has moved on from the dictionary, and brotli packs better. */
export const dictionaryUpToBytes = 24_000;
