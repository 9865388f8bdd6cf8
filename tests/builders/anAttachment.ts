import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@lianyi/schema/basics/ids';
import type { Attachment } from '@lianyi/schema/documents/attachment';
import type { Patient } from '@lianyi/schema/documents/patient';
import { testPersonId } from './aPatient.ts';

/** Bytes that begin as a JPEG, with a mark in their midst that is searched for; no two are the same. */
export const aPicture = (bytes = 40_000, mark = ''): Buffer => {
  const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);
  picture.write(mark, bytes >> 1);
  return picture;
};

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The document of a picture, at the patient's home. */
export const anAttachment = (patient: Patient, picture: Uint8Array, parts: Partial<Attachment> = {}): Attachment => ({
  id: newId(), kind: 'attachment', patientId: patient.id, homeId: patient.homeId, orgId: patient.homeId, encounterId: null,
  mediaType: 'image/jpeg', bytes: picture.length, sha256: sha256Of(picture), thumbnail: null, takenAt: '2026-03-09T10:00:00+08:00',
  added: { by: testPersonId, orgId: patient.homeId, at: '2026-03-09T10:00:00+08:00' }, caption: '左小腿伤口', ...parts,
});
