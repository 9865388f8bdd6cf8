import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { NewWrite, SaveResult } from '@lianyi/desktop/host/replica/replica';
import type { LineProblem } from '@lianyi/desktop/host/replication/problem';
import { exchange } from '@lianyi/desktop/host/replication/exchange';
import { takeIn } from '@lianyi/desktop/host/replication/pull';
import { firstLoad } from '@lianyi/desktop/host/replication/push';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { KindTable } from '@lianyi/schema/documents/kinds';
import { enrolPath, enrolResponse } from '@lianyi/schema/wire/exchange';
import type { TestCountyServer } from './aCounty.ts';

/** A replica of some version of the app, with the real exchange over HTTP, one round at a time. Close it. */
export interface VersionedClinic {
  readonly replica: ReplicaForExchange;
  /** A patient as this version shows it. */
  patient(id: string): Readonly<Record<string, unknown>> | undefined;
  save(writes: readonly NewWrite[]): SaveResult<never>;
  change(patientId: string, ...changes: readonly UnitChange[]): SaveResult<never>;
  /** Exchanges until there is no more to say. @returns why it could not, or null */
  exchange(county: TestCountyServer): Promise<LineProblem | null>;
  /** Closes it and opens it again with another version of the app. */
  upgrade(kinds: KindTable): void;
  close(): void;
}

export async function aVersionedClinic(county: TestCountyServer, orgId: OrganisationId, personId: PersonId, version: KindTable): Promise<VersionedClinic> {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-version-'));
  const key = randomBytes(32);
  const deviceKey = newDeviceKey();
  const answer = await fetch(`${county.url}${enrolPath}`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: await county.code(orgId), publicKey: deviceKey.publicKey, name: '旧版电脑' }),
  });
  const enrolled = enrolResponse.parse(await answer.json());
  const identity = { deviceId: enrolled.deviceId, deviceName: '旧版电脑', orgId };
  const nonces = { nonce: enrolled.nonce };
  let replica = openReplica({ directory, key, identity, kinds: version, enrolment: { deviceKey, countyKey: enrolled.countyKey, epoch: enrolled.epoch, scopes: enrolled.scopes } });
  const save = (writes: readonly NewWrite[]): SaveResult<never> => replica.save('tests.save', { personId, orgId }, () => ({ writes }));
  return {
    get replica() { return replica; },
    patient: (id) => replica.document('patient', id),
    save,
    change: (id, ...changes) => save([{ op: 'change', kind: 'patient', id, changes }]),
    exchange: async ({ url }) => {
      const transport = httpTransport(url);
      try {
        for (let again = true, more = true; more; ) {
          const exchanged = await exchange({ replica, transport, nonces }, { load: firstLoad, waitMs: 0, pulls: true, again, signal: new AbortController().signal });
          if (!exchanged.ok) return exchanged.problem;
          const { applied, hasMore } = takeIn(replica, exchanged.response, { isPulled: true });
          nonces.nonce = exchanged.response.nonce;
          more = hasMore || exchanged.sent > 0 || applied.mended > 0;
          again = applied.mended > 0;
        }
        return null;
      } finally {
        transport.close();
      }
    },
    upgrade: (kinds) => {
      replica.close();
      replica = openReplica({ directory, key, identity, kinds });
    },
    close: () => {
      replica.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
