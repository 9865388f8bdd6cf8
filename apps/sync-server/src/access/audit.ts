import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { appendAudit, lockAudit } from '../store/auditLog.ts';
import type { Database, Tx } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';

/** What the audit is written with. */
export interface AuditBook {
  readonly db: Database;
  readonly now: () => Date;
  /** With the county's key: whoever has the database alone cannot write an entry. */
  readonly sign: (text: string) => string;
}

/** Somebody in the console, in one of their sessions. */
export interface AuditActor {
  readonly userId: string | null;
  readonly login: string;
  readonly sessionId: string | null;
}

export interface AuditAct {
  readonly action: AuditAction;
  readonly patientIds?: readonly string[];
  readonly about?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** Who showed patients, who came in, and who changed what others may. */
export type AuditAction =
  | 'patients.search' | 'chart.read' | 'chart.refused' | 'today.read' | 'reviews.read' | 'stream.read' | 'audit.read' | 'audit.find' | 'audit.export'
  | 'glass.open'
  | 'chart.lookup' | 'device.enrolled' | 'device.purged' | 'device.recovered' | 'device.readmitted' | 'device.wrongCode' | 'device.refused' | 'parcel.in' | 'parcel.out' | 'act.refused'
  | 'session.login' | 'session.wrong' | 'session.logout' | 'session.end' | 'session.recovery'
  | 'county.init' | 'user.add' | 'user.link' | 'user.adopt' | 'user.password' | 'user.totp' | 'user.totpReset' | 'user.block' | 'user.unblock' | 'user.endWait' | 'user.refused'
  | 'directory.write' | 'directory.refused' | 'device.manage' | 'device.confirm' | 'patient.move' | 'bundle.release' | 'gap.lost' | 'county.backup' | 'county.restore' | 'documents.dump' | 'document.prove';

/** Of what was asked for so much is in the audit: it names institutions, people and PCs, and no patient. */
const mostAsked = 500;

/** What was asked for with a change, as its entry keeps it; cut between two characters: half of one no database holds. */
export const askedText = (asked: unknown): string => [...(JSON.stringify(asked) ?? '')].slice(0, mostAsked).join('');

/** In the entry of what was asked for and was so already. */
export const changedNothing = { changed: 'nothing' } as const;

/** A PC, and who asked at it where somebody did. */
export interface DeviceActor {
  readonly device: { readonly id: string; readonly name: string; readonly orgId: string };
  readonly personId: string | null;
}

export type ActingIn = AuditActor | DeviceActor | { readonly commandLine: string };

/** Written, and on the disk, before what it tells of is answered. */
export async function recordAct(book: AuditBook, actor: ActingIn, act: AuditAct): Promise<void> {
  await inTransaction(book.db, async (tx) => recordIn(tx, book, actor, act));
}

/** In the transaction of what it tells of, as its last step: both are there, or neither. */
export async function recordIn(tx: Tx, { now, sign }: Pick<AuditBook, 'now' | 'sign'>, actor: ActingIn, act: AuditAct): Promise<void> {
  const { detail, ...who } = asWritten(actor);
  await appendAudit(tx, { ...who, at: now(), action: act.action, patientIds: act.patientIds ?? [], about: act.about ?? null, detail: { ...act.detail, ...detail } }, sign);
}

function asWritten(actor: AuditActor | DeviceActor | { readonly commandLine: string }) {
  if ('commandLine' in actor) return { actor: 'commandLine' as const, userId: null, actorName: actor.commandLine, sessionId: null };
  if (!('device' in actor)) return { actor: 'user' as const, userId: actor.userId, actorName: actor.login, sessionId: actor.sessionId };
  const { device, personId } = actor;
  return { actor: 'device' as const, userId: null, actorName: device.name, sessionId: null, detail: { deviceId: device.id, orgId: device.orgId, ...(personId !== null && { personId }) } };
}

/**
 * An address as the audit keeps it: that fifty failures came from one place shows, which place it was does not. It is
 * keyed, since of four thousand million addresses a plain hash is soon found out.
 */
export const addressMark = ({ secretFor }: { readonly secretFor: (purpose: string) => Buffer }, ip: string): string => createHmac('sha256', secretFor('lianyi login address')).update(ip).digest('hex').slice(0, 12);

/** A page that stays open asks again and again: within this time the same look at the same people is one look. */
const sameLookMs = 15 * 60_000;

/** The same act of the same session, of the same things, is written down once in that time. */
export async function recordOnce(book: AuditBook, actor: AuditActor, act: AuditAct): Promise<void> {
  const since = new Date(book.now().getTime() - sameLookMs);
  const lately = await book.db.selectFrom('auditEntry').select(['patientIds', 'detail']).where('sessionId', '=', actor.sessionId).where('action', '=', act.action).where('at', '>', since).execute();
  if (lately.some(({ patientIds, detail }) => isSameJson([patientIds, detail], [act.patientIds ?? [], act.detail ?? {}]))) return;
  await recordAct(book, actor, act);
}

/**
 * What anybody can bring about without an account, as often as they like: the same of the same place is written down once in
 * that time, over all servers.
 */
export async function recordSeldom(book: AuditBook, actor: AuditActor, act: AuditAct & { readonly detail: Readonly<Record<string, string>> }): Promise<void> {
  const since = new Date(book.now().getTime() - sameLookMs);
  const isKnown = async (db: Database | Tx): Promise<boolean> => (await sql`
    select 1 from audit_entry where at > ${since} and action = ${act.action} and detail @> ${JSON.stringify(act.detail)}::jsonb limit 1`.execute(db)).rows.length > 0;
  if (await isKnown(book.db)) return;
  await inTransaction(book.db, async (tx) => {
    // Many at once are one: whoever was first has the lock.
    await lockAudit(tx);
    if (!(await isKnown(tx))) await recordIn(tx, book, actor, act);
  });
}

/** Who was shown in one look. Those whom this session was shown lately by the same act are not written down again. */
export async function recordLook(book: AuditBook, actor: AuditActor, action: AuditAction, patientIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(patientIds)];
  if (wanted.length === 0) return;
  const since = new Date(book.now().getTime() - sameLookMs);
  const lately = await book.db.selectFrom('auditEntry').select('patientIds').where('sessionId', '=', actor.sessionId).where('action', '=', action).where('at', '>', since).execute();
  const known = new Set(lately.flatMap((entry) => entry.patientIds));
  const fresh = wanted.filter((id) => !known.has(id));
  if (fresh.length > 0) await recordAct(book, actor, { action, patientIds: fresh });
}
