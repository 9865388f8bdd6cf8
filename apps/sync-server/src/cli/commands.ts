import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { makeEnrolmentCode } from '../access/enrolment.ts';
import { setDeviceStatus } from '../access/deviceStatus.ts';
import { deviceRows } from '../reports/devices.ts';
import { organisationRows } from '../reports/organisations.ts';
import { quarantineRows } from '../reports/quarantine.ts';
import type { Database } from '../store/database.ts';
import { everyDocument } from '../store/everyDocument.ts';
import { entriesAfter } from '../store/scopeLog.ts';
import { say, sayTable } from './say.ts';

interface Options {
  readonly name: string | undefined;
  readonly after: string | undefined;
  readonly scopes: string | undefined;
}

interface Command {
  readonly operands: number;
  /** @returns the exit code */
  run(db: Database, operands: readonly string[], options: Options): Promise<number>;
}

export const usage = `npm run county -- COMMAND

  dump [--scopes SCOPES]     every document as a line of canonical JSON, by id: {body, id, kind, revision, scopes, waiting},
                             the form of clinic -- dump; with scopes (org:ID,catalogue) what a clinic that follows them has
  organisations              the organisations and their ids
  devices                    the enrolled PCs: when each was last heard, what it still has to send
  enrol-code ORGID [--name]  a one-time code, good for 7 days, that enrols a PC of this organisation
  device-status ID STATUS    active, retired (may deliver, pulls nothing) or stolen (what it sends is kept in quarantine)
  quarantine                 the bundles that the county could not accept as they are
  log SCOPE [--after N]      a scope's log as lines of JSON: catalogue, or org:ID

The database is that of DATABASE_URL, else that of the demo that npm start has made.`;

export const commands: Readonly<Record<string, Command>> = {
  dump: {
    operands: 0,
    run: async (db, _operands, { scopes }) => {
      const within = scopes?.split(/[,\s]+/).filter((scope) => scope !== '') ?? null;
      for await (const document of everyDocument(db, within)) await say(canonicalJson(document));
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
