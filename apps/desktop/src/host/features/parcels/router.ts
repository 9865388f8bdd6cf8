import * as z from 'zod';
import { localDay } from '@lianyi/schema/basics/dates';
import { procedureFor, router } from '../../trpc.ts';
import type { ParcelFile, ParcelRead, FolderSet } from './views.ts';

/** A stick's file of 32 MB, as text. */
const maxBase64 = 45_000_000;

export const parcelsRouter = router({
  make: procedureFor('clinic.use').mutation(({ ctx }): ParcelFile => {
    const { file, bundles } = ctx.parcels.make();
    return { name: `lianyi-${ctx.replica.identity.deviceId.slice(-8)}-${localDay(ctx.now())}.parcel`, base64: Buffer.from(file).toString('base64'), bundles };
  }),
  read: procedureFor('clinic.use').input(z.strictObject({ base64: z.string().max(maxBase64) })).mutation(async ({ ctx, input }): Promise<ParcelRead> => ctx.parcels.read(Buffer.from(input.base64, 'base64'))),
  folder: procedureFor('clinic.use').query(({ ctx }): string | null => ctx.parcels.folder()),
  setFolder: procedureFor('clinic.use').input(z.strictObject({ folder: z.string().trim().max(500) })).mutation(({ ctx, input }): FolderSet => {
    const reason = ctx.parcels.setFolder(input.folder === '' ? null : input.folder);
    return reason === null ? { ok: true } : { ok: false, reason };
  }),
});
