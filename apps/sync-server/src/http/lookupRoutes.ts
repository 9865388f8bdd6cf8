import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jsonHash } from '@lianyi/schema/basics/digest';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { LookupAnswer, LookupRequest } from '@lianyi/schema/wire/lookup';
import { lookupPath, lookupRequest, saysTooLittle, saysWhy } from '@lianyi/schema/wire/lookup';
import { recordAct, recordIn } from '../access/audit.ts';
import { glassMinutes } from '../access/chartAccess.ts';
import { rightsOf } from '../access/permissions.ts';
import { foundRecordOf, patientWithNumber } from '../reports/foundRecord.ts';
import { namesOf } from '../reports/named.ts';
import type { Tx } from '../store/database.ts';
import { sql } from '../store/database.ts';
import type { Device } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { answerJson } from './answerJson.ts';
import { attempts } from './attempts.ts';
import { jsonOf } from './body.ts';
import { authenticateDevice, refuseRepeat, strangersBytes } from './deviceAuthentication.ts';
import { openGlass } from './openGlass.ts';
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

/**
 * The audit has it, found or not, and the patient's own clinic, before it is answered. While what somebody opened at this PC holds,
 * the same record asked for again is the same opening.
 */
async function lookUp(county: County, device: Device, { personId, documentNumber, reason, text }: LookupRequest): Promise<LookupAnswer> {
  const { db, now } = county;
  const book = { db, now, sign: (words: string) => county.key.sign(words) };
  const patient = await patientWithNumber(db, documentNumber);
  const act = { action: 'chart.lookup', detail: { reason, textHash: jsonHash(text) } } as const;
  if (patient === null) {
    await recordAct(book, { device, personId }, act);
    return { result: 'nobody' };
  }
  if ((await rightsOf(db, device, { hasBundles: false })).scopes.has(organisationScope(patient.homeId))) {
    await recordAct(book, { device, personId }, { ...act, patientIds: [patient.id] });
    return { result: 'here' };
  }
  const names = await namesOf(db, [personId, device.orgId]);
  const until = await openGlass({
    county, by: `${device.id} ${personId}`, patientId: patient.id,
    held: async (tx) => lookupHeld(tx, { deviceId: device.id, personId, patientId: patient.id, now: now() }),
    said: () => ({ patient, who: names[personId] ?? '', place: names[device.orgId] ?? '', reason, text, until: endOfGlass(now()) }),
    open: async (tx, reviewId) => {
      const at = now();
      await recordIn(tx, { ...book, now: () => at }, { device, personId }, { ...act, patientIds: [patient.id], about: reviewId });
      return endOfGlass(at);
    },
  });
  return { result: 'found', record: await foundRecordOf(db, patient), until: until.toISOString() };
}

const endOfGlass = (openedAt: Date): Date => new Date(openedAt.getTime() + glassMinutes * 60_000);

/** Until when holds what was opened at this PC, as the audit has it: only an entry about a notice to the clinic opened something. */
async function lookupHeld(tx: Tx, { deviceId, personId, patientId, now }: { readonly deviceId: string; readonly personId: string; readonly patientId: string; readonly now: Date }): Promise<Date | null> {
  const since = new Date(now.getTime() - glassMinutes * 60_000);
  const { rows: [entry] } = await sql<{ at: Date }>`
    select at from audit_entry where at > ${since} and at <= ${now} and action = 'chart.lookup' and about is not null and patient_ids @> array[${patientId}]::uuid[]
      and detail @> ${JSON.stringify({ deviceId, personId })}::jsonb order by number desc limit 1`.execute(tx);
  return entry === undefined ? null : endOfGlass(entry.at);
}
