import type { FastifyInstance } from 'fastify';
import { localDay } from '@lianyi/schema/basics/dates';
import { deviceId } from '@lianyi/schema/basics/ids';
import type { ReadmissionAnswer } from '@lianyi/schema/wire/certificate';
import { readmissionPath, readmissionRequest } from '@lianyi/schema/wire/certificate';
import type { EnrolResponse } from '@lianyi/schema/wire/exchange';
import { enrolPath, enrolRequest } from '@lianyi/schema/wire/exchange';
import { addressMark, recordIn, recordSeldom } from '../access/audit.ts';
import { enrolDevice, staffOf } from '../access/enrolment.ts';
import { rightsOf } from '../access/permissions.ts';
import { readmitDevices } from '../access/readmission.ts';
import { devicePolicy } from '../store/devicePolicy.ts';
import { deviceById, deviceMark } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { isPublicKey, isSignedBy } from '../sync/countyKey.ts';
import { certificateOf } from '../sync/certificate.ts';
import { historyFor } from '../sync/history.ts';
import { hearPedigree } from '../sync/sideHistories.ts';
import { answerJson } from './answerJson.ts';
import { attempts } from './attempts.ts';
import { bookOf } from './bookOf.ts';
import { strangersBytes } from './deviceAuthentication.ts';
import { jsonOf } from './body.ts';
import { ProblemError } from './problem.ts';
import { whereIn } from './refusals.ts';
import { restoredCounty } from './restoredCounty.ts';

/** A hundred certificates with long ancestries. */
const pedigreeBytes = 1_000_000;

/** How a PC comes to be known: by a code of county IT, or after a restore by the county's own certificate. */
export function enrolmentRoutes(app: FastifyInstance, county: County): void {
  const guesses = attempts({ most: 20, perMs: 60_000 });
  app.post(enrolPath, { bodyLimit: strangersBytes }, async (request, reply) => {
    if (guesses.areSpent(request.ip)) throw new ProblemError(429, 'notAllowed', 'too many codes that were wrong: wait a minute');
    const body = enrolRequest.safeParse(await jsonOf(request));
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    if (!isPublicKey(body.data.publicKey)) throw new ProblemError(400, 'badRequest', 'publicKey must be a raw Ed25519 key in base64');
    const book = bookOf(county);
    const enrolled = await enrolDevice(county.db, body.data, county.now(), isSignedBy, async (tx, device) => recordIn(tx, book, { device, personId: null }, { action: 'device.enrolled', about: device.id, detail: { mark: deviceMark(device) } }));
    if (!enrolled.ok) {
      guesses.count(request.ip);
      await recordSeldom(book, { userId: null, login: '-', sessionId: null }, { action: 'device.wrongCode', detail: { what: 'enrolment', place: addressMark(county.key, request.ip) } });
      throw new ProblemError(403, 'notAllowed', 'the code is wrong, used or too old');
    }
    const { device, continues } = enrolled;
    const organisation = await county.db.selectFrom('organisation').select('name').where('id', '=', device.orgId).executeTakeFirst();
    const rights = await rightsOf(county.db, device, { hasBundles: false });
    const answer: EnrolResponse = {
      deviceId: deviceId.parse(device.id),
      orgId: device.orgId,
      orgName: organisation?.name ?? '',
      scopes: [...rights.scopes].sort(),
      countyKey: county.key.publicKey,
      epoch: county.epoch,
      certificate: certificateOf(county, device, continues),
      ...((await devicePolicy(county.db)).pinsAllowed && { pinsAllowed: true }),
      staff: [...(await staffOf(county.db, device.orgId, localDay(county.now())))],
      nonce: county.key.nonce(device.id, county.now()),
    };
    await answerJson(request, reply, answer);
  });

  const unknown = attempts({ most: 20, perMs: 60_000 });
  app.post(readmissionPath, { bodyLimit: pedigreeBytes }, async (request, reply) => {
    if (unknown.areSpent(request.ip)) throw new ProblemError(429, 'notAllowed', 'too many certificates that do not count here: wait a minute');
    const body = readmissionRequest.safeParse(await jsonOf(request));
    if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
    const refuse = (why: string): ProblemError => {
      unknown.count(request.ip);
      return new ProblemError(403, 'notAllowed', why);
    };
    const fault = await hearPedigree(county, body.data);
    if (fault !== null) throw refuse(whyNotHeard[fault]);
    const readmitted = await readmitDevices(restoredCounty(county), body.data.certificates);
    if (!readmitted.ok) throw refuse(whyNotReadmitted[readmitted.reason]);
    const device = await deviceById(county.db, body.data.deviceId);
    if (device === undefined) throw refuse('the device is not known here, and no certificate names it');
    const answer: ReadmissionAnswer = { admitted: readmitted.admitted, history: await historyFor(county, device) };
    await answerJson(request, reply, answer);
  });
}

const whyNotHeard = {
  notOurs: 'a certificate, or what was said of a history, is not signed by this county',
  nothingInCommon: 'the PC comes from a history that this county has nothing in common with',
};

const whyNotReadmitted = {
  notOfBefore: 'a device that is not known here was enrolled in this very history, or in one that this county does not know',
  keyTaken: 'another device has this key',
  unknownInstitution: 'the institution of the device is not known here: enter it again first',
};
