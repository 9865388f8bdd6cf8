import { isAllSeen, isWorded } from '@lianyi/schema/basics/visibleText';
import { mostLeaseDays } from '@lianyi/schema/wire/lease';
import * as z from 'zod';
import type { Ordered, RecordDecision } from '../../access/deviceActs.ts';
import { actOnDevice, maxReason, recordReplacement } from '../../access/deviceActs.ts';
import { makeRecoveryCode, recoveryCodeLifeMs } from '../../access/deviceRecoveryCodes.ts';
import { codeLifeMs, makeEnrolmentCode } from '../../access/enrolmentCodes.ts';
import { rightsOf } from '../../access/permissions.ts';
import { deviceActRows } from '../../reports/deviceActs.ts';
import { deviceRows } from '../../reports/devices.ts';
import type { CodeView, CountyUserView, DeviceActed, ExtensionView, RecoveryView } from '../../reports/views.ts';
import { blockedBundles, deviceById } from '../../store/devices.ts';
import type { County } from '../../sync/county.ts';
import { makeExtensionCode } from '../../sync/extensionCode.ts';
import { releaseBlocked } from '../../sync/releaseBlocked.ts';
import { decidingOn, procedureFor, router } from './trpc.ts';

const deviceName = z.string().trim().max(60).refine(isAllSeen, 'characters that nobody sees');
const reason = z.string().trim().max(maxReason).refine(isWorded);

const deciding = decidingOn('device.manage', 'device.manage', 'device.refused');

/** The PCs: everybody of the county's office looks, county IT decides. Whatever is asked for twice is done once. */
export const deviceRouter = router({
  list: procedureFor('county.overview').query(async ({ ctx }) => deviceRows(ctx.county.db)),
  acts: procedureFor('county.overview').input(z.strictObject({ deviceId: z.uuid() })).query(async ({ ctx, input }) => deviceActRows(ctx.county.db, input.deviceId)),
  code: deciding.input(z.strictObject({ orgId: z.uuid(), name: deviceName }))
    .mutation(async ({ ctx, input }): Promise<CodeView | null> => codeFor(ctx.county, { orgId: input.orgId, deviceName: input.name }, ctx.record)),
  act: deciding.input(z.strictObject({ deviceId: z.uuid(), act: z.enum(['retire', 'keep', 'stolen', 'found']), reason, takesBlocked: z.boolean() }))
    .mutation(async ({ ctx, input }): Promise<DeviceActed> => {
      const ordered = orderOf(ctx.user, input.reason);
      const acted = await actOnDevice(ctx.county.db, input.deviceId, input.act, ordered, ctx.county.now(), ctx.record);
      if (!acted.ok || !input.takesBlocked) return acted.ok ? { ok: true, released: null } : acted;
      return { ok: true, released: await releaseOf(ctx.county, input.deviceId, ordered) };
    }),
  replace: deciding.input(z.strictObject({ deviceId: z.uuid(), name: deviceName, reason }))
    .mutation(async ({ ctx, input }): Promise<CodeView | null> => {
      const { county } = ctx;
      const [device] = await deviceRows(county.db, input.deviceId);
      if (device === undefined || device.replacedBy !== null) return null;
      return codeFor(county, { orgId: device.organisation.id, deviceName: input.name === '' ? device.name : input.name, replacesId: device.id }, async (tx) => {
        await recordReplacement(tx, device.id, orderOf(ctx.user, input.reason), county.now());
        await ctx.record(tx);
      });
    }),
  recover: deciding.input(z.strictObject({ deviceId: z.uuid(), personId: z.uuid(), reason }))
    .mutation(async ({ ctx, input }): Promise<RecoveryView> => {
      const made = await makeRecoveryCode(ctx.county.db, { deviceId: input.deviceId, personId: input.personId, ...orderOf(ctx.user, input.reason) }, ctx.county.now(), ctx.record);
      return made.ok ? { ok: true, code: made.code, lifeS: recoveryCodeLifeMs / 1000 } : made;
    }),
  extend: deciding.input(z.strictObject({ deviceId: z.uuid(), days: z.int().min(1).max(mostLeaseDays), reason }))
    .mutation(async ({ ctx, input }): Promise<ExtensionView> => makeExtensionCode(ctx.county, input.deviceId, input.days, ctx.county.now())),
});

const orderOf = ({ name, login }: Pick<CountyUserView, 'name' | 'login'>, why: string): Ordered => ({ by: name === login ? name : `${name} (${login})`, reason: why });

async function codeFor(county: County, asked: Parameters<typeof makeEnrolmentCode>[1], record: RecordDecision): Promise<CodeView | null> {
  const now = county.now();
  const code = await makeEnrolmentCode(county.db, asked, now, record);
  return code === null ? null : { code, lifeS: codeLifeMs / 1000, madeAt: now.toISOString() };
}

async function releaseOf(county: County, deviceId: string, { by, reason: why }: Ordered): Promise<{ readonly taken: number; readonly kept: number }> {
  const device = await deviceById(county.db, deviceId);
  if (device === undefined) return { taken: 0, kept: 0 };
  return releaseBlocked(county, { device, permission: await rightsOf(county.db, device), releasedBy: by, reason: why }, await blockedBundles(county.db, deviceId));
}
