import { TRPCError } from '@trpc/server';
import type { GlassReason } from '@lianyi/schema/documents/alertValues';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { AuditActor, AuditBook } from '../../access/audit.ts';
import { recordIn, recordOnce } from '../../access/audit.ts';
import { chartAccess, glassHeld, glassMinutes, keepGlassOpening } from '../../access/chartAccess.ts';
import type { CountyUser } from '../../access/countyUsers.ts';
import { chartOf } from '../../reports/chart.ts';
import { briefOf, namesOf } from '../../reports/named.ts';
import type { AttachmentsHere, ChartAnswer } from '../../reports/views.ts';
import { within } from '../../store/reach.ts';
import type { Attachments } from '../../sync/attachments.ts';
import type { County } from '../../sync/county.ts';
import { openGlass } from '../openGlass.ts';

export interface ChartAsked {
  readonly county: County;
  readonly user: CountyUser;
  readonly actor: AuditActor;
  readonly book: AuditBook;
  readonly patientId: string;
}

/** The chart, if the post or a broken glass opens it now; else only whose it is. Null for an unknown patient. */
export async function chartFor({ county, user, actor, book, patientId }: ChartAsked): Promise<ChartAnswer | null> {
  const patient = await patientById(county, patientId);
  if (patient === null) return null;
  const access = await chartAccess(county.db, user, patient, county.now());
  if (access.by === 'post' || access.by === 'glass') {
    const chart = await chartOf(county.db, patientId);
    return chart && { access: 'open', until: access.by === 'glass' ? access.endsAt.toISOString() : null, chart };
  }
  await recordOnce(book, actor, { action: 'chart.refused', patientIds: [patientId] });
  const names = await namesOf(county.db, [patient.homeId]);
  return { access: 'closed', patient: briefOf(patient), home: { id: patient.homeId, name: names[patient.homeId] ?? '' } };
}

/** What is here of the chart's attachments, while the chart is open to whoever asks; else null. */
export async function attachmentsFor({ county, user, patientId }: Pick<ChartAsked, 'county' | 'user' | 'patientId'>, attachments: Attachments): Promise<AttachmentsHere | null> {
  const patient = await patientById(county, patientId);
  const access = patient && (await chartAccess(county.db, user, patient, county.now()));
  return access?.by === 'post' || access?.by === 'glass' ? { patientId, attachments: await attachments.ofPatient(patientId) } : null;
}

export interface Glass {
  readonly reason: GlassReason;
  readonly text: string;
}

/** Opens the chart to one person for a while: with the audit and the patient's clinic, or not. While it is open another try is the same opening. */
export async function breakGlass({ county, user, actor, book, patientId }: ChartAsked, { reason, text }: Glass): Promise<{ readonly until: string }> {
  const patient = await patientById(county, patientId);
  if (patient === null) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such patient' });
  const access = await chartAccess(county.db, user, patient, county.now());
  if (access.by === 'never') throw new TRPCError({ code: 'FORBIDDEN', message: 'this post opens no chart' });
  if (access.by === 'glass') return { until: access.endsAt.toISOString() };
  const endsAt = await openGlass({
    county, by: user.id, patientId: patient.id,
    held: async (tx) => glassHeld(tx, user, patient.id, county.now()),
    said: () => ({ patient, who: user.name, place: user.countyName, reason, text, until: new Date(county.now().getTime() + glassMinutes * 60_000) }),
    open: async (tx, reviewId) => {
      const until = await keepGlassOpening(tx, user, { patientId: patient.id, homeId: patient.homeId, reason, explanation: text, reviewId }, county.now());
      await recordIn(tx, book, actor, { action: 'glass.open', patientIds: [patient.id], detail: { reason, textHash: jsonHash(text), minutes: glassMinutes } });
      return until;
    },
  });
  return { until: endsAt.toISOString() };
}

async function patientById({ db }: County, id: string): Promise<Patient | null> {
  const row = await within(db, { patients: [id] }, async (read) => read.selectFrom('document').select('body').where('id', '=', id).where('kind', '=', 'patient').executeTakeFirst());
  return row?.body.kind === 'patient' ? row.body : null;
}
