import * as z from 'zod';
import type { OrganisationPage, OrganisationStatus } from '../../src/reports/views.ts';

/** An institution as the county last knew it: where it hangs, when its PCs were heard, what they still hold. */
export type Standing = OrganisationStatus;

const standing = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  type: z.enum(['county', 'hospital', 'township', 'village']),
  parentId: z.string().nullable(),
  devices: z.int(),
  lastHeardAt: z.string().nullable(),
  waiting: z.int(),
  visitsToday: z.int(),
  updatedAt: z.string(),
}) satisfies z.ZodType<OrganisationStatus>;

/** What the pull answers and what an event holds; members that this console does not know are left out. */
export const standingPage = z.object({
  documents: z.array(standing),
  checkpoint: z.object({ updatedAt: z.string(), id: z.string() }).nullable(),
}) satisfies z.ZodType<OrganisationPage>;
