import type { AlertValues } from '@lianyi/schema/documents/alertValues';
import type { Review } from '@lianyi/schema/documents/review';
import type { Database } from '../store/database.ts';
import { within } from '../store/reach.ts';
import { aboutIn, askedIn } from './auditAsked.ts';
import { idsIn, namesOf, patientBriefs } from './named.ts';
import type { AuditRow, NamedView } from './views.ts';

/** A line of the audit before names are put to it. */
export interface FoundLine {
  readonly id: string;
  readonly source: AuditRow['source'];
  readonly at: Date;
  readonly receivedAt: Date;
  readonly action: string;
  readonly actor: AuditRow['actor'];
  readonly whoId: string | null;
  /** The account of the console, whose person `whoId` is. */
  readonly userId: string | null;
  readonly whoName: string | null;
  readonly session: string | null;
  readonly deviceId: string | null;
  readonly orgId: string | null;
  readonly patientIds: readonly string[];
  readonly about: string | null;
  readonly note: string | null;
  readonly detail: Readonly<Record<string, string | number>> | null;
}

/** Puts names to lines: of patients the name and nothing else. */
export async function auditRows(db: Database, lines: readonly FoundLine[]): Promise<readonly AuditRow[]> {
  const patientIds = [...new Set(lines.flatMap((line) => line.patientIds))];
  const asked = new Map(lines.map((line) => [line.id, askedIn(line.detail)]));
  const names = await namesIn(db, [...lines.flatMap(({ whoId, deviceId, orgId, about }) => [whoId, deviceId, orgId, about].flatMap((id) => idsIn(id))), ...idsIn([...asked.values()])]);
  const patients = await within(db, { patients: patientIds }, async (read) => patientBriefs(read, patientIds));
  const glasses = await glassesOf(db, lines);
  const named = (id: string | null): NamedView | null => (id === null ? null : { id, name: names[id] ?? '' });
  return lines.map((line): AuditRow => {
    const told = withNames(asked.get(line.id) ?? null, names);
    return {
    id: line.id, source: line.source, at: line.at.toISOString(), receivedAt: line.receivedAt.toISOString(), action: line.action, actor: line.actor,
    who: line.whoName === null ? named(line.whoId) : { id: line.whoId ?? '', name: line.whoName },
    session: line.session, device: named(line.deviceId), organisation: named(line.orgId),
    patients: line.patientIds.map((id) => ({ id, name: patients.get(id)?.name ?? '' })), about: aboutIn(told, names[line.about ?? ''] ?? line.about), note: line.note, asked: told, glass: glasses(line),
    };
  });
}

/** Of institutions, people, PCs, and the logins of accounts. */
async function namesIn(db: Database, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (ids.length === 0) return {};
  const accounts = await db.selectFrom('countyUser').select(['id', 'login']).where('id', 'in', [...new Set(ids)]).execute();
  return { ...Object.fromEntries(accounts.map(({ id, login }) => [id, login])), ...(await namesOf(db, ids)) };
}

const withNames = (asked: AuditRow['asked'], names: Readonly<Record<string, string>>): AuditRow['asked'] =>
  asked && { ...asked, fields: asked.fields.map(({ field, value }) => ({ field, value: names[value] ?? value })) };

/** What was written when the glass was broken stands beside the chain, which holds its hash; what the clinic answered is in its review. */
async function glassesOf(db: Database, lines: readonly FoundLine[]): Promise<(line: FoundLine) => AuditRow['glass']> {
  const lookups = await lookupsOf(db, lines);
  const opened = lines.filter(({ action }) => action === 'glass.open');
  if (opened.length === 0) return lookups;
  const openings = await db.selectFrom('glassOpening').leftJoin('document', 'document.id', 'glassOpening.reviewId')
    .select(['glassOpening.userId', 'glassOpening.patientId', 'glassOpening.openedAt', 'glassOpening.reason', 'glassOpening.explanation', 'document.body'])
    .where('glassOpening.patientId', 'in', opened.flatMap((line) => line.patientIds)).execute();
  return (line) => {
    const { action, userId: accountId, patientIds, at } = line;
    if (action === 'chart.lookup') return lookups(line);
    const nearest = action !== 'glass.open' ? undefined : openings.filter(({ userId, patientId }) => userId === accountId && patientIds.includes(patientId))
      .toSorted((a, b) => Math.abs(a.openedAt.getTime() - at.getTime()) - Math.abs(b.openedAt.getTime() - at.getTime()))[0];
    return nearest ? { reason: nearest.reason, text: nearest.explanation, answer: answerIn(nearest.body?.kind === 'review' ? nearest.body : null) } : null;
  };
}

/** Of a record that somebody at a PC elsewhere opened, all that was written stands in the review of the patient's own clinic. */
async function lookupsOf(db: Database, lines: readonly FoundLine[]): Promise<(line: FoundLine) => AuditRow['glass']> {
  const ids = lines.flatMap(({ action, about }) => (action === 'chart.lookup' && about !== null ? [about] : []));
  const rows = ids.length === 0 ? [] : await db.selectFrom('document').select(['id', 'body']).where('id', 'in', ids).execute();
  const reviews = new Map(rows.flatMap(({ id, body }) => (body.kind === 'review' && body.reason === 'glassOpened' ? [[id, body] as const] : [])));
  return ({ action, about }) => {
    const review = action === 'chart.lookup' && about !== null ? reviews.get(about) : undefined;
    if (review === undefined) return null;
    const { reason, text } = review.losing.value as AlertValues['glassOpened']['losing'];
    return { reason, text, answer: answerIn(review) };
  };
}

const answerIn = (review: Review | null) => (review?.resolution ? { seenAt: review.resolution.signature.at, question: review.resolution.reason } : null);
