import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { appendAudit } from '../store/auditLog.ts';
import type { Database } from '../store/database.ts';
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
  | 'chart.lookup' | 'device.enrolled' | 'device.purged'
  | 'session.login' | 'session.wrong' | 'session.logout' | 'session.end' | 'session.recovery'
  | 'county.init' | 'user.add' | 'user.link' | 'user.adopt' | 'user.password' | 'user.totp' | 'user.totpReset' | 'user.block' | 'user.unblock'
  | 'directory.write' | 'directory.refused' | 'device.manage' | 'device.confirm' | 'patient.move' | 'bundle.release' | 'gap.lost' | 'county.backup' | 'county.restore' | 'documents.dump' | 'document.prove';

/** Of what was asked for so much is in the audit: it names institutions, people and PCs, and no patient. */
const mostAsked = 500;

/** What was asked for with a change, as its entry keeps it; cut between two characters: half of one no database holds. */
export const askedText = (asked: unknown): string => [...(JSON.stringify(asked) ?? '')].slice(0, mostAsked).join('');

/** A PC, and who asked at it where somebody did. */
export interface DeviceActor {
  readonly device: { readonly id: string; readonly name: string; readonly orgId: string };
  readonly personId: string | null;
}

/** Written, and on the disk, before what it tells of is answered. */
export async function recordAct({ db, now, sign }: AuditBook, actor: AuditActor | DeviceActor | { readonly commandLine: string }, act: AuditAct): Promise<void> {
  const { detail, ...who } = asWritten(actor);
  const fact = { ...who, at: now(), action: act.action, patientIds: act.patientIds ?? [], about: act.about ?? null, detail: { ...act.detail, ...detail } };
  await inTransaction(db, async (tx) => appendAudit(tx, fact, sign));
}

function asWritten(actor: AuditActor | DeviceActor | { readonly commandLine: string }) {
  if ('commandLine' in actor) return { actor: 'commandLine' as const, userId: null, actorName: actor.commandLine, sessionId: null };
  if (!('device' in actor)) return { actor: 'user' as const, userId: actor.userId, actorName: actor.login, sessionId: actor.sessionId };
  const { device, personId } = actor;
  return { actor: 'device' as const, userId: null, actorName: device.name, sessionId: null, detail: { deviceId: device.id, orgId: device.orgId, ...(personId !== null && { personId }) } };
}

/** A page that stays open asks again and again: within this time the same look at the same people is one look. */
const sameLookMs = 15 * 60_000;

/** The same act of the same session, of the same things, is written down once in that time. */
export async function recordOnce(book: AuditBook, actor: AuditActor, act: AuditAct): Promise<void> {
  const since = new Date(book.now().getTime() - sameLookMs);
  const lately = await book.db.selectFrom('auditEntry').select(['patientIds', 'detail']).where('sessionId', '=', actor.sessionId).where('action', '=', act.action).where('at', '>', since).execute();
  if (lately.some(({ patientIds, detail }) => isSameJson([patientIds, detail], [act.patientIds ?? [], act.detail ?? {}]))) return;
  await recordAct(book, actor, act);
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
