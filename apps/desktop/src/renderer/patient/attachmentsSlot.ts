import type { ReactNode } from 'react';

/** Draws what is attached to a record, or to one visit of it, on the page of another feature. */
export type DrawAttachments = (of: { readonly patientId: string; readonly encounterId: string | null }) => ReactNode;
