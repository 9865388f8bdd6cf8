import { isAllSeen, isWorded } from '@lianyi/schema/basics/visibleText';
import { mostLeaseDays } from '@lianyi/schema/wire/lease';
import * as z from 'zod';
import type { AuditActor, AuditBook } from '../../access/audit.ts';
import { recordIn } from '../../access/audit.ts';
import type { Ordered, RecordDecision } from '../../access/deviceActs.ts';
import { actOnDevice, maxReason, recordReplacement } from '../../access/deviceActs.ts';
import { makeRecoveryCode, recoveryCodeLifeMs } from '../../access/deviceRecoveryCodes.ts';
import { codeLifeMs, makeEnrolmentCode } from '../../access/enrolmentCodes.ts';
import { rightsOf } from '../../access/permissions.ts';
import { deviceActRows } from '../../reports/deviceActs.ts';
import { deviceRows } from '../../reports/devices.ts';
import type { CodeView, CountyUserView, DeviceActed, ExtensionView, RecoveryView } from '../../reports/views.ts';
import { blockedBundles, deviceById } from '../../store/devices.ts';
import { inTransaction } from '../../store/inTransaction.ts';
import { postgresStore } from '../../store/postgresStore.ts';
import type { County } from '../../sync/county.ts';
import { makeExtensionCode } from '../../sync/extensionCode.ts';
import { releaseBlocked } from '../../sync/releaseBlocked.ts';
import { releaseDetail, releasesIn } from '../../sync/releaseBundle.ts';
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
      if (!acted.ok) return acted;
      const { isChanged } = acted;
      return { ok: true, isChanged, released: input.takesBlocked ? await releaseOf(ctx, input.deviceId, ordered, isChanged) : null };
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
    .mutation(async ({ ctx, input }): Promise<ExtensionView> => {
      const made = await makeExtensionCode(ctx.county, input.deviceId, input.days, ctx.county.now());
      // Signed, and kept nowhere: it is in the audit before anybody is told it.
      if (made.ok) await inTransaction(ctx.county.db, ctx.record);
      return made;
    }),
});

const orderOf = ({ name, login }: Pick<CountyUserView, 'name' | 'login'>, why: string): Ordered => ({ by: name === login ? name : `${name} (${login})`, reason: why });

async function codeFor(county: County, asked: Parameters<typeof makeEnrolmentCode>[1], record: RecordDecision): Promise<CodeView | null> {
  const now = county.now();
  const code = await makeEnrolmentCode(county.db, asked, now, record);
  return code === null ? null : { code, lifeS: codeLifeMs / 1000, madeAt: now.toISOString() };
}

interface Deciding {
  readonly county: County;
  readonly book: AuditBook;
  readonly actor: AuditActor;
  readonly record: RecordDecision;
}

/** Each that is judged has an entry of its own; of a PC that was in use already, that it was asked for has one before them. */
async function releaseOf({ county, book, actor, record }: Deciding, deviceId: string, { by, reason: why }: Ordered, isWritten: boolean): Promise<{ readonly taken: number; readonly kept: number }> {
  const { db } = county;
  const [device, blocked] = [await deviceById(db, deviceId), await blockedBundles(db, deviceId)];
  if (device === undefined || blocked.length === 0) return { taken: 0, kept: 0 };
  if (!isWritten) await inTransaction(db, record);
  const store = postgresStore(db, async (tx, worked) => {
    for (const one of releasesIn(worked)) await recordIn(tx, book, actor, { action: 'bundle.release', about: one.bundleId, detail: { procedure: 'devices.act', ...releaseDetail(one) } });
  });
  return releaseBlocked({ ...county, store }, { device, permission: await rightsOf(db, device), releasedBy: by, reason: why }, blocked);
}
