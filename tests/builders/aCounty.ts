import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { Role } from '@lianyi/schema/codes/roles';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { makeEnrolmentCode } from '@lianyi/sync-server/access/enrolmentCodes';
import type { RunningServer } from '@lianyi/sync-server/index';
import { startServer } from '@lianyi/sync-server/index';
import type { DemoAccountView } from '@lianyi/sync-server/reports/views';
import type { Database } from '@lianyi/sync-server/store/database';
import { openAsOwner } from '@lianyi/sync-server/store/database';
import { setDevicePolicy } from '@lianyi/sync-server/store/devicePolicy';
import { writeCountyBundles } from '@lianyi/sync-server/sync/countyBundle';
import type { TestDevice } from './aDevice.ts';
import { enrolWith } from './aDevice.ts';
import type { TestDatabase } from './aTestPostgres.ts';
import { aDatabase } from './aTestPostgres.ts';
import { people, places } from './places.ts';

export { people, places };

export interface TestCountyServer {
  readonly url: string;
  readonly databaseUrl: string;
  /** Where its private key lies, for a second server of the same county and for commands that sign. */
  readonly keyDir: string;
  /** The running server's own parts, for writes of the county and a look at its tables. */
  readonly county: RunningServer['county'];
  /** The tables as their owner has them: for what the server may not do, such as to tamper. */
  readonly owner: Database;
  /** Writes documents as the county does. */
  write(documents: readonly AnyDocument[]): Promise<void>;
  /** A one-time code for a PC of this institution. */
  code(orgId: OrganisationId): Promise<string>;
  /** A PC of this institution, enrolled over HTTP; `personId` acts on it. */
  enrol(orgId: OrganisationId, personId?: PersonId, name?: string): Promise<TestDevice>;
  /** Stops the server and starts it again on the same database, another port; with `kinds`, upgraded to them. */
  restart(upgraded?: Pick<CountyParts, 'kinds' | 'wire' | 'silenceMs' | 'attachmentQuotaBytes' | 'trustProxy'>): Promise<TestCountyServer>;
  /** Stops the server and drops the database. */
  close(): Promise<void>;
}

interface CountyParts {
  /** In place of a new one whose login owns all. */
  readonly database?: TestDatabase;
  readonly now?: () => Date;
  readonly logLevel?: 'silent' | 'warn' | 'info';
  /** False: no organisations and people. */
  readonly isSeeded?: boolean;
  /** The built console, to be served at `/`. */
  readonly consoleDir?: string;
  readonly demoAccounts?: readonly DemoAccountView[];
  /** A county of another version. */
  readonly kinds?: KindTable;
  readonly wire?: WireTable;
  /** How long nothing may move on a connection. */
  readonly silenceMs?: number;
  readonly trustProxy?: readonly string[];
  /** What attachments of one institution may take. */
  readonly attachmentQuotaBytes?: number;
}

/** A county server on a PostgreSQL database of its own, with `places` and `people`. Close it. */
export async function aCounty(parts: CountyParts = {}): Promise<TestCountyServer> {
  const database = parts.database ?? (await aDatabase());
  const keyDir = mkdtempSync(join(tmpdir(), 'lianyi-county-key-'));
  const drop = async (): Promise<void> => {
    await database.drop();
    rmSync(keyDir, { recursive: true, force: true });
  };
  const server = await running(database, keyDir, parts, drop);
  await setDevicePolicy(server.county.db, { pinsAllowed: true });
  if (parts.isSeeded !== false) await server.write(seed);
  return server;
}

async function running(database: Omit<TestDatabase, 'drop'>, keyDir: string, parts: CountyParts, drop: () => Promise<void>): Promise<TestCountyServer> {
  const { databaseUrl, ownerDatabaseUrl } = database;
  const server = await startServer({
    databaseUrl, keyDir, ...(ownerDatabaseUrl !== undefined && { ownerDatabaseUrl }), port: 0, host: '127.0.0.1', logLevel: parts.logLevel ?? 'silent', ...(parts.now && { now: parts.now }),
    ...(parts.consoleDir !== undefined && { consoleDir: parts.consoleDir }), ...(parts.demoAccounts && { demoAccounts: parts.demoAccounts }),
    ...(parts.kinds && { kinds: parts.kinds }), ...(parts.wire && { wire: parts.wire }), ...(parts.trustProxy && { trustProxy: parts.trustProxy }), ...(parts.silenceMs !== undefined && { silenceMs: parts.silenceMs }), ...(parts.attachmentQuotaBytes !== undefined && { attachmentQuotaBytes: parts.attachmentQuotaBytes }),
  });
  const owner = openAsOwner(ownerDatabaseUrl ?? databaseUrl, { maxConnections: 1 });
  const code = async (orgId: OrganisationId): Promise<string> => {
    const made = await makeEnrolmentCode(server.county.db, { orgId, deviceName: '' }, server.county.now());
    if (made === null) throw new Error('no such institution');
    return made;
  };
  return {
    url: server.url,
    databaseUrl,
    keyDir,
    county: server.county,
    owner,
    code,
    write: async (documents) => { await writeCountyBundles(server.county, { action: 'tests.seed' }, documents); },
    enrol: async (orgId, personId, name = '测试机') => enrolWith(server.url, await code(orgId), name, personId ?? someoneOf(orgId)),
    restart: async (upgraded = {}) => {
      await owner.destroy();
      await server.close();
      return running(database, keyDir, { ...parts, ...upgraded }, drop);
    },
    close: async () => {
      await owner.destroy();
      await server.close();
      await drop();
    },
  };
}

const someoneOf = (orgId: OrganisationId): PersonId => seedPeople.find(({ posts }) => posts.some((post) => post.orgId === orgId))?.id ?? people.villageDoctor;

const anOrganisation = (id: OrganisationId, parentId: OrganisationId | null, type: Organisation['type'], name: string, divisionCode: string): Organisation => ({
  id, kind: 'organisation', name, shortName: name.slice(-4), type, parentId, divisionCode, villages: [], capabilities: [], closedOn: null, history: [],
});
const aPerson = (id: PersonId, orgId: OrganisationId, role: Role, name: string): Person => ({
  id, kind: 'person', name, qualification: 'unknown', title: 'unknown', grants: [], posts: [{ orgId, role, from: null, until: null }], active: true,
});

const seedPeople: readonly Person[] = [
  aPerson(people.villageDoctor, places.village, 'villageDoctor', '龙正明'),
  aPerson(people.otherDoctor, places.otherVillage, 'villageDoctor', '杨秀芝'),
  aPerson(people.physician, places.township, 'physician', '吴启华'),
  aPerson(people.nurse, places.township, 'nurse', '田晓霞'),
  aPerson(people.pharmacist, places.township, 'pharmacist', '冉光碧'),
  aPerson(people.farDoctor, places.farVillage, 'villageDoctor', '代永福'),
];

const seed: readonly AnyDocument[] = [
  anOrganisation(places.county, null, 'county', '安和县医共体', '522299'),
  anOrganisation(places.township, places.county, 'township', '云岭镇卫生院', '522299101'),
  anOrganisation(places.village, places.township, 'village', '青石坪村卫生室', '522299101201'),
  anOrganisation(places.otherVillage, places.township, 'village', '木叶村卫生室', '522299101202'),
  anOrganisation(places.farTownship, places.county, 'township', '岩口乡卫生院', '522299102'),
  anOrganisation(places.farVillage, places.farTownship, 'village', '坪上村卫生室', '522299102201'),
  ...seedPeople,
];

export type { TestDevice } from './aDevice.ts';
export { change, create, inVersion, problemOf } from './aDevice.ts';
