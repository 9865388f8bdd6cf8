import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { witnessAsk, witnessAskPath, witnessPath, witnessRequest } from '@lianyi/schema/wire/witness';
import type { DeviceCertificate, ReadmissionRequest } from '@lianyi/schema/wire/certificate';
import { readmissionPath, readmissionRequest } from '@lianyi/schema/wire/certificate';
import type { Ancestor } from '@lianyi/schema/wire/history';
import { checksumsPath, checksumsRequest, repairPath, repairRequest } from '@lianyi/schema/wire/repair';
import { deviceHeader, exchangePath, exchangeRequest, nonceHeader, requestToSign, signatureHeader } from '@lianyi/schema/wire/exchange';
import type { Device } from '@lianyi/sync-server/store/devices';
import type { ExchangeStore } from '@lianyi/sync-server/store/exchangeStore';
import { isUnavailable } from '@lianyi/sync-server/store/inTransaction';
import type { County, CountyEvents, ExchangeParts } from '@lianyi/sync-server/sync/county';
import { certificateOf } from '@lianyi/sync-server/sync/certificate';
import { writeCountyBundles } from '@lianyi/sync-server/sync/countyBundle';
import type { CountyKey } from '@lianyi/sync-server/sync/countyKey';
import { isSignedBy } from '@lianyi/sync-server/sync/countyKey';
import type { Asked, Refusal } from '@lianyi/sync-server/sync/exchange';
import { exchange } from '@lianyi/sync-server/sync/exchange';
import { historyFor } from '@lianyi/sync-server/sync/history';
import { compareChecksums, repair } from '@lianyi/sync-server/sync/repair';
import { hearPedigree } from '@lianyi/sync-server/sync/sideHistories';
import type { ScopeBell } from '@lianyi/sync-server/sync/scopeBell';
import { scopeBell } from '@lianyi/sync-server/sync/scopeBell';
import { takeWitnesses, wantedWitnesses } from '@lianyi/sync-server/sync/witness';
import type { Place } from '../world/places.ts';
import { permissionOf } from '../world/places.ts';
import type { Random } from '../world/random.ts';
import type { VirtualTime } from '../world/virtualTime.ts';
import { Collision } from './locks.ts';
import type { CountyDatabase } from './database.ts';
import type { Busy } from './withStatements.ts';
import type { HttpAnswer } from './httpAnswer.ts';
import type { StatementFault, StatementName } from './statements.ts';
import { withStatements } from './withStatements.ts';

/** The county's server process: the engine with its store, and what stands between HTTP and the engine. */
export interface SimCounty {
  handle(path: string, headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal): Promise<HttpAnswer>;
  write(documents: readonly AnyDocument[]): Promise<void>;
  /** The process ends, now: what runs never answers; what was committed stays. */
  kill(): void;
  start(): void;
  isUp(): boolean;
  /** What happens at the next such statement: the process is killed before it is done, or the database refuses it. */
  strike(fault: StatementFault, at: StatementName): void;
  /** Statements take their time, so that transactions interleave. */
  slowDown(ms: number): void;
  /** No fault is left, and it runs. */
  heal(): void;
  /** Of its history and all that it holds. */
  backup(): void;
  /** The machine is lost, and another goes on from the backup: another history. Does nothing where there is no backup. */
  restore(newEpoch: string): boolean;
  epoch(): string;
  /** What a device is given when it is enrolled now. */
  certificate(device: Device): DeviceCertificate;
  readonly alarms: ReadonlyMap<string, number>;
}

export interface SimCountyParts {
  readonly database: CountyDatabase;
  readonly devices: ReadonlyMap<string, Device>;
  readonly busy: Busy;
  readonly places: ReadonlyMap<string, Place>;
  readonly key: CountyKey;
  readonly firstEpoch: string;
  readonly time: VirtualTime;
  readonly now: () => Date;
  readonly chance: Random;
  /** A fault struck at a statement. */
  readonly onStruck: (fault: StatementFault, statement: StatementName) => void;
  readonly onStatement: () => void;
}

interface Process {
  readonly store: ExchangeStore;
  readonly bell: ScopeBell;
  isAlive: boolean;
  /** Its connections break with it. */
  readonly breaks: Set<(reason: Error) => void>;
}

export function simCounty(parts: SimCountyParts): SimCounty {
  const { database, time, key, now, chance } = parts;
  let epoch = parts.firstEpoch;
  let ancestry: readonly Ancestor[] = [];
  const alarms = new Map<string, number>();
  let process: Process | null = null;
  let strikes: { readonly fault: StatementFault; readonly at: StatementName }[] = [];
  let slowMs = 0;

  const hears: CountyEvents = {
    bundle: () => undefined,
    alarm: (what) => void alarms.set(what, (alarms.get(what) ?? 0) + 1),
    bug: (error) => void alarms.set(`bug: ${error instanceof Error ? error.message : ''}`, (alarms.get('bug') ?? 0) + 1),
  };
  const kill = (): void => {
    if (!process) return;
    process.isAlive = false;
    for (const breaks of process.breaks) breaks(new Error('connection reset'));
    process = null;
  };
  const start = (): void => {
    const mine: Process = { store: withStatements(database.open(), async (name) => statement(mine, name), parts.busy), bell: scopeBell(), isAlive: true, breaks: new Set() };
    process = mine;
  };
  const statement = async (mine: Process, name: string): Promise<void> => {
    if (!mine.isAlive) return database.gone();
    parts.onStatement();
    const strike = strikes.find((one) => one.at === name);
    if (strike) {
      strikes = strikes.filter((other) => other !== strike);
      parts.onStruck(strike.fault, strike.at);
      // It has begun and is not done: whoever answers without waiting for it has answered by now.
      await pause(chance.below(longestStatementMs));
      if (!mine.isAlive) return database.gone();
      if (strike.fault === 'databaseRefuses') throw new Collision('53100', 'no space left on device');
      kill();
      return database.gone();
    }
    if (slowMs === 0) return undefined;
    await pause(chance.below(slowMs));
    return mine.isAlive ? undefined : database.gone();
  };
  const pause = async (ms: number): Promise<void> => new Promise((resolve) => { time.after(ms, resolve); });
  let kept: { readonly epoch: string; readonly ancestry: readonly Ancestor[] } | null = null;
  const engine = ({ store, bell }: Process): LearningParts =>
    ({
      get ancestry() { return ancestry; },
      learnHistory: async (other) => { ancestry = [...ancestry, other]; },
      store, bell, epoch, key, now, kinds: kindTable, timers: { after: (ms, call) => time.after(ms, call), elapsedMs: () => time.elapsedMs() }, hears,
    });

  const handle: SimCounty['handle'] = async (path, headers, body, signal) => {
    const mine = process;
    if (!mine) throw new Error('connection refused');
    return new Promise<HttpAnswer>((resolve, reject) => {
      mine.breaks.add(reject);
      answered(mine, path, headers, body, signal).then(resolve, reject).finally(() => mine.breaks.delete(reject));
    });
  };
  const answered = async (mine: Process, path: string, headers: Readonly<Record<string, string>>, body: Uint8Array, signal: AbortSignal): Promise<HttpAnswer> => {
    const deviceId = headers[deviceHeader] ?? '';
    const device = parts.devices.get(deviceId);
    const place = parts.places.get(deviceId);
    if (!device || !place) return problem(401, 'unknownDevice');
    const nonce = headers[nonceHeader] ?? '';
    if (!key.isFresh(nonce, deviceId, now())) return problem(401, 'staleNonce', { nonce: key.nonce(deviceId, now()) });
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    if (!isSignedBy(device.publicKey, requestToSign('POST', path, bodySha256, nonce), headers[signatureHeader] ?? '')) return problem(401, 'badSignature');
    const permission = permissionOf(place, device);
    const working = engine(mine);
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    try {
      const answer = await answerTo(path, json, working, { device, permission, nonce, signal });
      if (answer === null) return problem(400, 'badRequest');
      if ('refusal' in answer) return problem(answer.refusal === 'retired' ? 403 : 409, answer.refusal === 'beyondLog' ? 'epochMismatch' : answer.refusal, answer.refusal === 'epochMismatch' ? { epoch, history: await historyFor(working, device) } : { beyondLog: answer.refusal === 'beyondLog' });
      return { status: 200, body: Buffer.from(JSON.stringify(answer)) };
    } catch (error) {
      if (error instanceof Collision && isUnavailable(error)) return problem(503, 'unavailable');
      throw error;
    }
  };
  start();
  return {
    epoch: () => epoch,
    certificate: (device) => certificateOf({ epoch, ancestry, key }, device, { routine: null, urgent: null }),
    backup: () => {
      const forkNumbers = database.backup();
      if (forkNumbers !== null) kept = { epoch, ancestry: [{ epoch, forkNumbers }, ...ancestry] };
    },
    restore: (newEpoch) => {
      if (kept === null) return false;
      database.restore();
      kill();
      ({ ancestry } = kept);
      epoch = newEpoch;
      start();
      return true;
    },
    heal: () => {
      strikes = [];
      slowMs = 0;
      if (!process) start();
    },
    handle,
    kill,
    start: () => { if (!process) start(); },
    isUp: () => process !== null,
    strike: (fault, at) => void strikes.push({ fault, at }),
    slowDown: (ms) => { slowMs = ms; },
    write: async (documents) => { if (process) await writeCountyBundles(engine(process), { action: 'simulation.seed' }, documents); },
    alarms,
  };
}

const longestStatementMs = 800;

type Asking = Omit<Asked, 'request'>;
type LearningParts = ExchangeParts & Pick<County, 'learnHistory'>;

/** The routes of `http/deviceRoutes` and `http/repairRoutes`. */
async function answerTo(path: string, json: unknown, parts: LearningParts, asked: Asking): Promise<object | Refusal | null> {
  switch (path) {
    case exchangePath:
      return parsed(exchangeRequest, json, async (request) => exchange(parts, { ...asked, request }));
    case checksumsPath:
      return parsed(checksumsRequest, json, async (request) => compareChecksums(parts, asked, request));
    case repairPath:
      return parsed(repairRequest, json, async (request) => repair(parts, asked, request));
    case witnessAskPath:
      return parsed(witnessAsk, json, async (request) => wantedWitnesses(parts, asked, request));
    case witnessPath:
      return parsed(witnessRequest, json, async (request) => takeWitnesses(parts, asked, request));
    case readmissionPath:
      return parsed(readmissionRequest, json, async (request) => readmitted(parts, asked.device, request));
    default:
      return null;
  }
}

/** Its devices are enrolled for good: no backup knows one of them less. */
async function readmitted(parts: LearningParts, device: Device, request: ReadmissionRequest): Promise<object> {
  const fault = await hearPedigree(parts, request);
  if (fault !== null) throw new Error(`the county does not hear its own words: ${fault}`);
  return { admitted: 0, history: await historyFor(parts, device) };
}

async function parsed<Request>(schema: z.ZodType<Request>, json: unknown, answer: (request: Request) => Promise<object>): Promise<object | null> {
  const request = schema.safeParse(json);
  return request.success ? answer(request.data) : null;
}

const problem = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}): HttpAnswer =>
  ({ status, body: Buffer.from(JSON.stringify({ type: 'about:blank', title: code, status, code, ...more })) });
