import * as z from 'zod';
import { localDay } from '@lianyi/schema/basics/dates';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { procedureFor, router } from '../../trpc.ts';
import type { ParcelFile, ParcelRead, FolderSet, StickStanding } from './views.ts';

/** The largest parcel, as text. */
const maxBase64 = Math.ceil(maxParcelFileBytes / 3) * 4;

export const parcelsRouter = router({
  make: procedureFor('clinic.use').mutation(async ({ ctx }): Promise<ParcelFile> => {
    ctx.parcels.lookNow();
    const { file, bundles, left, attachments } = await ctx.parcels.make();
    return { name: `lianyi-${ctx.replica.identity.deviceId.slice(-8)}-${localDay(ctx.now())}.parcel`, base64: Buffer.from(file).toString('base64'), bundles, left, attachments };
  }),
  read: procedureFor('clinic.use').input(z.strictObject({ base64: z.string().max(maxBase64) })).mutation(async ({ ctx, input }): Promise<ParcelRead> => ctx.parcels.read(Buffer.from(input.base64, 'base64'))),
  folder: procedureFor('clinic.use').query(({ ctx }): StickStanding | null => ctx.parcels.stick()),
  setFolder: procedureFor('clinic.use').input(z.strictObject({ folder: z.string().trim().max(500) })).mutation(({ ctx, input }): FolderSet => {
    const reason = ctx.parcels.setFolder(input.folder === '' ? null : input.folder);
    return reason === null ? { ok: true } : { ok: false, reason };
  }),
});
