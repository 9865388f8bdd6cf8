import { userInfo } from 'node:os';
import type { AuditAction } from '../access/audit.ts';
import { askedText, recordIn } from '../access/audit.ts';
import type { Database, Tx } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { CountyKey } from '../sync/countyKey.ts';

type Detail = Readonly<Record<string, string | number>>;

/** Looked for before anything is done: without the key nothing could be written into the audit, and so nothing is done. */
export const noKeyWords = '没有找到县的密钥，写不了审计，所以什么也没有做：请设置 LIANYI_KEY_DIR · No county key found, so that nothing can be written into the audit, and nothing was done: set LIANYI_KEY_DIR';

/** What was done here is in the audit too, by the name of the server's user. */
export async function recordCommand(db: Database, key: CountyKey, action: AuditAction, about: string, detail: Detail = {}): Promise<void> {
  await inTransaction(db, async (tx) => recordCommandIn(tx, key, action, about, detail));
}

/** In the transaction of what it tells of, as its last step. */
export async function recordCommandIn(tx: Tx, key: CountyKey, action: AuditAction, about: string, detail: Detail = {}): Promise<void> {
  await recordIn(tx, { now: () => new Date(), sign: (text) => key.sign(text) }, { commandLine: userInfo().username }, { action, about: [...about].slice(0, 200).join(''), detail });
}

/** Which command it was, and the words and options that it was given, as the console's entries tell what was asked of them. */
export async function recordAsked(db: Database, key: CountyKey, action: AuditAction, about: string, command: string, asked: Readonly<Record<string, unknown>>, more: Detail = {}): Promise<void> {
  await recordCommand(db, key, action, about, { procedure: command, asked: askedText(asked), ...more });
}
