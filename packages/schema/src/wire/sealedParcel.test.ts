import { ed25519 } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openParcel, sealParcel, senderOf } from './sealedParcel.ts';

const keys = (n: number) => {
  const seed = new Uint8Array(32).fill(n);
  return { seed, publicKey: ed25519.getPublicKey(seed) };
};
const [county, otherCounty, clinic, otherClinic] = [keys(1), keys(2), keys(3), keys(4)];
const signer = ({ seed }: { readonly seed: Uint8Array }) => (text: string) => Buffer.from(ed25519.sign(Buffer.from(text), seed)).toString('base64');
const isSignedBy = ({ publicKey }: { readonly publicKey: Uint8Array }) => (text: string, signature: string) => ed25519.verify(Buffer.from(signature, 'base64'), Buffer.from(text), publicKey);
const secret = new Uint8Array(32).fill(7);
const sealed = (content: Uint8Array) => sealParcel(content, { from: 'clinic', to: county.publicKey, sign: signer(clinic), secret });
const opened = (file: Uint8Array, receiver = county, sender = clinic) => openParcel(file, { ...receiver, isSignedBySender: isSignedBy(sender) });

test('LINE-20 what was sealed for a receiver comes out there, and nowhere else', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (content) => {
    const file = sealed(content);
    expect(senderOf(file)).toBe('clinic');
    expect(opened(file)).toEqual({ ok: true, content });
    expect(opened(file, otherCounty)).toEqual({ ok: false, reason: 'notForUs' });
    expect(opened(file, county, otherClinic)).toEqual({ ok: false, reason: 'notSigned' });
  }), { numRuns: 20 });
});

test('LINE-20 one bit that was turned, a file that was cut, or another header: nothing comes out', () => {
  const file = sealed(Buffer.from('一次就诊'));
  for (let bit = 0; bit < file.length * 8; bit += 5) {
    const altered = Uint8Array.from(file);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect([bit, opened(altered).ok]).toEqual([bit, false]);
  }
  for (const length of [0, 10, file.length - 1]) expect(opened(file.subarray(0, length)).ok).toBe(false);
  expect(opened(Buffer.from('PK\u0003\u0004 a zip'))).toEqual({ ok: false, reason: 'noParcel' });
  // A stick that was pulled out too early: nothing yet, a part of the header, or what was not written any more as zeros.
  for (const cut of [file.subarray(0, 0), file.subarray(0, 5), file.subarray(0, 100), new Uint8Array(3_000)]) expect(opened(cut)).toEqual({ ok: false, reason: 'cutShort' });
  for (const other of ['{', '{"lianyi":"parcel'].map((begins) => `${begins} x\n`)) expect(opened(Buffer.from(other))).toEqual({ ok: false, reason: other.includes('parcel') ? 'damaged' : 'noParcel' });
  // Sealed again for somebody else by who could open it: the signature names the receiver.
  const passedOn = openParcel(file, { ...county, isSignedBySender: () => true });
  if (!passedOn.ok) throw new Error('not opened');
  expect(opened(sealParcel(passedOn.content, { from: 'clinic', to: otherCounty.publicKey, sign: signer(otherClinic), secret }), otherCounty)).toEqual({ ok: false, reason: 'notSigned' });
});
