import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceCertificate } from '@lianyi/schema/wire/certificate';
import type { DatabaseOptions, SqliteDatabase } from '@lianyi/desktop/host/replica/database';
import { openDatabase } from '@lianyi/desktop/host/replica/database';
import type { DeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import { openReplica, replicaFile } from '@lianyi/desktop/host/replica/openReplica';
import type { Decision, Reader, SaveResult } from '@lianyi/desktop/host/replica/replica';
import type { Replication } from '@lianyi/desktop/host/replication/replication';
import { startReplication } from '@lianyi/desktop/host/replication/startReplication';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Line } from './line.ts';
import type { Place } from './places.ts';
import { followedBy } from './places.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtualTime.ts';

/** A clinic's PC: the real replica on a real file, the real exchange, and a clock that may be wrong. */
export interface SimClinic {
  readonly place: Place;
  readonly line: Line;
  replica(): ReplicaForExchange;
  exchange(): Replication;
  isOn(): boolean;
  now(): Date;
  setClock(offsetMs: number): void;
  save(action: string, decide: (read: Reader) => Decision<'nothing'>): SaveResult<'nothing'>;
  /** The process ends, now; what the disk has stays. */
  kill(): void;
  start(): void;
  /** No page can be added to the file any more, or again as many as one likes. */
  fillDisk(): void;
  emptyDisk(): void;
  isDiskFull(): boolean;
  close(): void;
}

export interface SimClinicParts {
  readonly directory: string;
  /** A replica's file as migrations leave it: to be copied, since to make one each time would cost more than all else. */
  readonly emptyFile: string;
  readonly place: Place;
  readonly deviceKey: DeviceKey;
  readonly countyKey: string;
  readonly epoch: string;
  readonly certificate: DeviceCertificate;
  readonly time: VirtualTime;
  readonly line: Line;
  readonly chance: Random;
  readonly startedAt: number;
  /** Each save that was answered: the promise is about these. Null: it is not there. */
  readonly onSaved: (bundleId: string, body: BundleBody | null) => void;
}

const noLimit = 1_000_000_000;

export function simClinic(parts: SimClinicParts): SimClinic {
  const { place, time, line } = parts;
  let clockMs = parts.startedAt;
  let life = 0;
  let directory = join(parts.directory, '0');
  let database: SqliteDatabase | null = null;
  let isDiskFull = false;
  let open: { readonly replica: ReplicaForExchange; readonly replication: Replication } | null = null;

  const now = (): Date => new Date(clockMs + time.elapsedMs());
  const openFile = (options: DatabaseOptions): SqliteDatabase => {
    database = openDatabase(options);
    database.pragma('wal_autocheckpoint = 200');
    return database;
  };
  const start = (isNew: boolean): void => {
    life += 1;
    const mine = life;
    const replica = openReplica({
      directory, identity: { deviceId: place.deviceId, deviceName: '诊室电脑', orgId: place.orgId }, key: null, allowUnencryptedForTests: true, isLocked: true, now, openFile,
      ...(isNew && { enrolment: { deviceKey: parts.deviceKey, countyKey: parts.countyKey, epoch: parts.epoch, certificate: parts.certificate, scopes: [...followedBy(place)].sort() } }),
    });
    const replication = startReplication({
      replica: { ...replica, submissions: (count, bytes) => withoutFirst(replica.submissions(count, bytes)) }, transport: line.transport, statusPath: join(directory, 'status.json'), now, random: () => parts.chance.next(),
      timers: { after: (ms, call) => time.after(ms, () => { if (life === mine) call(); }), elapsedMs: () => time.elapsedMs() },
    });
    open = { replica, replication };
  };
  const opened = (): { readonly replica: ReplicaForExchange; readonly replication: Replication } => {
    if (!open) throw new Error('the host is not running');
    return open;
  };
  const withoutFirst = <T>(submissions: readonly T[]): readonly T[] => (submissions.length > 1 && line.leavesOutFirst() ? submissions.slice(1) : submissions);
  const limitPages = (pages: number): void => void database?.pragma(`max_page_count = ${pages}`);

  mkdirSync(directory, { recursive: true });
  copyFileSync(parts.emptyFile, join(directory, replicaFile));
  start(true);
  return {
    place,
    line,
    replica: () => opened().replica,
    exchange: () => opened().replication,
    isOn: () => open !== null,
    now,
    setClock: (offsetMs) => { clockMs = parts.startedAt + offsetMs; },
    save: (action, decide) => {
      const { replica } = opened();
      const saved = replica.save(action, { personId: place.personId, orgId: place.orgId }, decide);
      if (saved.ok) {
        const row = replica.get<{ body: string }>('SELECT body FROM bundle WHERE id = ?', saved.bundleId);
        parts.onSaved(saved.bundleId, JSON.parse(row?.body ?? 'null') as BundleBody | null);
      }
      return saved;
    },
    kill: () => {
      if (!open) return;
      life += 1;
      // What a killed process leaves: the file and its log as they lie on the disk, opened by nobody.
      const next = join(parts.directory, String(life));
      mkdirSync(next, { recursive: true });
      for (const name of [replicaFile, `${replicaFile}-wal`, 'status.json']) if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(next, name));
      open.replica.close();
      open = null;
      database = null;
      isDiskFull = false;
      line.hangUp();
      rmSync(directory, { recursive: true, force: true });
      directory = next;
    },
    start: () => { if (!open) start(false); },
    fillDisk: () => {
      if (!database) return;
      isDiskFull = true;
      limitPages(Number(database.pragma('page_count')));
    },
    emptyDisk: () => {
      isDiskFull = false;
      limitPages(noLimit);
    },
    isDiskFull: () => isDiskFull,
    close: () => {
      life += 1;
      open?.replica.close();
      open = null;
    },
  };
}
