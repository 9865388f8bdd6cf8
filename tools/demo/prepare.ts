import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { productsOf } from '@lianyi/schema/documents/productTable';
import { addAccount } from '@lianyi/sync-server/access/countyUsers';
import { makeEnrolmentCode } from '@lianyi/sync-server/access/enrolmentCodes';
import type { RunningServer } from '@lianyi/sync-server/index';
import { setDevicePolicy } from '@lianyi/sync-server/store/devicePolicy';
import { startServer } from '@lianyi/sync-server/index';
import { writeCountyBundles } from '@lianyi/sync-server/sync/countyBundle';
import { enrol } from '@lianyi/desktop/host/enrol';
import { fileKeyStore } from '@lianyi/desktop/host/index';
import { consoleUsers, demoClinics, pinOf } from './clinics.ts';
import { demoCounty } from './county/demoCounty.ts';
import { demoOrganisations, organisationOf, personOf, prescriberOf } from './county/organisations.ts';
import type { Home } from './home.ts';

export interface Preparation {
  readonly home: Home;
  readonly databaseUrl: string;
  readonly resourcesDir: string;
  readonly say: (chinese: string, english: string) => void;
}

/** Makes the county's documents and accounts, and enrols the clinics, with a county server of its own that stops again. */
export async function prepareDemo({ home, databaseUrl, resourcesDir, say }: Preparation): Promise<void> {
  const server = await startServer({ databaseUrl, port: 0, host: '127.0.0.1', keyDir: home.keyDir, logLevel: 'error' });
  try {
    await writeCounty(server, resourcesDir, say);
    // The demo's PCs have no system key store, and its PINs are printed: their unlock page says so.
    await setDevicePolicy(server.county.db, { pinsAllowed: true });
    for (const { slug, name, password } of consoleUsers) await addAccount(server.county.db, { login: name, password, personId: personOf(slug).id });
    for (const clinic of demoClinics) {
      const org = organisationOf(clinic.orgSlug);
      const code = await makeEnrolmentCode(server.county.db, { orgId: org.id, deviceName: clinic.deviceName }, new Date());
      if (code === null) throw new Error(`${org.name} is unknown to the county`);
      const dataDir = home.clinicDir(clinic.slug);
      const enrolled = await enrol({
        dataDir, countyUrl: server.url, code, deviceName: clinic.deviceName,
        keyStore: fileKeyStore(join(dataDir, 'keystore')), secretOf: (staff) => pinOf[staff.name] ?? null,
      });
      if (!enrolled.ok) throw new Error(`${org.name} could not be enrolled: ${enrolled.reason} ${enrolled.detail}`);
      say(`已登记 ${org.shortName} 的${clinic.deviceName}`, `enrolled a PC of ${org.shortName}`);
    }
  } finally {
    await server.close();
  }
}

async function writeCounty(server: RunningServer, resourcesDir: string, say: Preparation['say']): Promise<void> {
  const table = (name: string): string => readFileSync(join(resourcesDir, name), 'utf8');
  const documents = demoCounty(productsOf(table('products.tsv'), table('drugs.tsv')), new Date());
  const ofOrg = Map.groupBy(documents, orgOf);
  await writeCountyBundles(server.county, { action: 'county.catalogue' }, ofOrg.get(null) ?? []);
  for (const org of demoOrganisations) {
    const work = ofOrg.get(org.id) ?? [];
    if (work.length === 0) continue;
    await writeCountyBundles(server.county, { action: 'county.import', orgId: org.id, personId: prescriberOf(org).id }, work);
    say(`${org.shortName}：${work.length} 条`, `${org.shortName}: ${work.length} documents`);
  }
}

/** Whose work a document is; null for the county's own. */
function orgOf(document: AnyDocument): OrganisationId | null {
  switch (document.kind) {
    case 'patient':
    case 'historyEntry':
      return document.homeId;
    case 'stockMove':
      return document.lot.ownerId;
    case 'encounter':
    case 'prescription':
    case 'dispense':
    case 'queueEntry':
    case 'attachment':
      return document.orgId;
    case 'organisation':
    case 'person':
    case 'product':
    case 'patientMove':
    case 'review':
    case 'patientLink':
    case 'chartReads':
    case 'doorEvents':
      return null;
  }
}
