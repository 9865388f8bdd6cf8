/**
 * Requests of every shape, broken: `LIANYI_FUZZ=1000` sends so many, `LIANYI_SEED` the same again. They are
 * made of the county's OpenAPI description and the schemas of the wire.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deviceHeader, exchangePath, nonceHeader, signatureHeader } from '@lianyi/schema/wire/exchange';
import { uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { create, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { Chance } from '@lianyi/tests/builders/aRandom';
import { aRandom, seedOfRun } from '@lianyi/tests/builders/aRandom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cast, UserName } from '../access/cast.ts';
import { aCast } from '../access/cast.ts';
import type { Answer } from '../access/outcome.ts';
import { answerOf } from '../access/outcome.ts';
import { broken, brokenBytes, brokenHeaders, brokenPath } from './breakIt.ts';
import type { GoodRequest } from './requests.ts';
import { foreignIds, goodRequest } from './requests.ts';

const rounds = Number(process.env['LIANYI_FUZZ'] ?? 10_000);
const seed = seedOfRun();
/** How often the heap is looked at in the second half, once all that is kept once is there. */
const looks = 20;
/** What each request may leave behind: half a kilobyte, and a megabyte and a half that comes and goes, over the requests that it is measured on. */
const mostBytesEach = 512 + 1.5e6 / (rounds / 2);

const askers = ['it', 'analyst', 'posted'] as const satisfies readonly UserName[];
let cast: Cast;
let cookies: ReadonlyMap<string, string>;
beforeAll(async () => {
  cast = await aCast();
  cookies = new Map(await Promise.all(askers.map(async (user): Promise<[string, string]> => [user, await cast.cookie(user)])));
});
afterAll(async () => cast.close());

test('ENEMY-3 requests of every shape, broken in every way: none fails the county, writes in part, grows it, or is told of what is elsewhere', async () => {
  const chance = aRandom(seed);
  const answered = new Map<number, number>();
  const outcomes = new Map<string, number>();
  const harm: string[] = [];
  const heap: { readonly round: number; readonly bytes: number }[] = [];
  await cast.watch.written();
  for (let round = 0; round < rounds; round += 1) {
    if (round >= rounds / 2 && round % Math.ceil(rounds / 2 / looks) === 0) heap.push({ round, bytes: heapBytes() });
    const good = await goodRequest(cast, chance);
    const asked = aRequest(good, chance);
    const asker = chance.of<Asker>([...askers, 'nobody']);
    const answer = await sent(asked, good.isOfDevice ? 'far' : asker);
    const written = await cast.watch.written();
    if (answer === null) continue;
    answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
    for (const [, outcome = ''] of answer.text.matchAll(/"outcome":"(\w+)"/g)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (good.path === exchangePath) for (const id of foreignIds(cast)) if (asked.said.includes(id)) given.add(id);
    const faults = faultsOf(answer, written, asked, { isExchange: good.path === exchangePath, sees: good.isOfDevice || asker === 'nobody' ? 'nothing' : asker === 'analyst' ? 'devices' : 'records' });
    if (faults.length > 0) harm.push(`round ${round}: ${faults.join('; ')}: ${asked.method} ${asked.path} ${JSON.stringify(asked.headers)} -> ${answer.status} ${answer.text.slice(0, 300)} <- ${asked.said.slice(0, 1_000)}`);
  }
  expect(harm.slice(0, 20), `LIANYI_SEED=${seed}`).toEqual([]);
  const grown = slopeOf(heap);
  expect(grown, `LIANYI_SEED=${seed}`).toBeLessThan(mostBytesEach);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  // It got past the door, often enough, to where bundles are judged; and what is good is taken afterwards.
  expect(answered.get(200) ?? 0).toBeGreaterThan(rounds / 10);
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['accepted', 'quarantined']));
  expect(await cast.devices.village.push([create(aPatient({ homeId: places.village }))])).toMatchObject({ outcome: 'accepted' });
  console.info(`${rounds} requests: ${[...answered].toSorted(([one], [other]) => one - other).map(([status, times]) => `${status} ${times}`).join(', ')}; bundles: ${JSON.stringify(Object.fromEntries(outcomes))}; grown by ${Math.round(grown)} bytes each (seed ${seed})`);
}, 120_000 + rounds * 300);

/** What the enemy's PC has sent so far: an id that it gave a bundle of its own stands in the county's work as that bundle's. */
const given = new Set<string>();

type Asker = (typeof askers)[number] | 'nobody';
type Sees = 'nothing' | 'devices' | 'records';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly bytes: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The body in the clear, whatever became of its bytes. */
  readonly said: string;
}

/** A good request with one thing, seldom nothing, wrong. */
function aRequest({ method, path, contentType, body }: GoodRequest, chance: Chance): Asked {
  const plain = (value: unknown): Buffer | null => (value === null ? null : Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')));
  const bodied = (value: unknown): Pick<Asked, 'bytes' | 'said'> => {
    const bytes = plain(value);
    return { bytes, said: bytes?.toString('utf8') ?? '' };
  };
  const asIs: Asked = { method, path, ...bodied(body), headers: contentType === '' ? {} : { 'content-type': contentType } };
  return chance.of<() => Asked>([
    () => asIs,
    () => ({ ...asIs, ...bodied(broken(body, chance, foreignIds(cast))) }),
    () => ({ ...asIs, ...bodied(broken(broken(body, chance, foreignIds(cast)), chance, foreignIds(cast))) }),
    () => ({ ...asIs, ...bodied(broken(body, chance, foreignIds(cast))) }),
    () => {
      const harmed = brokenBytes(asIs.bytes ?? Buffer.from('x'), chance);
      return { ...asIs, bytes: harmed.bytes, headers: { ...asIs.headers, ...harmed.headers } };
    },
    () => ({ ...asIs, headers: { ...asIs.headers, ...brokenHeaders(chance) } }),
    () => ({ ...asIs, path: brokenPath(path, chance) }),
    () => ({ ...asIs, method: chance.of(['PUT', 'DELETE', 'OPTIONS', 'POST', 'GET']) }),
  ])();
}

/** @returns null where the client itself refuses to send it */
async function sent({ method, path, bytes, headers }: Asked, by: 'far' | Asker): Promise<Answer | null> {
  const { far, village } = cast.devices;
  const url = `${cast.county.url}${path}`;
  if (!URL.canParse(url)) return null;
  const body = method === 'GET' || method === 'HEAD' ? null : bytes;
  const signature = by === 'far' ? { [deviceHeader]: far.id, [nonceHeader]: far.nonce, [signatureHeader]: far.signed(body ?? Buffer.alloc(0), new URL(url).pathname, far.nonce, method), [uploadTokenHeader]: cast.upload.token, 'tus-resumable': '1.0.0' } : {};
  const cookie = cookies.get(by);
  try {
    const response = await fetch(url, { method, headers: { origin: cast.county.url, ...signature, ...(cookie !== undefined && { cookie }), ...headers }, ...(body && { body: new Uint8Array(body) }) });
    const answer = await answerOf(response);
    const next = /"nonce":"([\w.-]+)"/.exec(answer.text)?.[1];
    if (by === 'far' && response.status === 401 && next !== undefined) far.nonce = next;
    return answer;
  } catch (error) {
    if (error instanceof TypeError && !(await fetch(`${village.url}/health`)).ok) throw error;
    return null;
  }
}

/** @param sees what whoever asks may be shown of the village, if they are let in: an analyst the state of its PCs, and no record */
function faultsOf({ status, text }: Answer, written: readonly string[], asked: Asked, { isExchange, sees }: { readonly isExchange: boolean; readonly sees: Sees }): readonly string[] {
  const ofDocuments = written.filter((table) => table.startsWith('document') || table === 'scope_log');
  return [
    ...(status >= 500 ? ['it failed'] : []),
    ...(status >= 400 && written.length > 0 ? [`refused, and wrote ${written.join(', ')}`] : []),
    ...(isExchange && ofDocuments.length > 0 && !/"outcome":"(accepted|merged)"/.test(text) ? [`nothing was taken, and wrote ${ofDocuments.join(', ')}`] : []),
    ...foundOf(text, asked, status < 400 ? sees : 'nothing').map((found) => `told ${found}`),
  ];
}

/** What stands at the village alone, and was told though it was not in what was asked. */
function foundOf(text: string, { path, said: body }: Asked, sees: Sees): readonly string[] {
  const asks = `${decodeURIComponent(path.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))} ${body}`;
  const { patient, picture, marks, devices: { village, above } } = cast;
  const secrets = { records: [], devices: [...marks.names, marks.chart, patient.phone ?? '', picture.id], nothing: [...marks.names, marks.chart, patient.phone ?? '', picture.id, village.id, above.id] };
  return secrets[sees].filter((secret: string) => text.includes(secret) && !asks.includes(secret))
    .filter((secret) => sees === 'nothing' || !given.has(secret));
}

/** Bytes a round: the median of the steps from each look to the next. A heap that grows lets go of megabytes at times, which would hide a leak from any line drawn through it. */
function slopeOf(heap: readonly { readonly round: number; readonly bytes: number }[]): number {
  const steps = heap.slice(1).map(({ round, bytes }, at) => (bytes - (heap[at]?.bytes ?? 0)) / (round - (heap[at]?.round ?? 0))).toSorted((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
