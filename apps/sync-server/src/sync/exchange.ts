import { isKind, kinds as kindNames } from '@lianyi/schema/documents/kinds';
import { readOnlyUnits } from '@lianyi/schema/documents/lifting';
import type { SentDocument } from '@lianyi/schema/wire/asSent';
import { createdBy } from '@lianyi/schema/wire/asSent';
import type { ExchangeRequest, ExchangeResponse, LogPage, Receipt } from '@lianyi/schema/wire/exchange';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { Device, DeviceCondition } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';
import type { DevicePermission } from './permission.ts';
import { renewedLease } from './lease.ts';
import { Forked } from './placeInChain.ts';
import { pullPage } from './pullPage.ts';
import { purgeOrderFor } from './purgeOrder.ts';
import { receiveSubmissions } from './receiveSubmissions.ts';
import type { CountyTimers } from './timers.ts';

/** Why an exchange does not take place; nothing was taken, and the device keeps what it has. */
export type Refusal = { readonly refusal: 'wireVersion' | 'epochMismatch' | 'beyondLog' | 'forked' | 'retired' };

export interface Asked {
  readonly device: Device;
  readonly permission: DevicePermission;
  readonly request: ExchangeRequest;
  /** The nonce that the request was signed with: it came with an answer that has arrived. */
  readonly nonce: string;
  /** Ends the waiting: the client has gone. */
  readonly signal: AbortSignal;
  /** It came by hand, or is answered by hand: when the PC made it, null where it has not spoken now. Absent for the line. */
  readonly stick?: { readonly madeAt: Date | null };
}

/** One round trip: takes the bundles in, and answers with receipts, what follows the cursors, and the next nonce. */
export async function exchange(county: ExchangeParts, asked: Asked): Promise<ExchangeResponse | Refusal> {
  const { device, permission, request } = asked;
  const { epoch } = county;
  if (request.wireVersion !== wireVersion) return { refusal: 'wireVersion' };
  // The county is upgraded first. What an app that is ahead of it writes would all end in quarantine: it waits instead.
  if (Object.entries(request.kinds ?? {}).some(([kind, version]) => version > versionHere(county, kind))) return { refusal: 'wireVersion' };
  if (request.epoch !== null && request.epoch !== county.epoch) return { refusal: 'epochMismatch' };
  if (await isBeyondLog(county, asked)) return { refusal: 'beyondLog' };
  if (!permission.mayPull && request.submissions.length === 0 && device.status !== 'purge') return { refusal: 'retired' };
  const now = county.now();
  const { waiting, appVersion } = request;
  if (asked.stick === undefined) await county.store.recordHeard(device.id, { waiting, appVersion, condition: conditionOf(request, now), nonceAt: county.key.nonceTime(asked.nonce), at: now });
  // That somebody brings a stick is no word of the PC's today. A clock that is ahead says nothing of when.
  else if (asked.stick.madeAt !== null && asked.stick.madeAt <= now) await county.store.recordStick(device.id, { waiting, appVersion, at: asked.stick.madeAt });

  let receipts: readonly Receipt[];
  try {
    receipts = await receiveSubmissions(county, device, permission, request.submissions);
  } catch (error) {
    if (!(error instanceof Forked)) throw error;
    county.hears.alarm('a device has two histories', { device: device.id });
    await county.store.recordFork(device.id);
    return { refusal: 'forked' };
  }

  // Of what the county took only: who names what is others' as created gets no larger page for it.
  const sent = request.keepsSent ? createdBy(request.submissions.filter((_submission, at) => ['accepted', 'merged'].includes(receipts[at]?.outcome ?? ''))) : undefined;
  const page = await pageWhenThereIsOne(county, asked, sent, receipts.length > 0 || !permission.mayPull ? 0 : request.waitMs);
  // Restored while this request waited: its page is of another history than its cursors.
  if (county.epoch !== epoch) return { refusal: 'epochMismatch' };
  const nonce = county.key.nonce(device.id, county.now());
  const late = await county.store.dueReceipts(device.id, asked.nonce);
  await county.store.recordTold(device.id, late.map((receipt) => receipt.linkHash), nonce);
  const purge = await purgeOrderFor(county, device, request.waiting, asked.nonce);
  const lease = request.wantsLease ? await renewedLease(county, device) : null;
  const inAnswer = new Set(receipts.map((receipt) => receipt.linkHash));
  return {
    wireVersion,
    epoch,
    countyTime: county.now().toISOString(),
    scopes: permission.mayPull ? [...permission.scopes].sort() : [],
    receipts: [...receipts, ...late.filter((receipt) => !inAnswer.has(receipt.linkHash))],
    page,
    nonce,
    ...readOnlyFor(county, request),
    ...(purge && { purge }),
    ...(lease && { lease }),
  };
}

/** How the PC fares, in the county's time: it is the county that says how far the PC's clock is off. */
function conditionOf({ condition }: ExchangeRequest, now: Date): DeviceCondition | undefined {
  if (condition === undefined) return undefined;
  const aheadMs = Date.parse(condition.at) - now.getTime();
  return {
    diskFreeMb: condition.diskFreeMb, pcTrouble: condition.trouble,
    outboxOldestAt: condition.outboxOldestAt === null ? null : new Date(now.getTime() - within(0, Date.parse(condition.at) - Date.parse(condition.outboxOldestAt), longestMs)),
    clockAheadS: Math.round(within(-longestMs, aheadMs, longestMs) / 1000),
  };
}

/** Sixty years: a clock may be centuries off, and the database's columns hold seconds as integers. */
const longestMs = 60 * 365 * 86_400_000;
const within = (least: number, value: number, most: number): number => Math.max(least, Math.min(most, value));

/**
 * Whether the device has read numbers that this log has not come to: the database was put back by other means than
 * `restore`, which would have begun a new history, or the device's own cursors are damaged. Going on, it would miss what
 * takes those numbers, in silence.
 */
async function isBeyondLog(county: ExchangeParts, { device, permission, request }: Asked): Promise<boolean> {
  const cursors = Object.entries(request.cursors).filter(([scope, number]) => number > 0 && permission.pullScopes.has(scope));
  if (!permission.mayPull || cursors.length === 0) return false;
  const numbers = await county.store.scopeNumbers(cursors.map(([scope]) => scope));
  const beyond = cursors.find(([scope, number]) => number > (numbers.get(scope) ?? 0));
  if (beyond === undefined) return false;
  county.hears.alarm('a device has read beyond the log', { device: device.id, scope: beyond[0] });
  return true;
}

/** What the client's versions of the kinds have no lens for. */
function readOnlyFor({ kinds }: ExchangeParts, request: ExchangeRequest): Pick<ExchangeResponse, 'readOnly'> {
  const units = kindNames
    .filter((kind) => kinds.rules[kind].nature === 'mutable')
    .map((kind): [string, string[]] => [kind, [...readOnlyUnits(kind, request.kinds?.[kind] ?? 1, kinds)]])
    .filter(([, names]) => names.length > 0);
  return units.length > 0 ? { readOnly: Object.fromEntries(units) } : {};
}

const versionHere = ({ kinds }: ExchangeParts, kind: string): number => (isKind(kind) ? kinds.rules[kind].version : 0);

/** The page after the cursors; if it is empty, waits for a commit in one of the scopes, holding no connection. */
async function pageWhenThereIsOne(county: ExchangeParts, { permission, request, signal }: Asked, sent: ReadonlyMap<string, SentDocument> | undefined, waitMs: number): Promise<LogPage> {
  const scopes = permission.mayPull ? permission.pullScopes : new Set<string>();
  const until = county.timers.elapsedMs() + waitMs;
  for (;;) {
    // Listening begins before the look, so that what is committed in between is heard.
    let ring = (): void => undefined;
    const rung = new Promise<void>((resolve) => { ring = resolve; });
    const stopListening = county.bell.listen(scopes, ring);
    try {
      const page = await pullPage(county, scopes, request.cursors, request.pageDocuments, request.kinds ?? {}, sent);
      const leftMs = until - county.timers.elapsedMs();
      if (page.entries.length > 0 || leftMs <= 0 || signal.aborted || county.bell.isClosed() || request.pageDocuments === 0) return page;
      const isRung = await ringOrTimeout(county.timers, rung, leftMs, signal);
      if (!isRung) return page;
    } finally {
      stopListening();
    }
  }
}

async function ringOrTimeout(timers: CountyTimers, rung: Promise<void>, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isRung: boolean): void => {
      forget();
      signal.removeEventListener('abort', onAbort);
      resolve(isRung);
    };
    const onAbort = (): void => end(false);
    const forget = timers.after(ms, () => end(false));
    signal.addEventListener('abort', onAbort, { once: true });
    void rung.then(() => end(true));
  });
}
