import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { Actor, DeviceIdentity, NewWrite } from '@lianyi/desktop/host/replica/replica';
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import type { Replication } from '@lianyi/desktop/host/replication/replication';
import { startReplication } from '@lianyi/desktop/host/replication/startReplication';
import type { Timers } from '@lianyi/desktop/host/replication/timers';
import { realTimers } from '@lianyi/desktop/host/replication/timers';
import type { Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { EnrolResponse } from '@lianyi/schema/wire/exchange';
import { enrolPath } from '@lianyi/schema/wire/exchange';

/** A replica on the disk that a real county has enrolled, closed. It is plain JSON, so that another process can open it. */
export interface EnrolledReplica {
  readonly directory: string;
  /** base64. */
  readonly key: string;
  readonly identity: DeviceIdentity;
  readonly actor: Actor;
  readonly countyUrl: string;
}

/** One that is open, with its exchange running: the host without PIN and pages. Close it. */
export interface OpenReplica {
  readonly replica: ReplicaForExchange;
  readonly replication: Replication;
  save(writes: readonly NewWrite[], action?: string): { readonly bundleId: string };
  /** One exchange and whatever follows from it; expects the line to be there. */
  exchange(): Promise<LineView>;
  close(): Promise<void>;
}

interface CountyThatEnrols {
  readonly url: string;
  code(orgId: OrganisationId): Promise<string>;
}

/** Enrols over HTTP as the app does. `under`: the folder, or mount, in which its directory is made. */
export async function anEnrolledReplica(county: CountyThatEnrols, actor: Actor, under = tmpdir()): Promise<EnrolledReplica> {
  const deviceKey = newDeviceKey();
  const body = JSON.stringify({ code: await county.code(actor.orgId), publicKey: deviceKey.publicKey, name: '诊室电脑' });
  const response = await fetch(`${county.url}${enrolPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok) throw new Error(`not enrolled: ${await response.text()}`);
  const enrolled = (await response.json()) as EnrolResponse;
  const directory = mkdtempSync(join(under, 'lianyi-replica-'));
  const key = randomBytes(32);
  const identity: DeviceIdentity = { deviceId: enrolled.deviceId, deviceName: '诊室电脑', orgId: actor.orgId };
  const enrolment = { deviceKey, countyKey: enrolled.countyKey, epoch: enrolled.epoch, scopes: enrolled.scopes, certificate: enrolled.certificate };
  openReplica({ directory, key, identity, enrolment }).close();
  return { directory, key: key.toString('base64'), identity, actor, countyUrl: county.url };
}

export function openAlone({ directory, key, identity }: EnrolledReplica, now = (): Date => new Date()): ReplicaForExchange {
  return openReplica({ directory, identity, key: Buffer.from(key, 'base64'), now });
}

interface LineParts {
  /** The county by another address, as through a line that can be cut. */
  readonly countyUrl?: string;
  readonly transport?: Transport;
  readonly now?: () => Date;
  readonly timers?: Timers;
}

export function openEnrolled(enrolled: EnrolledReplica, { countyUrl = enrolled.countyUrl, transport = httpTransport(countyUrl), now = () => new Date(), timers = realTimers }: LineParts = {}): OpenReplica {
  const replica = openAlone(enrolled, now);
  const replication = startReplication({ replica, transport, statusPath: join(enrolled.directory, 'status.json'), now, timers });
  return {
    replica, replication,
    save: (writes, action = 'tests.save') => {
      const saved = replica.save(action, enrolled.actor, () => ({ writes }));
      if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved)}`);
      return { bundleId: saved.bundleId };
    },
    exchange: async () => {
      const line = await replication.exchangeNow();
      if (line.problem !== null) throw new Error(`no exchange: ${line.problem.code} ${line.problem.detail}`);
      return line;
    },
    close: async () => {
      await replication.stop();
      replica.close();
    },
  };
}

export const discard = ({ directory }: EnrolledReplica): void => rmSync(directory, { recursive: true, force: true });
