import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Chance } from '@lianyi/tests/builders/aRandom';

const sql = ["' or 1=1 --", "'; drop table document; --", "\\'; select pg_sleep(9) --", '$1', '%', '{"a":1}'] as const;
const paths = ['../../../etc/passwd', '..%2f..%2fcounty.key', '/', '\\\\host\\share', 'file:///etc/passwd', '%00'] as const;
const strange = ['\u0000', '\ud800', '\u202e', '\ufeff', 'a\r\nset-cookie: x=y', '<script>alert(1)</script>', '=cmd|calc', '𬱖'.repeat(300), 'x'.repeat(70_000), '__proto__', 'constructor'] as const;
const numbers = [-1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE] as const;
const others: readonly unknown[] = [null, true, [], {}, '', deep(30), deep(200), wide(), proto({ polluted: true })];

function deep(levels: number): unknown {
  return Array.from({ length: levels }).reduce<unknown>((inner) => [inner], []);
}
function wide(): unknown {
  return Array.from({ length: 3_000 }, (_, at) => at);
}
/** Members of the language's own names, as JSON brings them. */
function proto(value: object): object {
  return JSON.parse(`{"__proto__":${JSON.stringify(value)},"constructor":{"prototype":${JSON.stringify(value)}}}`) as object;
}

/** A value with one thing in it that is not as it should be: another type or bound, a piece of SQL, a path, an id of elsewhere, a member too many or too few. */
export function broken(value: unknown, chance: Chance, foreignIds: readonly [string, ...string[]]): unknown {
  const isWhole = typeof value !== 'object' || value === null || Object.keys(value).length === 0 || chance.next() < 0.15;
  if (isWhole) return chance.of<() => unknown>([() => chance.of(sql), () => chance.of(paths), () => chance.of(strange), () => chance.of(numbers), () => chance.of(foreignIds), () => chance.of(others as readonly [unknown, ...unknown[]])])();
  if (Array.isArray(value)) {
    const at = chance.between(0, value.length - 1);
    if (chance.next() < 0.1) return Array.from({ length: 300 }, () => value[at] as unknown);
    return value.map((member: unknown, place) => (place === at ? broken(member, chance, foreignIds) : member));
  }
  const members = Object.entries(value);
  const at = chance.between(0, members.length - 1);
  const what = chance.next();
  if (what < 0.1) return Object.fromEntries(members.filter((_, place) => place !== at));
  if (what < 0.15) return { ...value, [chance.of([...strange, ...sql])]: chance.of(numbers) };
  if (what < 0.2) return Object.assign(proto({ polluted: true }), value);
  return Object.fromEntries(members.map(([name, member], place) => [name, place === at ? broken(member, chance, foreignIds) : member]));
}

const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const bomb = brotliCompressSync(Buffer.alloc(60_000_000, ' '), quickly);

export interface Sent {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The bytes of a body, cut, with bits turned, in another coding, or that unpack to many. */
export function brokenBytes(bytes: Buffer, chance: Chance): Sent {
  const coded = (encoding: string, packed: Buffer): Sent => ({ bytes: packed, headers: { 'content-encoding': encoding } });
  return chance.of<() => Sent>([
    () => ({ bytes: bytes.subarray(0, chance.between(0, bytes.length)), headers: {} }),
    () => ({ bytes: turned(bytes, chance), headers: {} }),
    () => ({ bytes: Buffer.from(bytes.toString('utf8'), 'utf16le'), headers: {} }),
    () => ({ bytes: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]), headers: {} }),
    () => coded('br', brotliCompressSync(bytes, quickly)),
    () => coded('br', turned(brotliCompressSync(bytes, quickly), chance)),
    () => coded('gzip', gzipSync(bytes)),
    () => coded(chance.of(['br, br', 'deflate', 'ld1', 'identity', 'x'.repeat(500)]), bytes),
    () => (chance.next() < 0.1 ? coded('br', bomb) : coded('br', bytes)),
  ])();
}

function turned(bytes: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = chance.between(1, 4); times > 0 && copy.length > 0; times -= 1) {
    const at = chance.between(0, copy.length - 1);
    copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7));
  }
  return copy;
}

/** Headers that a client of ours does not send, each alone. */
export const brokenHeaders = (chance: Chance): Readonly<Record<string, string>> => chance.of<Readonly<Record<string, string>>>([
  { 'content-type': 'text/plain' }, { 'content-type': 'multipart/form-data; boundary=x' }, { 'content-type': 'application/json; charset=utf-16' }, { 'content-type': 'x' },
  { range: 'bytes=0-1,5-,-9' }, { range: 'bytes=999999999-' }, { 'accept-encoding': 'br;q=0, *' }, { accept: 'application/xml' }, { origin: 'https://evil.example' }, { origin: 'null' },
  { cookie: 'lianyi_county=' }, { cookie: `lianyi_county=${'x'.repeat(6_000)}` }, { 'x-forwarded-for': "1'; drop table device" }, { 'x-http-method-override': 'DELETE' },
  { 'x-lianyi-device': 'x' }, { 'x-lianyi-nonce': 'x'.repeat(3_000) }, { 'x-lianyi-signature': 'AAAA' }, { 'x-lianyi-upload': '../x' }, { 'tus-resumable': '9.9.9' }, { 'upload-offset': '-1' }, { 'if-none-match': '*' },
]);

/** An address beside the one that there is. */
export const brokenPath = (path: string, chance: Chance): string => chance.of<() => string>([
  () => `${path}/`, () => `/${path}`, () => path.toUpperCase(), () => `${path}?a=b&a=c`, () => `${path}/${encodeURIComponent(chance.of([...sql, ...paths]))}`,
  () => path.replace(/[^/]+$/, encodeURIComponent(chance.of([...sql, ...paths, 'x'.repeat(300)]))), () => `${path}%00`, () => `${path}/..%2f..`, () => path.replace(/[^/]+$/, '%zz'), () => `${path}.json`,
])();
