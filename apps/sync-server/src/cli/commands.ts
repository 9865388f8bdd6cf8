import { userInfo } from 'node:os';
import { makeEnrolmentCode } from '../access/enrolment.ts';
import { setDeviceStatus } from '../access/deviceStatus.ts';
import { deviceRows } from '../reports/devices.ts';
import { organisationRows } from '../reports/organisations.ts';
import { quarantineRows } from '../reports/quarantine.ts';
import { uuid } from '@lianyi/schema/basics/ids';
import type { Database } from '../store/database.ts';
import { everyDocument } from '../store/everyDocument.ts';
import { entriesAfter } from '../store/scopeLog.ts';
import { findKeyDir } from './findKeyDir.ts';
import { release } from './release.ts';
import { say, sayTable } from './say.ts';

interface Options {
  readonly name: string | undefined;
  readonly after: string | undefined;
  readonly reason: string | undefined;
  readonly by: string | undefined;
}

interface Command {
  readonly operands: number;
  /** @returns the exit code */
  run(db: Database, operands: readonly string[], options: Options): Promise<number>;
}

export const usage = `npm run county -- COMMAND

  dump                       every document as a line of JSON, by id: {id, kind, revision, scopes, body}
  organisations              the organisations and their ids
  devices                    the enrolled PCs: when each was last heard, what it still has to send
  enrol-code ORGID [--name]  a one-time code, good for 7 days, that enrols a PC of this organisation
  device-status ID STATUS    active, retired (may deliver, pulls nothing) or stolen (what it sends is kept in quarantine)
  quarantine                 the bundles that the county could not accept as they are
  release BUNDLE --reason WHY [--by NAME]
                             judges a bundle in quarantine again, after its cause was mended, with what depends on it
  log SCOPE [--after N]      a scope's log as lines of JSON: catalogue, or org:ID

The database is that of DATABASE_URL, else that of the demo that npm start has made.`;

export const commands: Readonly<Record<string, Command>> = {
  dump: {
    operands: 0,
    run: async (db) => {
      for await (const document of everyDocument(db)) await say(JSON.stringify(document));
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
  devices: {
    operands: 0,
    run: async (db) => {
      const rows = await deviceRows(db);
      await sayTable(rows.map((row) => ({
        id: row.id, organisation: row.organisation.name, name: row.name, status: row.forkedAt === null ? row.status : `${row.status}, forked`,
        heard: row.lastHeardAt ?? 'never', waiting: row.waiting, bundles: row.bundles, quarantined: row.quarantined,
      })));
      return 0;
    },
  },
  'enrol-code': {
    operands: 1,
    run: async (db, [orgId = ''], options) => {
      const code = await makeEnrolmentCode(db, orgId, options.name ?? '', new Date());
      if (code === null) return refuse(`没有这个机构：${orgId}\nNo such organisation: ${orgId}`);
      await say(code);
      return 0;
    },
  },
  'device-status': {
    operands: 2,
    run: async (db, [id = '', status = '']) => {
      if (status !== 'active' && status !== 'retired' && status !== 'stolen') return refuse(`状态只能是 active、retired 或 stolen\nThe status is active, retired or stolen, not ${status}`);
      return (await setDeviceStatus(db, id, status)) ? 0 : refuse(`没有这台设备：${id}\nNo such device: ${id}`);
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
  release: {
    operands: 1,
    run: async (db, [bundleId = ''], options) => {
      const reason = options.reason?.trim() ?? '';
      if (reason === '') return refuse('请写明理由：--reason "已补登岗位"\nSay why: --reason "the post has been entered"');
      if (!uuid.safeParse(bundleId).success) return refuse(`这不是编号：${bundleId}\nThis is no id: ${bundleId}`);
      const keyDir = findKeyDir();
      if (keyDir === null) return refuse('没有找到县的密钥：请设置 LIANYI_KEY_DIR\nNo county key found: set LIANYI_KEY_DIR');
      const released = await release(db, keyDir, { bundleId, reason, by: options.by ?? userInfo().username });
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
        const entries = await entriesAfter(db, new Map([[scope, after]]), 500);
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

function refuse(message: string): number {
  console.error(message);
  return 1;
}
