import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayAny } from '@lianyi/schema/codes/roles';
import { localDay } from '@lianyi/schema/basics/dates';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import type { AuditActor } from '../../access/audit.ts';
import { recordAct } from '../../access/audit.ts';
import type { StickAnswer } from '../../reports/views.ts';
import { keepParcelRequest, parcelRequestOf } from '../../store/parcels.ts';
import type { County } from '../../sync/county.ts';
import { answerParcel } from '../../sync/parcels/answerParcel.ts';
import { takeParcel } from '../../sync/parcels/takeParcel.ts';
import { bytesOf } from '../body.ts';
import { bookOf } from '../bookOf.ts';
import { parcelParts } from '../parcelParts.ts';
import { ProblemError } from '../problem.ts';
import { personOf, sessionIn } from './personOf.ts';

/** A clinic's stick at the county's office: what it brings is taken in, and what goes back is made at once. Nothing of what is inside is shown. */
export function parcelRoute(app: FastifyInstance, county: County): void {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: maxParcelFileBytes }, (_request, bytes, done) => done(null, bytes));
  // Asked before the body is read: nobody else has the county hold so much.
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    const user = await personOf(county, request);
    if (user === null) throw new ProblemError(401, 'notAllowed', 'not logged in');
    if (!mayAny(user.roles, 'county.overview')) throw new ProblemError(403, 'notAllowed', 'the role does not allow this');
  };
  app.post('/console/parcels', { bodyLimit: maxParcelFileBytes, onRequest }, async (request, reply) => {
    await county.keepUp();
    // Asked again: the body took its time.
    const session = await sessionIn(county, request);
    if (session === null) throw new ProblemError(401, 'notAllowed', 'not logged in');
    const by: AuditActor = { userId: session.user.id, login: session.user.login, sessionId: session.id };
    await reply.header('cache-control', 'no-store').send(await stickOf(county, by, bytesOf(request)));
  });
}

/** Who brought it and who took what goes back is in the audit before it is answered. */
async function stickOf(county: County, by: AuditActor, file: Uint8Array): Promise<StickAnswer> {
  const parts = parcelParts(county, county.db);
  const taken = await takeParcel(parts, file);
  if (!taken.ok) return taken;
  const { device, outcomes, repeats, refusal } = taken;
  await recordAct(bookOf(county), by, { action: 'parcel.in', about: device.id, detail: { bundles: outcomes.accepted + outcomes.merged + outcomes.quarantined + outcomes.waiting, repeats } });
  if (taken.said !== null) await keepParcelRequest(county.db, device.id, taken.said);
  const said = await parcelRequestOf(county.db, device.id);
  const answered = said === undefined ? null : await answerParcel(parts, device, said);
  if (answered?.ok === true) await recordAct(bookOf(county), by, { action: 'parcel.out', about: device.id, detail: { receipts: answered.receipts, documents: answered.documents } });
  return {
    ok: true, device: { id: device.id, name: device.name }, outcomes, repeats, refusal,
    back: answered?.ok !== true ? null : {
      name: `lianyi-${device.id.slice(-8)}-county-${localDay(county.now())}.parcel`, base64: Buffer.from(answered.file).toString('base64'),
      receipts: answered.receipts, documents: answered.documents, isRestored: answered.isRestored, isMore: answered.isMore,
    },
  };
}
