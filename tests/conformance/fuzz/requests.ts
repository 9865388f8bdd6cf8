/** The requests that are broken: made of the county's OpenAPI description, and exchanges of the schemas of the wire and of the documents. */
import { jsonHash } from '@lianyi/schema/basics/digest';
import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { bundleBody } from '@lianyi/schema/documents/bundle';
import { documentSchemas, kindRules, kinds } from '@lianyi/schema/documents/kinds';
import type { Lane } from '@lianyi/schema/wire/exchange';
import { exchangePath, exchangeRequest, linkHash } from '@lianyi/schema/wire/exchange';
import type { Operation } from '@lianyi/sync-server/http/openapi/describeApi';
import { describeApi } from '@lianyi/sync-server/http/openapi/describeApi';
import { create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { Chance } from '@lianyi/tests/builders/aRandom';
import type { Cast } from '../access/cast.ts';
import type { Known, Shape } from './aValue.ts';
import { aValue, oneOf, shapeOf } from './aValue.ts';
import { broken } from './breakIt.ts';

export interface GoodRequest {
  readonly route: string;
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH';
  readonly path: string;
  readonly contentType: string;
  /** Null: none. */
  readonly body: unknown;
  /** Whether it is a PC that asks, with a signature, or somebody at the console. */
  readonly isOfDevice: boolean;
}

const exchangeShape = shapeOf(exchangeRequest);
const bundleShape = shapeOf(bundleBody);
const documentShapes = kinds.map((kind) => [kind, shapeOf(documentSchemas[kind])] as const);
const api = describeApi();
const operations = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase() as GoodRequest['method'], operation })))
  // The exchange has a chain to go on with. What ends the session, or hashes passwords until it is locked, would stand in the way of all others; streams of events do not end.
  .filter(({ path }) => path !== exchangePath && !path.endsWith('/events') && !['session.logout', 'session.login', 'session.changePassword', 'session.offerTotp'].some((name) => path.endsWith(name)));

/** As its operation in the county's OpenAPI description says that it is good; of exchanges as many as of all others together. */
export async function goodRequest(cast: Cast, chance: Chance): Promise<GoodRequest> {
  const known = knownOf(cast, chance);
  if (chance.next() < 1 / 3) return ofDevice(exchangePath, await anExchange(cast, chance, known));
  return aRequestTo(oneOf(operations, chance), chance, known);
}

function aRequestTo({ path, method, operation }: (typeof operations)[number], chance: Chance, known: Known): GoodRequest {
  const valueOf = ({ name, schema }: Operation['parameters'][number]): string => {
    const value = aValue(schema, chance, known, name);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const query = new URLSearchParams(operation.parameters.filter((one) => one.in === 'query' && chance.next() < 0.5).map((one) => [one.name, valueOf(one)]));
  const filled = operation.parameters.filter((one) => one.in === 'path').reduce((text, one) => text.replace(`{${one.name}}`, encodeURIComponent(valueOf(one))), path);
  // A question without an input is asked with no body all the same.
  const [contentType = method === 'POST' ? 'application/json' : '', body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [tag] = operation.tags;
  return {
    route: path, method: method === 'GET' && chance.next() < 0.2 ? 'HEAD' : method, path: query.size === 0 ? filled : `${filled}?${query.toString()}`, contentType,
    body: body === undefined ? null : contentType === 'application/json' ? aValue(schemaAt(body.schema), chance, known) : 'LIANYI', isOfDevice: tag === 'PCs' || (tag !== 'console' && method === 'POST'),
  };
}

function schemaAt(schema: Operation['parameters'][number]['schema']): Shape {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  return name === undefined ? schema : (api.components.schemas[name] ?? {});
}

const ofDevice = (path: string, body: unknown): GoodRequest => ({ route: path, method: 'POST', path, contentType: 'application/json', body, isOfDevice: true });

/** With bundles of documents by their schemas, signed, and each the next link of the chain: some as they should be, some broken. */
async function anExchange({ db, ...cast }: Cast, chance: Chance, known: Known): Promise<unknown> {
  const { far } = cast.devices;
  const request = aValue(exchangeShape, chance, (member) => (member === 'submissions' ? [] : known(member))) as object;
  const lane = chance.of<Lane>(['routine', 'urgent']);
  // What a refused request brought is not in the chain, and the next one would wait for it.
  let head = await db.selectFrom('chainHead').select(['number', 'linkHash']).where('deviceId', '=', far.id).where('lane', '=', lane).executeTakeFirst();
  const submissions = Array.from({ length: chance.between(1, 2) }, () => {
    const writes = Array.from({ length: chance.between(1, 2) }, () => aWrite(cast, chance, known));
    const { corrects, ...whole } = aValue(bundleShape, chance, known) as Partial<BundleBody>;
    const body = { ...whole, ...(chance.next() < 0.1 && { corrects }), id: newId(), orgId: places.farVillage, personId: people.farDoctor, savedAt: new Date().toISOString(), saveNumber: 1, needs: [], writes };
    const sent = JSON.parse(JSON.stringify(chance.next() < 0.4 ? broken(body, chance, foreignIds(cast)) : body)) as unknown;
    const link = { lane, number: (head?.number ?? 0) + 1, previous: head?.linkHash ?? null };
    head = { number: link.number, linkHash: linkHash(link, jsonHash(sent)) };
    return far.submissionAt(sent, link);
  });
  return { ...request, submissions };
}

function aWrite(cast: Pick<Cast, 'patient'>, chance: Chance, known: Known): object {
  const [kind, shape] = oneOf(documentShapes, chance);
  const { version } = kindRules[kind];
  // By chance alone few documents are whole.
  if (chance.next() < 0.3) return create(aPatient({ homeId: places.farVillage, phone: chance.of(['13800000000', null]) }));
  if (chance.next() < 0.3) {
    const unit = oneOf([...kindRules[kind].units, ...kindRules[kind].sets.map((set) => `${set}/${newId()}`), 'homeId', '__proto__'], chance);
    return { op: 'change', kind, version, id: chance.of<string>([cast.patient.id, newId()]), changes: [{ unit, before: null, after: aValue({}, chance, known) }] };
  }
  return { op: 'create', kind, version, document: { ...(aValue(shape, chance, known) as object), id: newId(), kind } };
}

/** Ids that there are, of others. */
export const foreignIds = ({ patient, devices: { village, above }, picture }: Pick<Cast, 'patient' | 'devices' | 'picture'>): readonly [string, ...string[]] => [patient.id, village.id, above.id, picture.id, places.village, people.villageDoctor, `org:${places.village}`];

/** What stands at members of these names so that a request means something; ids of one's own more often than of others. */
function knownOf(cast: Cast, chance: Chance): Known {
  const { far } = cast.devices;
  const place = (): string => chance.of<string>([places.farVillage, places.farVillage, places.farVillage, places.village, newId()]);
  const person = (): string => chance.of<string>([people.farDoctor, people.farDoctor, people.villageDoctor, newId()]);
  const values: Readonly<Record<string, () => unknown>> = {
    wireVersion: () => 1, deviceId: () => far.id, epoch: () => far.enrolled.epoch, cursors: () => ({ [`org:${places.farVillage}`]: 0 }), kinds: () => ({}), waitMs: () => 0,
    orgId: place, homeId: place, ownerId: place, toId: place, fromId: place, parentId: () => places.farTownship, scope: () => chance.of([`org:${places.farVillage}`, `org:${places.village}`, 'catalogue', 'x']),
    personId: person, by: person, practitionerId: person, patientId: () => chance.of<string>([cast.patient.id, newId()]), id: () => chance.of<string>([cast.patient.id, cast.picture.id, newId()]),
    publicKey: () => Buffer.alloc(32, chance.between(0, 255)).toString('base64'), sha256: () => chance.of([cast.chunk, cast.upload.sha256, '0'.repeat(64)]), limit: () => chance.of(['1', '50', '0', '9999']), under: () => chance.of<string | null>([null, places.farVillage, places.village, newId()]), query: () => chance.of(['龘', '1391', '5222', "' or 1=1"]),
  };
  return (member) => (Object.hasOwn(values, member) ? values[member]?.() : undefined);
}
