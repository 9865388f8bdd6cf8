import { userInfo } from 'node:os';
import { sql } from 'kysely';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { uuid } from '@lianyi/schema/basics/ids';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { AuditAction } from '../access/audit.ts';
import { changedNothing } from '../access/audit.ts';
import type { RecordDecision } from '../access/deviceActs.ts';
import { confirmDevice, confirmDevices } from '../access/deviceStatus.ts';
import { organisationRows } from '../reports/organisations.ts';
import { quarantineRows } from '../reports/quarantine.ts';
import type { Database } from '../store/database.ts';
import { openAsOwner } from '../store/database.ts';
import { everyDocument } from '../store/everyDocument.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { within } from '../store/reach.ts';
import { entriesAfter } from '../store/scopeLog.ts';
import { tellScopes } from '../store/scopeNotices.ts';
import type { Moved } from '../sync/movePatient.ts';
import { movePatient } from '../sync/movePatient.ts';
import type { BackupResult } from './backup.ts';
import { backup, restore } from './backup.ts';
import { auditCommand, auditUsage } from './audit.ts';
import { check, checkUsage } from './check.ts';
import { policyOfDevices } from './deviceKeys.ts';
import { findOwnersUrl } from './findDatabaseUrl.ts';
import { giveUpGap } from './giveUpGap.ts';
import { parcelIn, parcelOut } from './parcel.ts';
import { prove } from './prove.ts';
import { release } from './release.ts';
import { noKeyWords } from './recordCommand.ts';
import { refuse, say, sayAsIs, sayEither, sayTable } from './say.ts';
import { userCommand, userUsage } from './user.ts';

interface Options {
  readonly after: string | undefined;
  readonly reason: string | undefined;
  readonly device: string | undefined;
  readonly databaseUrl: string;
  readonly keyFile: string | undefined;
  readonly keyDir: string | undefined;
  readonly scopes: string | undefined;
  readonly by: string | undefined;
  readonly patient: string | undefined;
  readonly person: string | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly json: boolean;
  readonly csv: boolean;
  readonly allow: boolean;
  readonly days: string | undefined;
  readonly pins: string | undefined;
  /** Into the audit, in the transaction of what is done. */
  readonly record: RecordDecision;
}

/** Options that a command may have; `--json` and `--help` have all. */
export type OptionName = 'after' | 'reason' | 'by' | 'device' | 'key-file' | 'key-dir' | 'scopes' | 'days' | 'pins' | 'patient' | 'person' | 'from' | 'until' | 'csv' | 'allow';

interface Command {
  /** The words that follow it, as the audit calls them. `any`: the command looks at them itself. */
  readonly operands: readonly string[] | 'any';
  /** Left out: none. Any other is not understood. */
  readonly options?: readonly OptionName[];
  /** Of the command alone, where the list of all says too little. */
  readonly usage?: string;
  /** How the audit calls it; its first operand is what it was done to. Not there: it shows nothing of patients and changes nothing, or writes it down itself. */
  readonly audited?: AuditAction;
  /** @returns the exit code */
  run(db: Database, operands: readonly string[], options: Options): Promise<number>;
}

/** What was refused is no move. */
const isMoved = (came: unknown): boolean => typeof came === 'object' && came !== null && 'ok' in came && came.ok === true;

export const commands: Readonly<Record<string, Command>> = {
  dump: {
    operands: [],
    options: ['scopes'],
    audited: 'documents.dump',
    run: async (db, _operands, { scopes }) => {
      const asked = scopes?.split(/[,\s]+/).filter((scope) => scope !== '') ?? null;
      for (const scope of asked ?? []) if (!(await isScope(db, scope))) return refuse(noSuchScope(scope));
      for await (const document of everyDocument(db, asked)) await sayAsIs(canonicalJson(document));
      return 0;
    },
  },
  organisations: {
    operands: [],
    run: async (db, _operands, { json }) => {
      const rows = await organisationRows(db, new Date());
      if (json) await say(JSON.stringify(rows));
      else await sayTable(rows.map((row) => ({ id: row.id, type: row.type, name: row.name, devices: row.devices, patients: row.patients })));
      return 0;
    },
  },
  'move-patient': {
    operands: ['patientId', 'orgId'],
    options: ['reason'],
    audited: 'patient.move',
    run: async (db, [patientId = '', toId = ''], options) => {
      if ((options.reason ?? '').trim() === '') return refuse('请用 --reason 写明理由\nSay why with --reason');
      if (!uuid.safeParse(patientId).success || !uuid.safeParse(toId).success) return refuse('患者和机构都用编号\nThe patient and the organisation are named by their ids');
      const moved = await movePatient(postgresStore(db, async (tx, came) => { if (isMoved(came)) await options.record(tx); }), { patientId, toId, reason: options.reason ?? '' }, new Date());
      if (!moved.ok) return refuse(whyNotMoved[moved.reason]);
      await tellScopes(db, moved.scopes);
      return sayEither(options, { patientId, toId, documents: moved.documents }, `已转到 ${toId}，共 ${moved.documents} 份记录；原机构会收到通知。\nMoved to ${toId}: ${moved.documents} documents; the old institution is told.`);
    },
  },
  quarantine: {
    operands: [],
    run: async (db, _operands, { json }) => {
      const rows = await quarantineRows(db);
      if (json) for (const row of rows) await say(JSON.stringify(row));
      else await sayTable(rows.map((row) => ({
        bundle: row.bundleId, received: row.receivedAt, device: row.device?.name ?? '', action: row.action, reason: row.reason, kinds: row.kinds.join(' '), detail: row.detail,
      })));
      return 0;
    },
  },
  check: { operands: [], usage: checkUsage, run: async (db, _operands, { json }) => check(db, json) },
  audit: { operands: [], options: ['patient', 'person', 'device', 'from', 'until', 'csv'], usage: auditUsage, run: async (db, _operands, options) => auditCommand(db, options) },
  user: { operands: 'any', options: ['person', 'allow'], usage: userUsage, run: async (db, operands, options) => userCommand(db, operands, options) },
  prove: { operands: ['id'], options: ['device'], audited: 'document.prove', run: async (db, [id = ''], options) => prove(db, id, options) },
  'gap-lost': { operands: ['deviceId', 'lane', 'number'], options: ['reason'], audited: 'gap.lost', run: async (db, [deviceId = '', lane = '', number = ''], { reason, databaseUrl, json, record }) => giveUpGap(db, databaseUrl, { deviceId, lane, number, reason: reason?.trim() ?? '', json, record }) },
  backup: {
    operands: ['file'],
    options: ['key-file', 'key-dir'],
    audited: 'county.backup',
    run: async (db, [file = ''], options) => sayResult(await backup(db, file, options, new Date()), options),
  },
  restore: {
    operands: ['file'],
    options: ['key-file', 'key-dir'],
    run: async (_db, [file = ''], options) => {
      const owner = openAsOwner(findOwnersUrl(options.databaseUrl), { maxConnections: 2 });
      try {
        return await sayResult(await restore(owner, file, options), options);
      } finally {
        await owner.destroy();
      }
    },
  },
  parcel: {
    operands: ['way', 'file'],
    options: ['device'],
    run: async (db, [way = '', file = ''], options) => {
      if (way === 'in') return parcelIn(db, file, options);
      return way === 'out' ? parcelOut(db, file, options) : refuse('parcel in FILE | parcel out FILE --device ID');
    },
  },
  'device-policy': { operands: [], options: ['days', 'pins'], run: async (db, _operands, options) => policyOfDevices(db, options) },
  'confirm-devices': {
    operands: [],
    audited: 'device.confirm',
    run: async (db, _operands, options) => {
      const confirmed = await inTransaction(db, async (tx) => {
        const count = await confirmDevices(tx);
        await options.record(tx, count === 0 ? changedNothing : undefined);
        return count;
      });
      return sayEither(options, { confirmed }, `已确认 confirmed: ${confirmed}`);
    },
  },
  'confirm-device': {
    operands: ['deviceId'],
    audited: 'device.confirm',
    run: async (db, [id = ''], options) => (await inTransaction(db, async (tx) => {
      const isDone = await confirmDevice(tx, id);
      if (isDone) await options.record(tx);
      return isDone;
    }) ? sayEither(options, { id, confirmed: 1 }, `已确认 confirmed: ${id}`) : refuse(`没有这台设备，或它不在等确认，也没有分叉：${id}\nNo such device, or it awaits nothing and is not forked: ${id}`)),
  },
  release: {
    operands: ['bundleId'],
    options: ['reason', 'by'],
    audited: 'bundle.release',
    run: async (db, [bundleId = ''], options) => {
      const reason = options.reason?.trim() ?? '';
      if (reason === '') return refuse('请写明理由：--reason "已补登岗位"\nSay why: --reason "the post has been entered"');
      if (!uuid.safeParse(bundleId).success) return refuse(`这不是编号：${bundleId}\nThis is no id: ${bundleId}`);
      const released = await release(db, options.databaseUrl, { bundleId, reason, by: options.by ?? userInfo().username, record: options.record });
      if (released === null) return refuse(noKeyWords);
      if (!released.ok) {
        return refuse(released.why === 'corrected'
          ? '这一笔已由卫生室更正，不再放行\nThe clinic has corrected this bundle: there is nothing to release'
          : `隔离中没有这一笔：${bundleId}\nNo such bundle in quarantine: ${bundleId}`);
      }
      if (released.outcome === 'quarantined') return refuse(`仍在隔离：${released.reason ?? ''} ${released.detail}\nStill in quarantine: ${released.reason ?? ''} ${released.detail}`);
      return sayEither(options, { bundleId, outcome: released.outcome, dependants: released.dependants }, `${released.outcome} +${released.dependants}`);
    },
  },
  log: {
    operands: ['scope'],
    options: ['after'],
    run: async (db, [scope = ''], options) => {
      let after = Number(options.after ?? 0);
      if (!Number.isSafeInteger(after) || after < 0) return refuse('--after 要一个数字\n--after takes a number');
      if (!(await isScope(db, scope))) return refuse(noSuchScope(scope));
      for (;;) {
        const cursors = new Map([[scope, after]]);
        const entries = await within(db, { scopes: [scope] }, async (read) => entriesAfter(read, cursors, 500));
        for (const { number, position, bundleId, putIds, putRevisions, evictIds } of entries) {
          await say(JSON.stringify({ number, position, bundleId, puts: putIds.map((id, at) => ({ id, revision: putRevisions[at] })), evicts: evictIds }));
        }
        const last = entries.at(-1);
        if (!last) return 0;
        after = last.number;
      }
    },
  },
};

const isScope = async (db: Database, scope: string): Promise<boolean> => scope === catalogueScope
  || (await db.selectFrom('organisation').select('id').where(sql<string>`'org:' || id::text`, '=', scope).executeTakeFirst()) !== undefined;

const noSuchScope = (scope: string): string => `没有这个范围：${scope}。范围是 catalogue，或 org: 加机构编号（见 organisations） · No such scope: ${scope}. It is catalogue, or org: and the id of an organisation (see organisations)`;

const whyNotMoved: Readonly<Record<Extract<Moved, { ok: false }>['reason'], string>> = {
  noSuchPatient: '县里没有这位患者的档案\nThe county has no such patient',
  noSuchInstitution: '没有这个机构，或它不看病人\nNo such institution, or it treats nobody',
  alreadyThere: '档案已经在那里\nThe record is there already',
  invalid: '理由要 1 到 200 字\nThe reason has 1 to 200 characters',
};

const sayResult = async (result: BackupResult, options: Options): Promise<number> => (result.ok ? sayEither(options, result.facts, result.words) : refuse(result.words));
