import type { Database } from '../store/database.ts';
import { askedIn } from './auditAsked.ts';
import { namesOf } from './named.ts';
import type { DeviceActRow } from './views.ts';

/** What county IT did about a device, the newest first: decisions, and the codes that were given for it, as the audit has them. */
export async function deviceActRows(db: Database, deviceId: string): Promise<readonly DeviceActRow[]> {
  const acts = await db.selectFrom('deviceAct').select(['act', 'reason', 'doneBy', 'doneAt']).where('deviceId', '=', deviceId).orderBy('doneAt', 'desc').orderBy('id', 'desc').execute();
  const decided = acts.map(({ act, reason, doneBy, doneAt }): DeviceActRow => ({ act, reason, by: doneBy, at: doneAt.toISOString(), person: null, days: null }));
  return [...decided, ...(await codesFor(db, deviceId))].toSorted((a, b) => b.at.localeCompare(a.at));
}

const codeActs: Readonly<Record<string, 'recover' | 'extend'>> = { 'devices.recover': 'recover', 'device recover': 'recover', 'devices.extend': 'extend', 'device extend': 'extend' };

async function codesFor(db: Database, deviceId: string): Promise<readonly DeviceActRow[]> {
  const entries = await db.selectFrom('auditEntry').select(['at', 'actorName', 'detail']).where('action', '=', 'device.manage').where('about', '=', deviceId).orderBy('number', 'desc').execute();
  const codes = entries.flatMap(({ at, actorName, detail }) => {
    const asked = askedIn(detail);
    const act = Object.hasOwn(codeActs, asked?.procedure ?? '') ? codeActs[asked?.procedure ?? ''] : undefined;
    if (act === undefined) return [];
    const field = (...names: readonly string[]): string => asked?.fields.find((one) => names.includes(one.field))?.value ?? '';
    return [{ act, at: at.toISOString(), by: field('by') || actorName, reason: field('reason'), personId: field('personId', 'person').toLowerCase(), days: Number(field('days')) || null }];
  });
  const names = await namesOf(db, codes.map(({ personId }) => personId).filter((id) => id !== ''));
  return codes.map(({ personId, ...code }) => ({ ...code, person: personId === '' ? null : (names[personId] ?? personId) }));
}
