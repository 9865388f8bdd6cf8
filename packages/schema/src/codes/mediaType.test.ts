import { expect, test } from 'vitest';
import { sniffMediaType } from './mediaType.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('ATT-2 JPEG, PNG, WebP and PDF are known by how they begin', () => {
  expect(sniffMediaType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16))).toBe('image/jpeg');
  expect(sniffMediaType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))).toBe('image/png');
  expect(sniffMediaType(text('RIFF\u0001\u0002\u0003\u0004WEBPVP8 '))).toBe('image/webp');
  expect(sniffMediaType(text('%PDF-1.7\n'))).toBe('application/pdf');
});

test('ATT-2 all else is nothing that may be attached: SVG, HTML, a RIFF that is sound, GIF, and what is cut off', () => {
  const others = ['<svg xmlns="http://www.w3.org/2000/svg">', '<!doctype html>', 'RIFF\u0001\u0002\u0003\u0004WAVE', 'GIF89a', ' %PDF-1.7', 'RIFF', ''];
  expect(others.filter((other) => sniffMediaType(text(other)) !== null)).toEqual([]);
  expect(sniffMediaType(Uint8Array.of(0xff, 0xd8))).toBeNull();
});
