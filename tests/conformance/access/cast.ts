/** A county with a record that is searched for, and everybody who may ask for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@lianyi/schema/basics/digest';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { CountyRole } from '@lianyi/schema/codes/roles';
import type { Attachment } from '@lianyi/schema/documents/attachment';
import type { Patient } from '@lianyi/schema/documents/patient';
import { attachmentAnswer, attachmentAskPath, uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { deviceHeader } from '@lianyi/schema/wire/exchange';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import type { Database } from '@lianyi/sync-server/store/database';
import { openDatabase, sql } from '@lianyi/sync-server/store/database';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount';
import { anAttachment, aPicture } from '@lianyi/tests/builders/anAttachment';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import { anIdentityNumber, aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { withRoutesOf } from '@lianyi/tests/builders/aRouteList';
import type { Watch } from '@lianyi/tests/builders/aWatch';
import { aWatch } from '@lianyi/tests/builders/aWatch';
import type { Marks } from './outcome.ts';
import type { ConsoleAsker, DeviceAsker } from './theTables.ts';

export const password = '晨雾-远山-2026';
export type DeviceName = Exclude<DeviceAsker, 'nobody' | 'person'>;
export type UserName = Exclude<ConsoleAsker, 'nobody' | 'device'>;

const users = [
  { login: 'office', role: 'countyOffice', postOrgId: null }, { login: 'posted', role: 'countyOffice', postOrgId: places.township }, { login: 'it', role: 'countyIt', postOrgId: null },
  { login: 'analyst', role: 'regionalAnalyst', postOrgId: null }, { login: 'auditor', role: 'auditor', postOrgId: null }, { login: 'uncoded', role: 'countyIt', postOrgId: null },
] as const satisfies readonly { login: UserName; role: CountyRole; postOrgId: OrganisationId | null }[];

export const marks = { name: '龘敌名', chart: '骉敌诉', bytes: '麤敌影' } as const;

export interface Cast {
  readonly county: TestCountyServer;
  /** Past all permissions, for what stands in the tables. */
  readonly db: Database;
  readonly watch: Watch;
  readonly routes: ReadonlySet<string>;
  readonly devices: Readonly<Record<DeviceName, TestDevice>>;
  readonly patient: Patient;
  /** Its bytes are at the county. */
  readonly picture: Attachment;
  /** Begun and no more; `token` is the village's for it. */
  readonly upload: { readonly sha256: string; readonly token: string };
  readonly chunk: string;
  /** PCs about which county IT may decide something. */
  readonly spare: readonly [string, string];
  /** Somebody of the county's office about whose account county IT may decide something. */
  readonly spareAccount: PersonId;
  readonly marks: Marks;
  /** A new session of this person, as the cookie that a browser sends. */
  cookie(user: UserName): Promise<string>;
  close(): Promise<void>;
}

export async function aCast(): Promise<Cast> {
  const consoleDir = mkdtempSync(join(tmpdir(), 'lianyi-console-'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
  const { started: county, routes } = await withRoutesOf(async () => aCounty({ consoleDir, demoAccounts: users.filter(({ login }) => login !== 'uncoded').map((user) => ({ ...user, password })) }));
  const db = openDatabase(county.databaseUrl, { maxConnections: 2 });
  for (const user of users) await anAccount(county.county, { ...user, password });
  const { personId: spareAccount, userId } = await anAccount(county.county, { login: 'spare', role: 'countyOffice', password });
  await db.updateTable('countyUser').set({ totpSealed: 'sealed by nobody', totpConfirmedAt: new Date() }).where('id', '=', userId).execute();
  await county.write([anOrganisation({ id: newId() as never, name: '将关村卫生室', parentId: places.township }), anOrganisation({ id: newId() as never, name: '将迁村卫生室', parentId: places.township })]);

  const devices = await enrolled(county);
  const patient = aPatient({ homeId: places.village, name: marks.name, phone: '13911118642', identityNumber: anIdentityNumber('1961-05-08', 'female') });
  const visit = { patientId: patient.id, homeId: places.village, orgId: places.village };
  const encounter = anEncounter({ ...visit, complaint: marks.chart });
  await devices.village.push([create(patient), create(encounter), create(aPrescription({ ...visit, encounterId: encounter.id, order: { state: 'draft', supplyReason: marks.chart, signature: null } }))]);
  const [picture, other] = [aPicture(4_000, marks.bytes), aPicture(4_000)];
  const [held, begun] = [anAttachment(patient, picture), anAttachment(patient, other)];
  await devices.village.push([create(held), create(begun)]);
  const upload = { sha256: begun.sha256, token: (await tokensFor(devices.village, [held, begun]))[1] ?? '' };
  await send(county.url, devices.village, held, (await tokensFor(devices.village, [held]))[0] ?? '', picture);

  // Two PCs change the same unit: a review, with what each wrote in it.
  for (const by of [devices.village, devices.above]) await by.push([change('patient', patient.id, { unit: 'formerName', before: null, after: `${marks.chart}${by.id.slice(-4)}` })]);
  // And one that reaches for what is not its own: a bundle in quarantine.
  await devices.far.push([change('patient', patient.id, { unit: 'formerName', before: null, after: marks.chart })]);

  const chunk = sha256Hex(marks.bytes);
  await sql`insert into snapshot (scope, number, manifest, built_at) values (${`org:${places.village}`}, 1, '{}', now())`.execute(db);
  await sql`insert into snapshot_chunk (sha256, scope, number, bytes) values (${chunk}, ${`org:${places.village}`}, 1, ${Buffer.from(marks.bytes)})`.execute(db);
  for (const [name, act] of [['retired', 'keep'], ['stolen', 'stolen'], ['purge', 'retire']] as const) await actOnDevice(db, devices[name].id, act, { by: '县信息科', reason: '试一试' }, new Date());
  await db.updateTable('device').set({ awaitsConfirmation: true }).where('id', '=', devices.unconfirmed.id).execute();
  const watch = await aWatch(county.databaseUrl);
  return {
    county, db, watch, routes, devices, spareAccount, patient, picture: held, upload, chunk, spare: [(await county.enrol(places.farVillage)).id, (await county.enrol(places.farVillage)).id], marks: { names: [marks.name, patient.id], chart: marks.chart },
    cookie: async (user) => {
      const { id } = await db.selectFrom('countyUser').select('id').where('login', '=', user).executeTakeFirstOrThrow();
      return `lianyi_county=${await aSessionOf({ db, now: () => new Date() }, id, { awaitsTotp: user === 'uncoded' })}`;
    },
    close: async () => {
      await watch.close();
      await db.destroy();
      await county.close();
      rmSync(consoleDir, { recursive: true, force: true });
    },
  };
}

async function enrolled(county: TestCountyServer): Promise<Cast['devices']> {
  const ofVillage = async (name: string): Promise<TestDevice> => county.enrol(places.village, people.villageDoctor, name);
  const devices = {
    village: await ofVillage('在用机'), above: await county.enrol(places.township, people.physician), far: await county.enrol(places.farVillage, people.farDoctor),
    retired: await ofVillage('停用机'), stolen: await ofVillage('失窃机'), purge: await ofVillage('待清机'), unconfirmed: await ofVillage('待确认机'),
  };
  for (const device of Object.values(devices)) await device.exchange({ pageDocuments: 0 });
  return devices;
}

async function tokensFor(device: TestDevice, wanted: readonly Attachment[]): Promise<readonly (string | undefined)[]> {
  const answer = await device.send(Buffer.from(JSON.stringify({ deviceId: device.id, items: wanted.map(({ id }) => ({ id, part: 'original' })) })), { path: attachmentAskPath });
  return attachmentAnswer.parse(await answer.json()).items.map(({ token }) => token);
}

async function send(url: string, device: TestDevice, { sha256 }: Attachment, token: string, bytes: Buffer): Promise<void> {
  const sent = await fetch(`${url}${uploadPathOf(sha256)}`, {
    method: 'PATCH', body: new Uint8Array(bytes),
    headers: { 'tus-resumable': '1.0.0', [deviceHeader]: device.id, [uploadTokenHeader]: token, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  });
  if (sent.status !== 204) throw new Error(`the picture was not taken: ${sent.status}`);
}
