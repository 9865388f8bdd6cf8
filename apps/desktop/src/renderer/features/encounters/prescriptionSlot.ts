import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { ReactNode } from 'react';

/** What the prescription, which is another feature's, gets from the page of the visit. */
interface PrescriptionSlot {
  readonly encounterId: string;
  readonly isReadOnly: boolean;
  /** As it is on the disk. */
  readonly prescription: Prescription | null;
}

/** Draws the prescription, below the visit's own sections. */
export type DrawPrescription = (slot: PrescriptionSlot) => ReactNode;
