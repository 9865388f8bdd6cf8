import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountyAnswer } from '@lianyi/desktop/host/replica/applyPage';
import { applyAnswer } from '@lianyi/desktop/host/replica/applyPage';
import type { Core } from '@lianyi/desktop/host/replica/core';
import type { SqliteDatabase } from '@lianyi/desktop/host/replica/database';
import { openDatabase } from '@lianyi/desktop/host/replica/database';
import { newDeviceKey, signerOf } from '@lianyi/desktop/host/replica/deviceKey';
import { migrations } from '@lianyi/desktop/host/replica/migrations/index';
import { migrate } from '@lianyi/desktop/host/replica/migrations/migrate';
import { projections } from '@lianyi/desktop/host/replica/projections/index';
import { projectionsFor } from '@lianyi/desktop/host/replica/projections/applyProjections';
import type { NewWrite } from '@lianyi/desktop/host/replica/replica';
import { save } from '@lianyi/desktop/host/replica/save';
import { tablesOf } from '@lianyi/desktop/host/replica/tables';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { DeviceId, OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { kindTable } from '@lianyi/schema/documents/kinds';
import { testOrgId, testPersonId } from '../builders/aPatient.ts';

/** The replica's own functions on a database that the bench holds in its hands: encrypted, migrated, empty. */
export interface BareReplica {
  readonly path: string;
  readonly database: SqliteDatabase;
  apply(answer: CountyAnswer): void;
  save(writes: readonly NewWrite[]): void;
  close(): void;
}

/** Fixed, so that a save on one replica writes the bytes that it wrote on another. */
const deviceId = newId() as DeviceId;
const deviceKey = newDeviceKey();
const epoch = newId();

export function bareReplica(wrap: (database: SqliteDatabase) => SqliteDatabase = (database) => database, orgId: OrganisationId = testOrgId): BareReplica {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-bench-'));
  const path = join(directory, 'replica.db');
  const database = openDatabase({ path, encryption: { kind: 'sqlcipher', key: randomBytes(32) } });
  migrate(database, migrations);
  const own = wrap(database);
  const tables = tablesOf(own);
  tables.setMeta('epoch', epoch);
  const core: Core = {
    identity: { deviceId, deviceName: 'bench', orgId }, database: own, tables, project: projectionsFor(projections), kinds: kindTable, sign: signerOf(deviceKey),
    isSignedHere: () => false,
    isSignedByCounty: () => true, now: () => new Date(), uptimeSeconds: () => 0, committed: () => {}, stumbles: new Map(), disk: { ok: true },
  };
  return {
    path,
    database,
    apply: (answer) => void applyAnswer(core, answer),
    save: (writes) => {
      const saved = save(core, 'bench.save', { personId: testPersonId, orgId }, () => ({ writes }));
      if (!saved.ok) throw new Error(`not saved at ${localClockTime(new Date())}: ${JSON.stringify(saved)}`);
    },
    close: () => {
      database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
