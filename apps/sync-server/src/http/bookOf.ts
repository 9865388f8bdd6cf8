import type { AuditBook } from '../access/audit.ts';
import type { County } from '../sync/county.ts';

/** What the routes write the audit with. */
export const bookOf = ({ db, now, key }: Pick<County, 'db' | 'now' | 'key'>): AuditBook => ({ db, now, sign: (text) => key.sign(text) });
