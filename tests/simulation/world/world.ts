import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@lianyi/schema/basics/ids';
import type { Device } from '@lianyi/sync-server/store/devices';
import { countyKeyOf } from '@lianyi/sync-server/sync/countyKey';
import type { Cells } from '../cells.ts';
import type { SimCounty } from '../county/simCounty.ts';
import { simCounty } from '../county/simCounty.ts';
import type { CountyDatabase } from '../county/database.ts';
import { memoryDatabase } from '../county/database.ts';
import type { CountyTables } from '../county/tables.ts';
import type { Busy } from '../county/withStatements.ts';
import type { Action, ClinicState, Schedule } from '../schedule.ts';
import { doAct } from './day.ts';
import { deviceKeyOf, seededKey } from './keys.ts';
import { Ledger } from './ledger.ts';
import type { Line } from './line.ts';
import { line } from './line.ts';
import { anEmptyFile } from './emptyFile.ts';
import { directoryOf, placesOf } from './places.ts';
import { random } from './random.ts';
import { seedIds } from './seededIds.ts';
import type { SimClinic } from './simClinic.ts';
import { simClinic } from './simClinic.ts';
import type { VirtualTime } from './virtualTime.ts';
import { virtualTime } from './virtualTime.ts';

/** A county and its clinics after a schedule, with all that was promised on the way. */
export interface Ended {
  readonly tables: CountyTables;
  readonly county: SimCounty;
  readonly clinics: readonly SimClinic[];
  readonly ledger: Ledger;
  /** What a fault could strike: acts at a PC, messages, statements of the county's transactions, and the faults themselves. */
  readonly operations: number;
  readonly saves: number;
  readonly messages: number;
  readonly faults: number;
  /** What had not come to rest half a virtual minute after the lines were back. */
  readonly stuck: readonly string[];
  close(): void;
}

const startedAt = Date.UTC(2026, 2, 9, 0, 0, 0);
const quietWithinMs = 30_000;
/** A clinic compares once more: ten minutes after something that it had was unknown to the county. */
const comparedAgainWithinMs = 11 * 60_000;
const monthMs = 30 * 24 * 3_600_000;
/** Memory, where the machine has a file system of it: a fault of the process is simulated, not one of the disk. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs a schedule from an empty county to half a minute after all faults are over. */
export async function runSchedule(schedule: Schedule, cells: Cells, database: CountyDatabase = memoryDatabase()): Promise<Ended> {
  const directory = mkdtempSync(join(scratch, 'lianyi-simulation-'));
  const chance = random(schedule.seed).fork(1);
  const busy: Busy = { calls: 0 };
  const time = virtualTime(async () => database.settle(() => busy.calls > 0));
  let countyClockMs = startedAt;
  const unseed = seedIds(chance.fork(2), () => startedAt + time.elapsedMs());
  const places = placesOf(schedule.clinics);
  const key = countyKeyOf(seededKey(chance.fork(3)));
  const deviceKeys = places.map((_, at) => deviceKeyOf(seededKey(chance.fork(100 + at))));
  const devices = new Map<string, Device>(places.map((place, at) => [place.deviceId, { id: place.deviceId, orgId: place.orgId, name: '诊室电脑', publicKey: deviceKeys[at]?.publicKey ?? '', status: 'active' as const, awaitsConfirmation: false, formerIds: [] }]));
  const ledger = new Ledger();
  const count = { operations: 0, saves: 0, messages: 0, faults: 0 };
  const struck = (fault: string, state: string): void => {
    cells.hit(fault, state);
    count.faults += 1;
    count.operations += 1;
  };

  const county = simCounty({
    database, devices, busy, key, time, firstEpoch: newId(startedAt), chance: chance.fork(4), now: () => new Date(countyClockMs + time.elapsedMs()),
    places: new Map(places.map((place) => [place.deviceId, place])),
    onStatement: () => { count.operations += 1; },
    onStruck: (fault, statement) => {
      struck(fault, statement);
      if (fault === 'countyKilled') time.after(2_000 + chance.below(10_000), () => county.start());
    },
  });
  const clinics: (SimClinic | undefined)[] = places.map(() => undefined);
  const clockOffsets = places.map(() => 0);
  const waitingFaults = places.map((): Action[] => []);

  const lines = places.map((_, at) => line({
    time, chance: chance.fork(300 + at), handle: async (...request) => county.handle(...request),
    onStruck: struck,
    isFirstSync: () => !isSynced(at),
    onMessage: () => {
      count.messages += 1;
      count.operations += 1;
    },
    onSend: () => strikeWaiting(at),
    onEnded: () => {
      time.after(1, () => {
        const clinic = clinics[at];
        if (clinic?.isOn()) expectUnsettledShown(clinic, ledger);
        strikeWaiting(at);
      });
    },
  }));
  const lineOf = (at: number): Line => {
    const own = lines[at];
    if (!own) throw new Error('no such clinic');
    return own;
  };

  const switchOn = (at: number): void => {
    const place = places[at];
    if (place === undefined || clinics[at]) return;
    const [deviceKey, device] = [deviceKeys[at], devices.get(place.deviceId)];
    if (!deviceKey || !device) return;
    clinics[at] = simClinic({
      directory: join(directory, String(at)), emptyFile: anEmptyFile(scratch), place, deviceKey, countyKey: key.publicKey, epoch: county.epoch(), certificate: county.certificate(device), time, startedAt, chance: chance.fork(200 + at),
      line: lineOf(at),
      onSaved: (...saved) => { ledger.save(...saved); count.saves += 1; },
    });
  };
  const isSynced = (at: number): boolean => clinics[at]?.isOn() === true && (clinics[at]?.replica().isFirstSyncDone() ?? false);
  const stateOf = (at: number): ClinicState | null => {
    const clinic = clinics[at];
    if (!clinic?.isOn()) return null;
    if (clinic.line.isExchanging()) return isSynced(at) ? 'exchanging' : 'firstSync';
    if (clinic.line.isPolling()) return 'polling';
    return clinic.exchange().line().problem === null ? null : 'backingOff';
  };
  /** County IT looks through the devices after a while, and confirms them. */
  const restoreCounty = (action: Extract<Action, { do: 'restore' }>, state: ClinicState): void => {
    if (time.elapsedMs() >= schedule.healedAt || !county.restore(newId(startedAt + time.elapsedMs()))) return;
    struck('countyRestored', state);
    for (const device of devices.values()) devices.set(device.id, { ...device, awaitsConfirmation: true });
    time.after(action.ms, confirmDevices);
  };
  const confirmDevices = (): void => { for (const device of devices.values()) devices.set(device.id, { ...device, awaitsConfirmation: false }); };
  const strikeWaiting = (at: number): void => {
    const state = stateOf(at);
    const due = (waitingFaults[at] ?? []).filter((action) => 'when' in action && action.when === state);
    for (const action of due) {
      waitingFaults[at] = (waitingFaults[at] ?? []).filter((other) => other !== action);
      if (action.do === 'clinic') time.after(chance.below(300), () => befall(action));
      if (action.do === 'restore' && state !== null) restoreCounty(action, state);
    }
  };
  const befall = (action: Extract<Action, { do: 'clinic' }>): void => {
    const clinic = clinics[action.clinic];
    const state = stateOf(action.clinic);
    if (!clinic || state === null || time.elapsedMs() >= schedule.healedAt) return;
    struck(action.fault, state);
    switch (action.fault) {
      case 'lineCut':
        clinic.line.cut();
        time.after(action.ms, () => clinic.line.restore());
        return;
      case 'killed':
        clinic.kill();
        time.after(action.ms / 4, () => clinic.start());
        return;
      case 'clockWrong':
        clockOffsets[action.clinic] = (chance.next() - 0.5) * 20 * 365 * 24 * 3_600_000;
        clinic.setClock(clockOffsets[action.clinic] ?? 0);
        return;
      case 'diskFull':
        clinic.fillDisk();
        time.after(action.ms, () => clinic.emptyDisk());
        return;
      case 'monthAway':
        clinic.line.cut();
        countyClockMs += monthMs;
        for (const [at, other] of clinics.entries()) {
          clockOffsets[at] = (clockOffsets[at] ?? 0) + monthMs;
          other?.setClock(clockOffsets[at] ?? 0);
        }
        time.after(action.ms, () => clinic.line.restore());
    }
  };
  const perform = (action: Action): void => {
    switch (action.do) {
      case 'act': {
        const clinic = clinics[action.clinic];
        if (!clinic?.isOn()) return;
        count.operations += 1;
        expectOwnWork(clinic, ledger);
        expectUnsettledShown(clinic, ledger);
        doAct(clinic, action.act, random(action.seed));
        return;
      }
      case 'message':
        lines[action.clinic]?.strike(action.fault, action.when);
        return;
      case 'clinic':
        if (stateOf(action.clinic) === action.when) befall(action);
        else waitingFaults[action.clinic]?.push(action);
        return;
      case 'statement':
        county.strike(action.fault, action.when);
        return;
      case 'countyKilled':
        if (!county.isUp()) return;
        struck('countyKilled', 'idle');
        county.kill();
        time.after(action.ms, () => county.start());
        return;
      case 'restore': {
        const state = stateOf(action.clinic);
        if (state === action.when) restoreCounty(action, state);
        else waitingFaults[action.clinic]?.push(action);
        return;
      }
      case 'slow':
        county.slowDown(action.ms);
    }
  };

  try {
    for (const device of devices.values()) await database.enrol(device);
    await seeded(time, county.write(directoryOf(places)));
    for (const action of schedule.actions) {
      time.after(action.at, () => perform(action));
      if (action.do === 'restore') time.after(action.backupAt, () => county.backup());
    }
    schedule.startsAt.forEach((ms, at) => time.after(ms, () => switchOn(at)));
    await time.run(schedule.healedAt);
    heal(clinics, county);
    confirmDevices();
    await time.run(schedule.healedAt + quietWithinMs);
    const isUnknown = clinics.some((clinic) => (clinic?.replica().lastCheck()?.unknown ?? 0) > 0);
    if (isUnknown) await time.run(schedule.healedAt + quietWithinMs + comparedAgainWithinMs);
    const tables = await database.tables();
    return {
      tables, county, ledger, ...count, stuck: notQuiet(clinics, tables),
      clinics: clinics.filter((clinic) => clinic !== undefined),
      close: () => {
        for (const clinic of clinics) clinic?.close();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  } finally {
    unseed();
  }
}

/** What a PC has saved it shows, whatever comes from the county meanwhile. */
function expectOwnWork(clinic: SimClinic, ledger: Ledger): void {
  for (const id of (ledger.madeBy.get(clinic.place.deviceId) ?? []).slice(-5)) {
    const row = clinic.replica().get<{ isShown: number }>('SELECT shown IS NOT NULL AS isShown FROM document WHERE id = ?', id);
    if (row?.isShown !== 1) ledger.broken.push(`${id} vanished from the PC that made it`);
  }
}

/** What is not settled lies on something that is shown. */
function expectUnsettledShown(clinic: SimClinic, ledger: Ledger): void {
  const hidden = clinic.replica().get<{ id: string }>('SELECT o.document_id AS id FROM overlay o LEFT JOIN document d ON d.id = o.document_id WHERE d.shown IS NULL LIMIT 1');
  if (hidden) ledger.broken.push(`${hidden.id} is not shown, and a save that is not settled lies on it`);
}

/** All faults are over. */
function heal(clinics: readonly (SimClinic | undefined)[], county: SimCounty): void {
  county.heal();
  for (const clinic of clinics) {
    if (!clinic) continue;
    clinic.line.restore();
    clinic.line.forgetStrikes();
    clinic.line.reset();
    if (!clinic.isOn()) clinic.start();
    clinic.emptyDisk();
  }
}

/** Statements of the county's own first write may take their time, too. */
async function seeded(time: VirtualTime, written: Promise<void>): Promise<void> {
  const progress = { isWritten: false };
  void written.then(() => { progress.isWritten = true; });
  while (!progress.isWritten) await time.run(time.elapsedMs() + 1);
}

/** What still waits: bundles that are not held or not settled, entries that are not pulled. */
function notQuiet(clinics: readonly (SimClinic | undefined)[], tables: CountyTables): readonly string[] {
  return clinics.flatMap((clinic, at) => {
    if (!clinic) return [];
    const replica = clinic.replica();
    const waiting = replica.lineFacts().waiting.count;
    const behind = replica.scopes().filter((scope) => (replica.cursors()[scope] ?? 0) !== (tables.counters.get(scope) ?? 0));
    const unsettled = replica.get<{ count: number }>(
      "SELECT (SELECT count(*) FROM bundle WHERE settles_at IS NOT NULL OR (state = 'held' AND outcome = 'waiting')) + (SELECT count(*) FROM refetch) AS count",
    )?.count ?? 0;
    return [
      ...(waiting > 0 ? [`clinic ${at}: ${waiting} bundles wait (${clinic.exchange().line().problem?.code ?? 'no problem'}: ${clinic.exchange().line().problem?.detail ?? ''})`] : []),
      ...behind.map((scope) => `clinic ${at}: ${scope} at ${replica.cursors()[scope] ?? 0} of ${tables.counters.get(scope) ?? 0} (${clinic.exchange().line().problem?.detail ?? ''})`),
      ...(unsettled > 0 ? [`clinic ${at}: ${unsettled} bundles or contents are not settled`] : []),
    ];
  });
}
