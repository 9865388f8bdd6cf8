import type { FastifyInstance } from 'fastify';
import type { RecoverAnswer } from '@lianyi/schema/wire/recovery';
import { recoverPath, recoverRequest } from '@lianyi/schema/wire/recovery';
import { addressMark, recordIn, recordSeldom } from '../access/audit.ts';
import { codeHolder, mayBeRecovered, useCode } from '../access/deviceRecoveryCodes.ts';
import { deviceById } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { County } from '../sync/county.ts';
import { isPublicKey } from '../sync/countyKey.ts';
import { recoverSlot } from '../sync/recoverSlot.ts';
import { answerJson } from './answerJson.ts';
import { bookOf } from './bookOf.ts';
import { attempts } from './attempts.ts';
import { jsonOf } from './body.ts';
import { ProblemError } from './problem.ts';
import { whereIn } from './refusals.ts';

/** How a PC whose staff all forgot their PINs is opened again, with a one-time code of county IT. The content type parsers are those of `deviceRoutes`. */
export function recoveryRoutes(app: FastifyInstance, county: County): void {
  const guesses = attempts({ most: 20, perMs: 60_000 });
  app.post(recoverPath, async (request, reply) => {
    if (guesses.areSpent(request.ip)) throw new ProblemError(429, 'notAllowed', 'too many codes that were wrong: wait a minute');
    const body = recoverRequest.safeParse(await jsonOf(request));
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    if (!isPublicKey(body.data.to)) throw new ProblemError(400, 'badRequest', 'to must be a raw Ed25519 key in base64');
    const now = county.now();
    const personId = await codeHolder(county.db, body.data, now);
    const device = personId === null ? undefined : await deviceById(county.db, body.data.deviceId);
    if (personId === null || device === undefined || !mayBeRecovered(device.status)) {
      guesses.count(request.ip);
      await recordSeldom(bookOf(county), { userId: null, login: '-', sessionId: null }, { action: 'device.wrongCode', detail: { what: 'recovery', place: addressMark(county.key, request.ip) } });
      throw new ProblemError(403, 'notAllowed', 'the code is wrong, used or too old');
    }
    const sealed = recoverSlot(county.key, device, body.data, personId);
    // Whoever has the code is no guesser: why it does not go on is told, and the code stays good.
    if (sealed === null) throw new ProblemError(409, 'notAllowed', 'the recovery slot of this PC is damaged, or was made for another county');
    // It is the key of all that the PC holds: that it was given out, and for whom, is in the audit before it goes.
    const used = await inTransaction(county.db, async (tx) => {
      const of = await useCode(tx, body.data, now);
      if (of?.isFirst === true) await recordIn(tx, bookOf(county), { device, personId }, { action: 'device.recovered', about: device.id });
      return of;
    });
    if (used === null) throw new ProblemError(403, 'notAllowed', 'the code is wrong, used or too old');
    county.hears.alarm('a PC was opened with a recovery code', { device: device.id, person: personId });
    await answerJson(request, reply, { sealed: Buffer.from(sealed).toString('base64') } satisfies RecoverAnswer);
  });
}
