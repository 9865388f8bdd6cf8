/**
 * A county that has something to show in its console: the made-up demo county, six PCs, two clinics that disagree about
 * one patient, a drug dispensed twice, a refused bundle, and PCs that have been silent for days.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Product } from '@lianyi/schema/documents/county';
import type { AnyDocument, DocumentOf, Kind } from '@lianyi/schema/documents/kinds';
import { productsOf } from '@lianyi/schema/documents/productTable';
import type { Patient } from '@lianyi/schema/documents/patient';
import { addAccount } from '@lianyi/sync-server/access/countyUsers';
import { makeEnrolmentCode } from '@lianyi/sync-server/access/enrolmentCodes';
import type { RunningServer } from '@lianyi/sync-server/index';
import { startServer } from '@lianyi/sync-server/index';
import { writeCountyBundles } from '@lianyi/sync-server/sync/countyBundle';
import { demoCounty } from '../../tools/demo/county/demoCounty.ts';
import { organisationOf, personOf, prescriberOf } from '../../tools/demo/county/organisations.ts';
import { change, create, enrolWith, type TestDevice } from '../builders/aDevice.ts';
import { anAccount } from '../builders/anAccount.ts';
import { aDispenseOf } from '../builders/aDispense.ts';
import { anEncounter } from '../builders/anEncounter.ts';
import { anAllergy, anIdentityNumber, aPatient, aProblem } from '../builders/aPatient.ts';
import { aPrescription, aPrescriptionItem } from '../builders/aPrescription.ts';
import { aStockMove } from '../builders/aStockMove.ts';
import { aDatabase } from '../builders/aTestPostgres.ts';

const root = join(import.meta.dirname, '..', '..');

export const office = { login: '田玉梅', password: 'anhe-office-2026', role: 'countyOffice' } as const;
/** Of county IT: the one who decides about PCs. */
export const informatics = { login: '龙建军', password: 'anhe-it-2026', role: 'countyIt' } as const;
export const auditor = { login: '安审明', password: 'anhe-audit-2026', role: 'auditor' } as const;
/** Not of the demo: the one-time codes that the post asks for are to be set up. */
export const countyIt = { login: '罗信科', password: 'purple otter 51 rain', role: 'countyIt' } as const;
export const theName = '张素芬';

export interface ConsoleCounty {
  readonly url: string;
  readonly server: () => RunningServer;
  /** A PC of the village, as if its doctor saved something. */
  readonly village: TestDevice;
  readonly patientId: string;
  /** A code for a PC of the institution with this short name in the demo county. */
  code(slug: string): Promise<string>;
  /** The server goes away, as when the line to it is cut. */
  stop(): Promise<void>;
  /** And comes back at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function aConsoleCounty(): Promise<ConsoleCounty> {
  const dir = await mkdtemp(join(tmpdir(), 'lianyi-console-'));
  const database = await aDatabase();
  const options = {
    databaseUrl: database.databaseUrl, keyDir: join(dir, 'key'), host: '127.0.0.1', logLevel: 'silent' as const,
    consoleDir: join(root, 'apps', 'sync-server', 'out', 'console'), demoAccounts: [office, informatics, auditor],
  };
  let server = await startServer({ ...options, port: 0 });
  const { url } = server;
  const { village, patientId } = await fill(server);
  return {
    url,
    server: () => server,
    village,
    patientId,
    code: async (slug) => codeFor(server, slug),
    stop: async () => { await server.close(); },
    start: async () => { server = await startServer({ ...options, port: Number(new URL(url).port) }); },
    close: async () => {
      await server.close().catch(() => undefined);
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function codeFor(server: RunningServer, slug: string): Promise<string> {
  return (await makeEnrolmentCode(server.county.db, { orgId: organisationOf(slug).id, deviceName: '' }, new Date())) ?? '';
}

async function fill(server: RunningServer): Promise<{ readonly village: TestDevice; readonly patientId: string }> {
  const table = (name: string) => readFileSync(join(root, 'resources', name), 'utf8');
  const documents = demoCounty(productsOf(table('products.tsv'), table('drugs.tsv')), new Date());
  const ofOrg = Map.groupBy(documents, orgOf);
  await writeCountyBundles(server.county, { action: 'county.catalogue' }, ofOrg.get(null) ?? []);
  for (const [orgId, work] of ofOrg) {
    if (orgId === null) continue;
    const org = documentsOf(documents, 'organisation').find(({ id }) => id === orgId);
    if (org !== undefined) await writeCountyBundles(server.county, { action: 'county.import', orgId, personId: prescriberOf(org).id }, work);
  }
  for (const [slug, { login, password }] of [['tianyumei', office], ['longjianjun', informatics], ['anshenming', auditor]] as const) await addAccount(server.county.db, { login, password, personId: personOf(slug).id });
  await anAccount(server.county, { ...countyIt, countyId: organisationOf('county').id });

  const enrol = async (slug: string, person: string, name: string): Promise<TestDevice> => {
    const device = await enrolWith(server.url, await codeFor(server, slug), name, personOf(person).id);
    await device.exchange({ waiting: 0, appVersion: '0.1.0' });
    return device;
  };
  const village = await enrol('qingshiping', 'wumingli', '1 号电脑');
  const township = await enrol('yunling', 'luoxiaoqin', '登记室电脑');
  await enrol('yunling', 'shiguohua', '门诊电脑');
  const far = await enrol('xinchang', 'zhengweiping', '诊室电脑');
  const silent = await enrol('dawan', 'anxiulan', '诊室电脑');
  const late = await enrol('hekou', 'ranhongmei', '门诊电脑');
  const patientId = await disagree(village, township, documentsOf(documents, 'product'));
  await far.push([create(aPatient({ name: '吴光荣', homeId: organisationOf('yanjiao').id }))], { action: 'patients.register' });
  await setHeard(server, silent, 9 * 24, 42);
  await setHeard(server, late, 30, 6);
  return { village, patientId };
}

/** One patient, two clinics without a line between them. @returns whose record it is */
async function disagree(village: TestDevice, township: TestDevice, products: readonly Product[]): Promise<string> {
  const [villageOrg, townshipOrg] = [organisationOf('qingshiping'), organisationOf('yunling')];
  const [doctor, nurse, physician] = [personOf('wumingli'), personOf('luoxiaoqin'), personOf('shiguohua')];
  const today = localDay(new Date());
  const signed = (by: typeof doctor, orgId: OrganisationId, at = localClockTime(new Date())) => ({ by: by.id, orgId, at });
  const registered = signed(doctor, villageOrg.id, `${addDays(today, -300)}T09:10:00+08:00`);
  const patient: Patient = aPatient({
    name: theName, birthDate: '1959-02-14', sex: 'female', identityNumber: anIdentityNumber('1959-02-14', 'female'), homeId: villageOrg.id, registered,
    phone: '15000008936', address: { village: '云岭镇青石坪村', group: '一', detail: '' }, bloodGroup: 'A', contact: { name: '杨昌福', relation: '配偶', phone: '15000007712' },
    allergies: { [newId()]: anAllergy({ substance: '青霉素', reaction: '皮疹、喉头水肿', onset: '2019', severity: 'severe', recorded: registered }) },
    problems: { [newId()]: aProblem({ recorded: registered }), [newId()]: aProblem({ code: 'J44.900', text: '慢性阻塞性肺疾病', programme: 'copd', recorded: registered }) },
  });
  await village.push([create(patient)], { action: 'patients.register' });
  await township.push([create({
    id: newId(), kind: 'historyEntry', patientId: patient.id, homeId: villageOrg.id, category: 'medication', code: { system: 'http://www.whocc.no/atc', value: 'R03BB04' }, text: '噻托溴铵粉吸入剂',
    value: '18', unit: 'μg', day: addDays(today, -56), status: 'active', source: { system: '安和县人民医院 呼吸科', reference: 'MedicationRequest/88213' }, imported: signed(nurse, townshipOrg.id),
  })], { action: 'imports.fhir', personId: nurse.id });

  const product = products.find(({ name }) => name === '氨溴索片') ?? products[0];
  if (product === undefined) throw new Error('the catalogue is empty');
  const visit = anEncounter({
    patientId: patient.id, homeId: villageOrg.id, orgId: villageOrg.id, practitionerId: doctor.id, startedAt: localClockTime(new Date(Date.now() - 40 * 60_000)), visitNumber: `${today.replaceAll('-', '')}-012`,
    complaint: '咳嗽、咳黄痰 3 天，活动后气促加重', history: '3 天前受凉后咳嗽加重，痰由白转黄、量增多，夜间可平卧，无胸痛、咯血。', examination: '神清，口唇无发绀。双肺呼吸音低，散在哮鸣音，右下肺少许湿啰音。',
    vitals: { temperatureC: 37.8, pulse: 96, respiration: 24, systolic: 152, diastolic: 86, spo2: 91, weightKg: 54, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: 'A' },
    diagnoses: [{ system: 'icd10', code: 'J44.100', text: '慢性阻塞性肺疾病急性加重' }, { system: 'icd10', code: 'I10.x00', text: '原发性高血压' }], plan: '祛痰、平喘，3 天后复诊；加重随时来。',
    progress: { state: 'signed', signature: signed(doctor, villageOrg.id) },
  });
  const prescription = aPrescription({
    patientId: patient.id, homeId: villageOrg.id, orgId: villageOrg.id, encounterId: visit.id, number: '0127-0309-04', createdAt: localClockTime(new Date(Date.now() - 30 * 60_000)),
    order: { items: [aPrescriptionItem({}, product)], validUntil: addDays(today, 3), signature: signed(doctor, villageOrg.id) },
  });
  await village.push([create(visit)], { action: 'encounters.sign' });
  await village.push([create(prescription)], { action: 'prescriptions.sign' });
  const lot = { ownerId: villageOrg.id, productId: product.id, lotNumber: '2411062', expiry: addDays(today, 160) };
  await village.push([create(aStockMove({ lot, quantity: 20, moved: signed(doctor, villageOrg.id) }))], { action: 'stock.receive' });
  for (const [device, person] of [[village, doctor], [township, nurse]] as const) {
    const { dispense, move } = aDispenseOf(prescription, lot, 15, { dispensed: signed(person, villageOrg.id), amountFen: 480, payment: 'insurance', checkedBy: physician.id });
    await device.push([create(dispense), create({ ...move, moved: signed(person, villageOrg.id) })], { action: 'dispensing.dispense', personId: person.id });
  }
  await village.push([change('patient', patient.id, { unit: 'phone', before: '15000008936', after: '15000004410' })], { action: 'patients.change' });
  await township.push([change('patient', patient.id,
    { unit: 'phone', before: '15000008936', after: '15000002207' },
    { unit: `allergies/${newId()}`, before: null, after: anAllergy({ allergyClass: 'sulfonamide', substance: '磺胺类', reaction: '皮疹', onset: '2012', recorded: signed(nurse, townshipOrg.id) }) },
  )], { action: 'patients.change' });
  return patient.id;
}

async function setHeard(server: RunningServer, device: TestDevice, hoursAgo: number, waiting: number): Promise<void> {
  await server.county.db.updateTable('device').set({ lastHeardAt: new Date(Date.now() - hoursAgo * 3_600_000), waitingCount: waiting }).where('id', '=', device.id).execute();
}

const documentsOf = <K extends Kind>(documents: readonly AnyDocument[], kind: K): readonly DocumentOf<K>[] => documents.filter((document): document is AnyDocument & DocumentOf<K> => document.kind === kind);

/** Whose work a document is; null for the county's own. */
function orgOf(document: AnyDocument): OrganisationId | null {
  switch (document.kind) {
    case 'patient':
    case 'historyEntry': return document.homeId;
    case 'stockMove': return document.lot.ownerId;
    case 'encounter':
    case 'prescription':
    case 'dispense':
    case 'queueEntry':
    case 'attachment': return document.orgId;
    case 'organisation':
    case 'person':
    case 'product':
    case 'patientMove':
    case 'review':
    case 'patientLink':
    case 'chartReads':
    case 'doorEvents': return null;
  }
}
