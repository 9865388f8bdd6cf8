import { userInfo } from 'node:os';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { uuid } from '@lianyi/schema/basics/ids';
import type { AuditAction } from '../access/audit.ts';
import { confirmDevice, confirmDevices } from '../access/deviceStatus.ts';
import { organisationRows } from '../reports/organisations.ts';
import { quarantineRows } from '../reports/quarantine.ts';
import type { Database } from '../store/database.ts';
import { openAsOwner } from '../store/database.ts';
import { everyDocument } from '../store/everyDocument.ts';
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
import { refuse, say, sayTable } from './say.ts';
import { userCommand, userUsage } from './user.ts';

interface Options {
  readonly name: string | undefined;
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
  readonly days: string | undefined;
  readonly pins: string | undefined;
}

interface Command {
  /** `any`: the command looks at them itself. */
  readonly operands: number | 'any';
  /** Of the command alone, where the list of all says too little. */
  readonly usage?: string;
  /** How the audit calls it; its first operand is what it was done to. Not there: it shows nothing of patients and changes nothing, or writes it down itself. */
  readonly audited?: AuditAction;
  /** @returns the exit code */
  run(db: Database, operands: readonly string[], options: Options): Promise<number>;
}

export const usage = `用法 · Usage: npm run county -- COMMAND

  init | org | person | role 建县、机构、人员、岗位 · the county, its organisations, people, roles: each with --help and --json
  dump [--scopes SCOPES]     每份文档一行规范 JSON，按编号排 · every document as a line of canonical JSON, by id: {body, id, kind, revision, scopes, waiting},
                             与 clinic -- dump 同一格式；给出范围 (org:ID,catalogue) 时，是跟随它们的诊所所有的 · the form of clinic -- dump; with scopes
                             what a clinic that follows them has
  organisations              各机构和编号 · the organisations and their ids
  device COMMAND             电脑：list、show、code、retire、stolen、found、replace · the PCs: listed, enrolled, retired, lost, replaced (device --help)
  move-patient ID ORGID --reason
                             把整份档案转到另一机构，会通知原机构 · moves a patient's whole record to another institution; the old one is told
  quarantine                 县里不能照收的保存 · the bundles that the county could not accept as they are
  release BUNDLE --reason WHY [--by NAME]
                             原因改好后，把隔离的一笔和依赖它的重新判一次 · judges a bundle in quarantine again, after its cause was mended, with what
                             depends on it
  prove ID [--device ID]     证明一份文档或一次保存已在县里 · what proves that a document or a bundle is held: chain, signatures, receipt, numbers;
                             加 --device 与那台电脑自己的证明逐行相同 · with a device what that PC's own proof says, line by line
  check [--json]             逐份核对全部文档（内容、版本、范围）和审计链；有不对的退出码 1 · goes over every document and lists those whose content hash,
                             version or scopes are not what the row says, and over the audit: altered, removed, inserted or moved
                             entries; changes nothing, exit code 1 if there are any
  audit [--patient ID] [--person ID] [--device ID] [--from] [--until] [--json|--csv]
                             谁看过、改过谁的档案 · who looked at or changed whose record; audit --help
  user list|add|link|password|totp-reset|block|unblock
                             县平台的用户 · the users of the county's console; user --help
  gap-lost DEVICE LANE NUMBER --reason TEXT
                             放弃一台电脑不会再来的保存，后面等着的就能判 · gives up bundles of a PC that will not come, so that what waits behind
                             them is judged
  backup FILE                不停机存下全县的一个时刻，加密 · one moment of the whole county, sealed, while it serves (LIANYI_BACKUP_PASSPHRASE, or --key-file FILE)
  restore FILE               把备份恢复到空数据库，开始新的历史 · fills an empty database from a backup; a new epoch begins
  parcel in FILE             收下诊所 U 盘里的文件 · takes in a clinic's parcel from a stick
  parcel out FILE --device ID
                             做一个带回诊所的文件：回执和别处的记录 · a parcel for that PC: receipts, and what others wrote
  confirm-devices            恢复以后：所有电脑又可以取数据 · after a restore: every device may pull again
  confirm-device ID          一台电脑可以取数据：恢复以后，或换了密钥以后 · one device may pull: after a restore, or enrolled anew after a fork;
                             分叉的一台：查明没有另一份在用，不再列为 forked · of a forked one: no other copy of it is in use, and it is shown as forked no more
  device recover ID --person ID --reason WHY [--by NAME]
                             员工都忘了 PIN：一次性的码，那个人用它重设，记录都在 · all its staff forgot their PINs: a one-time code by which that person sets
                             a new one, and nothing is lost
  device extend ID --days N  不联通的电脑延期的码 · a code that lets a PC without a line be opened for so many days more
  device-policy [--days N] [--pins yes|no]
                             所有电脑：不联通最多用几天，能不能用 PIN · of all PCs: how many days without the county, and whether PINs are allowed
  log SCOPE [--after N]      一个范围的日志，每行一个 JSON · a scope's log as lines of JSON: catalogue, or org:ID

数据库由 DATABASE_URL 给出，没有就用 npm start 做的演示 · The database is that of DATABASE_URL, else that of the demo that npm start has made.`;

export const commands: Readonly<Record<string, Command>> = {
  dump: {
    operands: 0,
    audited: 'documents.dump',
    run: async (db, _operands, { scopes }) => {
      const asked = scopes?.split(/[,\s]+/).filter((scope) => scope !== '') ?? null;
      for await (const document of everyDocument(db, asked)) await say(canonicalJson(document));
      return 0;
    },
  },
  organisations: {
    operands: 0,
    run: async (db) => {
      const rows = await organisationRows(db, new Date());
      await sayTable(rows.map((row) => ({ id: row.id, type: row.type, name: row.name, devices: row.devices, patients: row.patients })));
      return 0;
    },
  },
  'move-patient': {
    operands: 2,
    audited: 'patient.move',
    run: async (db, [patientId = '', toId = ''], options) => {
      if ((options.reason ?? '').trim() === '') return refuse('请用 --reason 写明理由\nSay why with --reason');
      if (!uuid.safeParse(patientId).success || !uuid.safeParse(toId).success) return refuse('患者和机构都用编号\nThe patient and the organisation are named by their ids');
      const moved = await movePatient(postgresStore(db), { patientId, toId, reason: options.reason ?? '' }, new Date());
      if (!moved.ok) return refuse(whyNotMoved[moved.reason]);
      await tellScopes(db, moved.scopes);
      await say(`已转到 ${toId}，共 ${moved.documents} 份记录；原机构会收到通知。\nMoved to ${toId}: ${moved.documents} documents; the old institution is told.`);
      return 0;
    },
  },
  quarantine: {
    operands: 0,
    run: async (db) => {
      const rows = await quarantineRows(db);
      await sayTable(rows.map((row) => ({
        bundle: row.bundleId, received: row.receivedAt, device: row.device?.name ?? '', action: row.action, reason: row.reason, kinds: row.kinds.join(' '), detail: row.detail,
      })));
      return 0;
    },
  },
  check: { operands: 0, usage: checkUsage, run: async (db, _operands, { json }) => check(db, json) },
  audit: { operands: 0, usage: auditUsage, run: async (db, _operands, options) => auditCommand(db, options) },
  user: { operands: 'any', usage: userUsage, run: async (db, operands, options) => userCommand(db, operands, options) },
  prove: { operands: 1, audited: 'document.prove', run: async (db, [id = ''], { device }) => prove(db, id, device) },
  'gap-lost': { operands: 3, audited: 'gap.lost', run: async (db, [deviceId = '', lane = '', number = ''], { reason, databaseUrl }) => giveUpGap(db, databaseUrl, { deviceId, lane, number, reason: reason?.trim() ?? '' }) },
  backup: {
    operands: 1,
    audited: 'county.backup',
    run: async (db, [file = ''], options) => sayResult(await backup(db, file, options, new Date())),
  },
  restore: {
    operands: 1,
    run: async (_db, [file = ''], options) => {
      const owner = openAsOwner(findOwnersUrl(options.databaseUrl), { maxConnections: 2 });
      try {
        return await sayResult(await restore(owner, file, options));
      } finally {
        await owner.destroy();
      }
    },
  },
  parcel: {
    operands: 2,
    run: async (db, [way = '', file = ''], { databaseUrl, device }) => {
      if (way === 'in') return parcelIn(db, databaseUrl, file);
      return way === 'out' ? parcelOut(db, databaseUrl, file, device) : refuse('parcel in FILE | parcel out FILE --device ID');
    },
  },
  'device-policy': { operands: 0, run: async (db, _operands, options) => policyOfDevices(db, options) },
  'confirm-devices': {
    operands: 0,
    audited: 'device.confirm',
    run: async (db) => {
      await say(`已确认 confirmed: ${await confirmDevices(db)}`);
      return 0;
    },
  },
  'confirm-device': {
    operands: 1,
    audited: 'device.confirm',
    run: async (db, [id = '']) => ((await confirmDevice(db, id)) ? 0 : refuse(`没有这台设备，或它不在等确认，也没有分叉：${id}\nNo such device, or it awaits nothing and is not forked: ${id}`)),
  },
  release: {
    operands: 1,
    audited: 'bundle.release',
    run: async (db, [bundleId = ''], options) => {
      const reason = options.reason?.trim() ?? '';
      if (reason === '') return refuse('请写明理由：--reason "已补登岗位"\nSay why: --reason "the post has been entered"');
      if (!uuid.safeParse(bundleId).success) return refuse(`这不是编号：${bundleId}\nThis is no id: ${bundleId}`);
      const released = await release(db, options.databaseUrl, { bundleId, reason, by: options.by ?? userInfo().username });
      if (released === null) return refuse('没有找到县的密钥：请设置 LIANYI_KEY_DIR\nNo county key found: set LIANYI_KEY_DIR');
      if (!released.ok) {
        return refuse(released.why === 'corrected'
          ? '这一笔已由卫生室更正，不再放行\nThe clinic has corrected this bundle: there is nothing to release'
          : `隔离中没有这一笔：${bundleId}\nNo such bundle in quarantine: ${bundleId}`);
      }
      if (released.outcome === 'quarantined') return refuse(`仍在隔离：${released.reason ?? ''} ${released.detail}\nStill in quarantine: ${released.reason ?? ''} ${released.detail}`);
      await say(`${released.outcome} +${released.dependants}`);
      return 0;
    },
  },
  log: {
    operands: 1,
    run: async (db, [scope = ''], options) => {
      let after = Number(options.after ?? 0);
      if (!Number.isSafeInteger(after) || after < 0) return refuse('--after 要一个数字\n--after takes a number');
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

const whyNotMoved: Readonly<Record<Extract<Moved, { ok: false }>['reason'], string>> = {
  noSuchPatient: '县里没有这位患者的档案\nThe county has no such patient',
  noSuchInstitution: '没有这个机构，或它不看病人\nNo such institution, or it treats nobody',
  alreadyThere: '档案已经在那里\nThe record is there already',
  invalid: '理由要 1 到 200 字\nThe reason has 1 to 200 characters',
};

async function sayResult({ ok, words }: BackupResult): Promise<number> {
  if (!ok) return refuse(words);
  await say(words);
  return 0;
}
