/** The requests that are broken: one for each shape of the wire and of the console, as its schema says that it is good. */
import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { jsonHash } from '@lianyi/schema/basics/digest';
import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { bundleBody } from '@lianyi/schema/documents/bundle';
import { documentSchemas, kindRules, kinds } from '@lianyi/schema/documents/kinds';
import { attachmentAsk, attachmentAskPath, attachmentPathOf, uploadPathOf } from '@lianyi/schema/wire/attachments';
import { readmissionPath, readmissionRequest } from '@lianyi/schema/wire/certificate';
import type { Lane } from '@lianyi/schema/wire/exchange';
import { enrolPath, enrolRequest, exchangePath, exchangeRequest, linkHash } from '@lianyi/schema/wire/exchange';
import { lookupPath, lookupRequest } from '@lianyi/schema/wire/lookup';
import { purgedNotice, purgedPath } from '@lianyi/schema/wire/purge';
import { recoverPath, recoverRequest } from '@lianyi/schema/wire/recovery';
import { checksumsPath, checksumsRequest, repairPath, repairRequest } from '@lianyi/schema/wire/repair';
import { rxdbStreamNames, streamPullPath } from '@lianyi/schema/wire/rxdbStreams';
import { chunkPathOf, snapshotsPath, snapshotsRequest } from '@lianyi/schema/wire/snapshot';
import { witnessAsk, witnessAskPath, witnessPath, witnessRequest } from '@lianyi/schema/wire/witness';
import { consoleRouter } from '@lianyi/sync-server/http/console/router';
import { create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { Chance } from '@lianyi/tests/builders/aRandom';
import type { Cast } from '../access/cast.ts';
import type { Known } from './aValue.ts';
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

const wire: readonly (readonly [string, ReturnType<typeof shapeOf>])[] = [
  [checksumsPath, shapeOf(checksumsRequest)], [repairPath, shapeOf(repairRequest)], [snapshotsPath, shapeOf(snapshotsRequest)], [witnessAskPath, shapeOf(witnessAsk)], [witnessPath, shapeOf(witnessRequest)],
  [attachmentAskPath, shapeOf(attachmentAsk)], [lookupPath, shapeOf(lookupRequest)], [purgedPath, shapeOf(purgedNotice)], [enrolPath, shapeOf(enrolRequest)], [recoverPath, shapeOf(recoverRequest)], [readmissionPath, shapeOf(readmissionRequest)],
];
const exchangeShape = shapeOf(exchangeRequest);
const bundleShape = shapeOf(bundleBody);
const documentShapes = kinds.map((kind) => [kind, shapeOf(documentSchemas[kind])] as const);
const procedures = Object.entries(consoleRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly inputs: readonly z.ZodType[] } }>>)
  // What ends the session, or hashes passwords until it is locked, would stand in the way of all others.
  .filter(([name]) => !['session.logout', 'session.login', 'session.changePassword', 'session.offerTotp'].includes(name))
  .map(([name, { _def }]) => [name, _def.inputs.map(shapeOf)] as const);

export async function goodRequest(cast: Cast, chance: Chance): Promise<GoodRequest> {
  const known = knownOf(cast, chance);
  return chance.of<() => GoodRequest | Promise<GoodRequest>>([
    async () => ofDevice(exchangePath, await anExchange(cast, chance, known)),
    async () => ofDevice(exchangePath, await anExchange(cast, chance, known)),
    async () => ofDevice(exchangePath, await anExchange(cast, chance, known)),
    () => {
      const [path, shape] = oneOf(wire, chance);
      return ofDevice(path, aValue(shape, chance, known));
    },
    () => {
      const id = chance.of([cast.picture.id, newId()]);
      return { route: 'GET', method: chance.of(['GET', 'HEAD']), path: chance.of([chunkPathOf(cast.chunk), chunkPathOf('0'.repeat(64)), attachmentPathOf(id, chance.of(['thumbnail', 'original']))]), contentType: '', body: null, isOfDevice: true };
    },
    () => ({ route: 'uploads', method: chance.of(['HEAD', 'PATCH']), path: uploadPathOf(cast.upload.sha256), contentType: 'application/offset+octet-stream', body: 'x', isOfDevice: true }),
    () => {
      const [name, shapes] = oneOf(procedures, chance);
      const input = shapes.length === 0 ? null : Object.fromEntries(shapes.flatMap((shape) => Object.entries(aValue(shape, chance, known) ?? {})));
      return { route: name, method: 'POST', path: `/console/trpc/${name}`, contentType: 'application/json', body: input, isOfDevice: false };
    },
    () => {
      const query = new URLSearchParams({ limit: String(chance.of([1, 50, 0, 9_999])), ...(chance.next() < 0.5 && { under: chance.of<string>([places.farVillage, places.village, newId(), randomUUID()]) }) });
      const path = oneOf([...rxdbStreamNames.map(streamPullPath), '/console/streams/organisations/pull', '/health', '/metrics'], chance);
      return { route: path, method: 'GET', path: `${path}?${query.toString()}`, contentType: '', body: null, isOfDevice: false };
    },
    () => ({ route: 'parcels', method: 'POST', path: '/console/parcels', contentType: 'application/octet-stream', body: 'LIANYI', isOfDevice: false }),
  ])();
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
    publicKey: () => Buffer.alloc(32, chance.between(0, 255)).toString('base64'), under: () => null, query: () => chance.of(['龘', '1391', '5222', "' or 1=1"]),
  };
  return (member) => (Object.hasOwn(values, member) ? values[member]?.() : undefined);
}
