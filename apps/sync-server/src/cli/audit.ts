import * as z from 'zod';
import { isCalendarDate } from '@lianyi/schema/basics/dates';
import { inOneLine } from '@lianyi/schema/basics/visibleText';
import { askedWords } from '../reports/auditAsked.ts';
import { auditCsv } from '../reports/auditCsv.ts';
import type { AuditFilter } from '../reports/audit.ts';
import { everyAuditRow } from '../reports/audit.ts';
import type { AuditRow } from '../reports/views.ts';
import type { Database } from '../store/database.ts';
import { refuse, remark, say } from './say.ts';
import { findKeyOf } from './findCountyKey.ts';
import { noKeyWords, recordAsked } from './recordCommand.ts';

export const auditUsage = `用法 · Usage: npm run county -- audit [--patient ID] [--person ID] [--device ID] [--from DAY] [--until DAY] [--json | --csv]

  谁、何时、从哪里看了或改了谁的档案，最近的在前；不含病历内容。查看审计本身也记入审计。
  Who looked at or changed whose record, when and from where, the newest first; nothing of what the records say. Looking is in the audit as well.

  --patient ID  --person ID  --device ID   只看这位患者、这个人（县平台用户或诊所人员）、这台电脑 · of this patient, person (of the console or a clinic), PC
  --from DAY --until DAY                   日期或时间，如 2026-03-01；until 不含当天 · days or times; until is not included
  --json | --csv                           每行一个 JSON；或表格软件的 CSV · lines of JSON, or CSV for a spreadsheet`;

export interface AuditOptions {
  readonly patient: string | undefined;
  readonly person: string | undefined;
  readonly device: string | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly json: boolean;
  readonly csv: boolean;
}

/** @returns the exit code */
export async function auditCommand(db: Database, options: AuditOptions): Promise<number> {
  if (options.json && options.csv) return refuse('--json 和 --csv 只能选一个 · One of --json and --csv');
  const filter: AuditFilter = {
    patientId: options.patient?.toLowerCase() ?? null, personId: options.person?.toLowerCase() ?? null, deviceId: options.device?.toLowerCase() ?? null, from: timeIn(options.from), until: timeIn(options.until), what: 'all',
  };
  for (const [name, id] of [['--patient', filter.patientId], ['--person', filter.personId], ['--device', filter.deviceId]] as const) {
    if (id !== null && !z.guid().safeParse(id).success) return refuse(`${name} 要一个编号 · ${name} takes an id`);
  }
  if ((options.from !== undefined && filter.from === null) || (options.until !== undefined && filter.until === null)) return refuse('--from 和 --until 要有的日期，如 2026-03-01 · --from and --until take a day that exists, such as 2026-03-01');
  if (filter.from !== null && filter.until !== null && filter.until <= filter.from) return refuse(`--from (${options.from}) 要在 --until (${options.until}) 之前：until 不含当天 · --from (${options.from}) has to be before --until (${options.until}), which is not included`);
  // What was looked for, and nothing else that the command was given.
  const { patient, person, device, from, until } = options;
  const key = await findKeyOf(db);
  if (key === null) return refuse(noKeyWords);
  await recordAsked(db, key, 'audit.export', filter.patientId ?? filter.personId ?? filter.deviceId ?? '', 'audit', { patient, person, device, from, until });
  if (options.csv) {
    const rows: AuditRow[] = [];
    for await (const row of everyAuditRow(db, filter)) rows.push(row);
    if (rows.length === 0) remark(nothing);
    process.stdout.write(auditCsv(rows));
    return 0;
  }
  let told = 0;
  for await (const row of everyAuditRow(db, filter)) {
    told += 1;
    await say(options.json ? JSON.stringify(row) : inOneLine(lineOf(row)));
  }
  if (told === 0) remark(nothing);
  return 0;
}

/** On the other stream: what reads the entries gets none. */
const nothing = '没有符合的记录 · No entry is so';

function timeIn(text: string | undefined): string | null {
  if (text === undefined || !isCalendarDate(text.slice(0, 10))) return null;
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

const lineOf = ({ at, actor, who, action, device, organisation, session, patients, about, asked, note, glass }: AuditRow): string => [
  at, who?.name || who?.id || '-', action, device?.name ?? (session !== null ? `session ${session.slice(-8)}` : actor === 'commandLine' ? '命令行 command line' : '未登录 not logged in'), organisation?.name ?? '-',
  patients.map(({ id, name }) => `${name} ${id}`).join(', ') || '-', about ?? '', askedWords(asked) || (note ?? ''), glass === null ? '' : `${glass.reason}: ${glass.text}`,
].join('  ').trimEnd();
