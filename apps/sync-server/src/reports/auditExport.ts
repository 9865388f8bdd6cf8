import type { Database } from '../store/database.ts';
import type { AuditFilter } from './audit.ts';
import { everyAuditRow } from './audit.ts';
import { auditCsv } from './auditCsv.ts';
import type { AuditExport, AuditRow } from './views.ts';

/** So many of the newest entries as a table. Where there are more, the table says so in its last line, and how to get them. */
export async function auditExport(db: Database, filter: AuditFilter, most: number): Promise<AuditExport> {
  const rows: AuditRow[] = [];
  let stoppedAt: string | null = null;
  for await (const row of everyAuditRow(db, filter)) {
    if (rows.length === most) {
      stoppedAt = rows.at(-1)?.at ?? null;
      break;
    }
    rows.push(row);
  }
  return { csv: auditCsv(rows, stoppedAt === null ? null : stoppedWords(rows.length, stoppedAt)), rows: rows.length, stoppedAt };
}

const stoppedWords = (count: number, at: string): string =>
  `没有导完：只有最近的 ${count} 条，到 ${at} 为止；更早的，把“到”改成这一天再导 · Not all: the newest ${count} entries, back to ${at}; for those before it export again with Until at that day`;
