import type { Parcels } from '@lianyi/desktop/host/replication/parcelViews';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import type { Patient } from '@lianyi/schema/documents/patient';
import { parcelParts } from '@lianyi/sync-server/http/parcelParts';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { keepParcelRequest, parcelRequestOf } from '@lianyi/sync-server/store/parcels';
import { answerParcel } from '@lianyi/sync-server/sync/parcels/answerParcel';
import type { ParcelParts } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { takeParcel } from '@lianyi/sync-server/sync/parcels/takeParcel';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { EnrolledReplica, OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Nobody answers there: the only road is the stick. */
export const nowhere = 'http://127.0.0.1:9';

/** A county, another one, a clinic on the line, and one that goes by stick alone. Close it. */
export interface StickRoads {
  readonly county: TestCountyServer;
  readonly otherCounty: TestCountyServer;
  readonly onLine: OpenReplica;
  readonly apart: OpenReplica;
  /** For files. */
  readonly folder: string;
  /** Another PC of the village's doctor, closed. */
  readonly doctorAt: (at: TestCountyServer) => Promise<EnrolledReplica>;
  /** A clinic's file at the county, as the office takes it in. */
  readonly saysAtCounty: (file: Uint8Array, at?: TestCountyServer) => ReturnType<typeof takeParcel>;
  /** What the county has for who said something. */
  readonly answerFor: (clinic: OpenReplica, at?: TestCountyServer, parts?: ParcelParts) => Promise<Extract<Awaited<ReturnType<typeof answerParcel>>, { ok: true }>>;
  close(): Promise<void>;
}

export async function stickRoads(): Promise<StickRoads> {
  const county = await aCounty();
  const otherCounty = await aCounty();
  const enrolled: EnrolledReplica[] = [];
  const doctorAt = async (at: TestCountyServer): Promise<EnrolledReplica> => {
    const replica = await anEnrolledReplica(at, { orgId: places.village, personId: people.villageDoctor });
    enrolled.push(replica);
    return replica;
  };
  const onLine = openEnrolled(await doctorAt(county));
  const apart = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-stick-'));
  return {
    county, otherCounty, onLine, apart, folder, doctorAt,
    saysAtCounty: async (file, at = county) => {
      const taken = await takeParcel(partsOf(at), file);
      if (taken.ok && taken.said !== null) await keepParcelRequest(at.county.db, taken.device.id, taken.said);
      return taken;
    },
    answerFor: async (clinic, at = county, parts = partsOf(at)) => {
      const device = await deviceById(at.county.db, clinic.replica.identity.deviceId);
      const said = await parcelRequestOf(at.county.db, clinic.replica.identity.deviceId);
      if (device === undefined || said === undefined) throw new Error('no parcel has come');
      const answered = await answerParcel(parts, device, said);
      if (!answered.ok) throw new Error(answered.refusal);
      return answered;
    },
    close: async () => {
      await onLine.close();
      await apart.close();
      enrolled.forEach(discard);
      await county.close();
      await otherCounty.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const partsOf = ({ county: parts }: TestCountyServer): ParcelParts => parcelParts(parts, parts.db);
export const parcelsOf = ({ replica, replication }: OpenReplica): Parcels => startParcels({ replica, timers: { after: () => () => undefined, elapsedMs: () => 0 }, now: () => new Date(), takeSnapshots: replication.fromStick, log: () => undefined });
export const patientOf = (name: string): Patient => aPatient({ homeId: places.village, name });
export const waits = ({ replica }: OpenReplica): number => replica.lineFacts().waiting.count;
