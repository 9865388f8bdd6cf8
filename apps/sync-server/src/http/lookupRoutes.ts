import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jsonHash } from '@lianyi/schema/basics/digest';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { LookupAnswer, LookupRequest } from '@lianyi/schema/wire/lookup';
import { lookupPath, lookupRequest, saysTooLittle, saysWhy } from '@lianyi/schema/wire/lookup';
import { recordAct } from '../access/audit.ts';
import { glassMinutes } from '../access/chartAccess.ts';
import { rightsOf } from '../access/permissions.ts';
import { foundRecordOf, patientWithNumber } from '../reports/foundRecord.ts';
import { namesOf } from '../reports/named.ts';
import type { Device } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { tellGlass } from '../sync/tellGlass.ts';
import { answerJson } from './answerJson.ts';
import { attempts } from './attempts.ts';
import { jsonOf } from './body.ts';
import { authenticateDevice, refuseRepeat, strangersBytes } from './deviceAuthentication.ts';
import { ProblemError } from './problem.ts';
import { whereIn } from './refusals.ts';

/** So many an hour from one PC: who treats strangers needs a few, who tries numbers needs many. */
const mostAnHour = 20;

/** Somebody at a PC opens the record of a patient who lives elsewhere, with a reason. The content type parsers are those of `deviceRoutes`. */
export function lookupRoutes(app: FastifyInstance, county: County): void {
  const lately = attempts({ most: mostAnHour, perMs: 3_600_000 });
  app.post(lookupPath, { bodyLimit: strangersBytes }, async (request, reply) => {
    const { device, asked } = await askedBy(county, request);
    if (lately.areSpent(device.id)) throw new ProblemError(429, 'notAllowed', 'too many records were asked for from this PC: wait an hour');
    lately.count(device.id);
    await answerJson(request, reply, await lookUp(county, device, asked));
  });
}

/** @throws ProblemError where the PC pulls nothing, or nobody there may treat patients */
async function askedBy(county: County, request: FastifyRequest): Promise<{ readonly device: Device; readonly asked: LookupRequest }> {
  const asking = await authenticateDevice(county, request);
  refuseRepeat(county, asking);
  const body = lookupRequest.safeParse(await jsonOf(request));
  if (!body.success) throw new ProblemError(400, 'badRequest', whereIn(body.error.issues));
  const { device } = asking;
  if (body.data.deviceId !== device.id) throw new ProblemError(400, 'badRequest', 'deviceId is another than the one that signed');
  if (!saysWhy(body.data.text)) throw new ProblemError(400, 'badRequest', saysTooLittle);
  const rights = await rightsOf(county.db, device);
  const isTheirs = rights.mayPull && !device.awaitsConfirmation && rights.mayDo({ personId: body.data.personId, orgId: device.orgId, savedAt: localClockTime(county.now()) }, ['encounter.write']);
  if (!isTheirs) throw new ProblemError(403, 'notAllowed', 'nobody with such a post may ask from this PC');
  return { device, asked: body.data };
}

/** The audit has it first, found or not, then the patient's own clinic, and only then is it answered. */
async function lookUp(county: County, device: Device, { personId, documentNumber, reason, text }: LookupRequest): Promise<LookupAnswer> {
  const patient = await patientWithNumber(county.db, documentNumber);
  const reviewId = newId(county.now().getTime());
  const isHere = patient !== null && (await rightsOf(county.db, device, { hasBundles: false })).scopes.has(organisationScope(patient.homeId));
  await recordAct({ db: county.db, now: county.now, sign: (words) => county.key.sign(words) }, { device, personId }, {
    action: 'chart.lookup', ...(patient !== null && { patientIds: [patient.id] }), ...(patient !== null && !isHere && { about: reviewId }), detail: { reason, textHash: jsonHash(text) },
  });
  if (patient === null) return { result: 'nobody' };
  if (isHere) return { result: 'here' };
  const names = await namesOf(county.db, [personId, device.orgId]);
  const until = new Date(county.now().getTime() + glassMinutes * 60_000);
  await tellGlass(county, { id: reviewId, patient, who: names[personId] ?? '', place: names[device.orgId] ?? '', reason, text, until });
  return { result: 'found', record: await foundRecordOf(county.db, patient), until: until.toISOString() };
}
