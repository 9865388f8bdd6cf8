/** For each row of the PCs' table, the request, and what shows that it was given what is the village's. */
import { newId } from '@lianyi/schema/basics/ids';
import { attachmentAskPath, attachmentPathOf, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { readmissionPath } from '@lianyi/schema/wire/certificate';
import { deviceHeader, enrolPath, exchangePath, wireVersion } from '@lianyi/schema/wire/exchange';
import { lookupPath } from '@lianyi/schema/wire/lookup';
import { purgedPath } from '@lianyi/schema/wire/purge';
import { recoverPath } from '@lianyi/schema/wire/recovery';
import { checksumsPath, repairPath } from '@lianyi/schema/wire/repair';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { witnessAskPath, witnessPath } from '@lianyi/schema/wire/witness';
import { tokenFor } from '@lianyi/sync-server/sync/attachments';
import type { TestDevice } from '@lianyi/tests/builders/aCounty';
import { change, people, places } from '@lianyi/tests/builders/aCounty';
import { anAllergy } from '@lianyi/tests/builders/aPatient';
import type { Cast } from './cast.ts';
import { marks } from './cast.ts';
import type { Answer } from './outcome.ts';
import { answerOf } from './outcome.ts';
import type { DeviceAsker } from './theTables.ts';

export interface DeviceAnswer {
  readonly answer: Answer;
  readonly shows: string;
  /** The status of the same asked by HEAD, where the route takes it. */
  readonly head?: number;
}

const scope = `org:${places.village}`;
/** What no answer holds. */
const nothing = '\u0000';

interface Post {
  readonly path: string;
  readonly shows: string;
  /** @param by who sends it; of those who have no PC the village's stands there, unsigned */
  body(by: TestDevice, cast: Cast): Promise<object> | object;
}

const asked = (by: TestDevice): object => ({ wireVersion, deviceId: by.id, epoch: by.enrolled.epoch });
const numberOf = async ({ db }: Cast): Promise<number> => (await db.selectFrom('scopeCounter').select('number').where('scope', '=', scope).executeTakeFirstOrThrow()).number;
const wrongKey = 'A'.repeat(43).concat('=');

const posts: Readonly<Record<string, Post>> = {
  'POST /sync/exchange (pulls)': { path: exchangePath, shows: marks.chart, body: (by) => by.request({ cursors: {}, pageDocuments: 5000 }) },
  'POST /sync/exchange (delivers a change of the record)': {
    path: exchangePath, shows: nothing,
    body: (by, { patient }) => by.request({
      submissions: [by.submit(by.bundle([change('patient', patient.id, { unit: `allergies/${newId()}`, before: null, after: anAllergy() })]))], pageDocuments: 0,
    }),
  },
  'POST /sync/checksums': { path: checksumsPath, shows: scope, body: async (by, cast) => ({ ...asked(by), scopes: { [scope]: { number: await numberOf(cast), digest: '' } } }) },
  'POST /sync/repair': { path: repairPath, shows: marks.chart, body: async (by, cast) => ({ ...asked(by), scope, number: await numberOf(cast), buckets: [...Array(256).keys()], have: [] }) },
  'POST /sync/snapshots': { path: snapshotsPath, shows: scope, body: (by) => ({ ...asked(by), scopes: [scope], kinds: {} }) },
  'POST /sync/witness/ask': { path: witnessAskPath, shows: nothing, body: (by, { patient }) => ({ ...asked(by), have: [{ id: patient.id, revision: 1, hash: '' }] }) },
  'POST /sync/witness': { path: witnessPath, shows: nothing, body: (by, { patient }) => ({ ...asked(by), documents: [{ id: patient.id, kind: 'patient', version: 1, revision: 9, hash: 'x', body: patient }] }) },
  'POST /sync/attachments/ask (of its maker, held)': { path: attachmentAskPath, shows: '"held"', body: (by, { picture }) => ({ deviceId: by.id, items: [{ id: picture.id, part: 'original' }] }) },
  "POST /sync/lookups (by the number of the village's patient)": {
    path: lookupPath, shows: marks.name,
    body: (by, { patient, devices }) => ({
      deviceId: by.id, personId: by.id === devices.far.id ? people.farDoctor : by.id === devices.above.id ? people.physician : people.villageDoctor,
      documentNumber: patient.identity.document?.number ?? '', reason: 'emergency', text: '晕倒，问过敏史',
    }),
  },
  'POST /devices/enrol (with a code that is good)': { path: enrolPath, shows: nothing, body: async (_by, { county }) => ({ code: await county.code(places.farVillage), publicKey: freshKey(), name: '' }) },
  'POST /devices/enrol (with a code that is not)': { path: enrolPath, shows: nothing, body: () => ({ code: 'AAAA-BBBB-CCCC', publicKey: freshKey(), name: '' }) },
  'POST /devices/recover (with a code that is not)': { path: recoverPath, shows: nothing, body: (by) => ({ deviceId: by.id, slot: '', to: wrongKey, codeId: '0'.repeat(64), proof: '0'.repeat(64) }) },
  'POST /devices/purged (signed by nobody)': { path: purgedPath, shows: nothing, body: (by) => ({ deviceId: by.id, nonce: by.nonce, at: new Date().toISOString(), signature: wrongKey }) },
  "POST /sync/readmissions (the county's word for the village)": { path: readmissionPath, shows: nothing, body: (_by, { devices: { village } }) => ({ deviceId: village.id, certificates: [village.enrolled.certificate], history: null }) },
  "POST /sync/readmissions (a word that is not the county's)": { path: readmissionPath, shows: nothing, body: (_by, { devices: { village } }) => ({ deviceId: village.id, certificates: [{ ...village.enrolled.certificate, orgId: places.farVillage }], history: null }) },
};

const gets: Readonly<Record<string, (cast: Cast) => string>> = {
  'GET /sync/chunks/:sha256': ({ chunk }) => chunkPathOf(chunk),
  'GET /sync/attachments/:id/:part': ({ picture }) => attachmentPathOf(picture.id, 'original'),
};

let keys = 0;
/** Any 32 bytes may stand for a public key whose private one nobody has; no two are the same. */
function freshKey(): string {
  keys += 1;
  const bytes = Buffer.alloc(32, 7);
  bytes.writeUInt32BE(keys);
  return bytes.toString('base64');
}

/** @throws Error for a row that nobody has written a request for */
export async function deviceAnswer(row: string, asker: DeviceAsker, cast: Cast): Promise<DeviceAnswer> {
  const { url } = cast.county;
  const device = asker === 'nobody' || asker === 'person' ? null : cast.devices[asker];
  const cookie: Readonly<Record<string, string>> = asker === 'person' ? { cookie: await cast.cookie('it') } : {};
  if (row.includes('/sync/uploads/')) {
    const path = uploadPathOf(cast.upload.sha256);
    // One that it was given before what it is by now; of those who have no PC, the village's.
    const token = device !== null && row.includes('of its own') ? cast.county.county.key.nonce(tokenFor(device.id, cast.upload.sha256), new Date()) : cast.upload.token;
    const headers = { ...cookie, 'tus-resumable': '1.0.0', [uploadTokenHeader]: token, ...(device && { [deviceHeader]: device.id }) };
    if (row.startsWith('HEAD')) return { answer: await answerOf(await fetch(`${url}${path}`, { method: 'HEAD', headers })), shows: nothing };
    const patch = { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    return { answer: await answerOf(await fetch(`${url}${path}`, { method: 'PATCH', headers: patch, body: new Uint8Array() })), shows: nothing };
  }
  const get = gets[row];
  if (get !== undefined) {
    const path = get(cast);
    const ask = async (method: 'GET' | 'HEAD'): Promise<Response> => (device === null ? fetch(`${url}${path}`, { method, headers: cookie }) : device.fetchBytes(path, {}, method));
    return { answer: await answerOf(await ask('GET')), shows: marks.bytes, head: (await ask('HEAD')).status };
  }
  const post = posts[row];
  if (post === undefined) throw new Error(`no request is written for ${row}`);
  const bytes = Buffer.from(JSON.stringify(await post.body(device ?? cast.devices.village.clone(), cast)));
  await cast.watch.written();
  const response = device === null
    ? await fetch(`${url}${post.path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...cookie }, body: new Uint8Array(bytes) })
    : await device.send(bytes, { path: post.path });
  return { answer: await answerOf(response), shows: post.shows };
}
