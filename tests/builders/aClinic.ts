import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrol } from '@lianyi/desktop/host/enrol';
import type { Host } from '@lianyi/desktop/host/index';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import type { Actor, NewWrite } from '@lianyi/desktop/host/replica/replica';
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { TestCountyServer } from './aCounty.ts';

/** A clinic as it runs: enrolled with a real county, its host started and unlocked. Close it. */
export interface TestClinic {
  readonly host: Host;
  readonly replica: ReplicaForExchange;
  readonly actor: Actor;
  readonly dataDir: string;
  save(writes: readonly NewWrite[], action?: string): { readonly bundleId: string };
  /** One exchange and whatever follows from it; expects the line to be there. */
  exchange(): Promise<LineView>;
  close(): Promise<void>;
}

interface ClinicParts {
  readonly orgId: OrganisationId;
  readonly personId: PersonId;
  /** The county by another address, as through a line that can be cut. */
  readonly countyUrl?: string;
  /** Where the county is another by now than the one that was built. */
  readonly code?: string;
  /** Who has a PIN, beside `personId`: each costs a second of work to set. */
  readonly alsoPins?: readonly PersonId[];
  /** What attachments may take. */
  readonly attachmentQuotaBytes?: number;
  /** The folder, or mount, in which its directory is made. */
  readonly under?: string;
}

const pin = '135790';

export async function aClinic(county: TestCountyServer, { orgId, personId, countyUrl = county.url, code, alsoPins = [], attachmentQuotaBytes, under = tmpdir() }: ClinicParts): Promise<TestClinic> {
  const dataDir = mkdtempSync(join(under, 'lianyi-clinic-'));
  const keyStore = fileKeyStore(join(dataDir, 'keystore'));
  const enrolled = await enrol({ dataDir, countyUrl, code: code ?? (await county.code(orgId)), deviceName: '诊室电脑', keyStore, secretOf: (staff) => (staff.personId === personId || alsoPins.some((one) => one === staff.personId) ? pin : null) });
  if (!enrolled.ok) throw new Error(`not enrolled: ${enrolled.reason} ${enrolled.detail}`);
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore, ...(attachmentQuotaBytes !== undefined && { attachmentQuotaBytes }) });
  const unlocked = await host.caller.session.unlock({ personId, pin });
  if (!unlocked.ok) throw new Error(`not unlocked: ${unlocked.reason}`);
  const clinic = host.context.clinic();
  if (!clinic) throw new Error('not open');
  const actor: Actor = { personId, orgId };
  return {
    host, replica: clinic.replica, actor, dataDir,
    save: (writes, action = 'tests.save') => {
      const saved = clinic.replica.save(action, actor, () => ({ writes }));
      if (!saved.ok) throw new Error(`not saved: ${JSON.stringify(saved)}`);
      return { bundleId: saved.bundleId };
    },
    exchange: async () => {
      const line = await clinic.replication.exchangeNow();
      if (line.problem !== null) throw new Error(`no exchange: ${line.problem.code} ${line.problem.detail}`);
      return line;
    },
    close: async () => {
      await host.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
