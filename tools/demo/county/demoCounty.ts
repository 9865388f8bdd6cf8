import { addDays, localClockTime, localDay } from '@lianyi/schema/basics/dates';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Organisation, Product } from '@lianyi/schema/documents/county';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import { visitsOf } from './lastYear.ts';
import { demoOrganisations, demoPeople, organisationOf, personOf, prescriberOf } from './organisations.ts';
import { Random } from './random.ts';
import { residentsOf } from './residents.ts';
import { Shelves } from './shelves.ts';

/** Residents on the register of each institution. */
const residents: readonly (readonly [slug: string, count: number])[] = [
  ['qingshiping', 140], ['yanjiao', 70], ['yunling', 60], ['xinchang', 60], ['dawan', 50], ['hekou', 40],
];

/**
 * A made-up county: organisations, staff, products, some hundred residents and their last year before `now`.
 * The same seed and day give the same county. Documents come in an order in which they can be written.
 */
export function demoCounty(products: readonly Product[], now: Date, seed = 20_260_309): readonly AnyDocument[] {
  const random = new Random(seed);
  const today = localDay(now);
  const shelves = new Shelves(products, random, today);
  const people: AnyDocument[] = [];
  const visits: AnyDocument[] = [];
  const queue: AnyDocument[] = [];
  for (const [slug, count] of residents) {
    const org = organisationOf(slug);
    stockUp(org, products, shelves, random, today);
    const patients = residentsOf(org, count, random, today);
    people.push(...patients);
    for (const patient of patients) visits.push(...visitsOf(patient, org, products, shelves, random, today));
    if (slug === 'qingshiping' || slug === 'yunling') queue.push(...waitingToday(org, patients, now));
  }
  return [...demoOrganisations, ...demoPeople, ...products, ...people, ...visits, ...shelves.moves, ...queue];
}

/** Half the products on the shelf a year ago; a few lots soon to expire, so that the page has something to say. */
function stockUp(org: Organisation, products: readonly Product[], shelves: Shelves, random: Random, today: string): void {
  const by = { by: prescriberOf(org).id, orgId: org.id };
  for (const product of products) {
    if (random.chance(0.55)) shelves.receive(org.id, product.id, product.packSize * random.between(1, 6), { ...by, at: `${addDays(today, -random.between(361, 364))}T09:00:00+08:00` });
    if (random.chance(0.08)) shelves.receive(org.id, product.id, product.packSize, { ...by, at: `${addDays(today, -random.between(40, 90))}T09:00:00+08:00` }, random.between(20, 85));
  }
}

const complaints: readonly (readonly [string, QueueEntry['triage']])[] = [
  ['咳嗽、咳黄痰 3 天', 'IV'], ['发热 39.1 ℃，咽痛', 'III'], ['高血压取药', 'IV'], ['右膝痛 1 周，上下楼加重', 'IV'], ['腹泻 2 天', 'IV'],
];

/** Who has come in the last hour. */
function waitingToday(org: Organisation, patients: readonly Patient[], now: Date): readonly QueueEntry[] {
  const today = localDay(now);
  return complaints.flatMap(([reason, triage], at) => {
    const patient = patients[at * 7 + 3];
    if (!patient) return [];
    return [{
      id: idFromHash(['demo', 'queue', org.id, today, at]),
      kind: 'queueEntry' as const,
      orgId: org.id,
      patientId: patient.id,
      homeId: patient.homeId,
      day: today,
      number: at + 1,
      arrived: { by: org.type === 'township' ? personOf('luoxiaoqin').id : prescriberOf(org).id, orgId: org.id, at: localClockTime(new Date(now.getTime() - (47 - at * 9) * 60_000)) },
      reason,
      triage,
      state: { name: 'waiting' as const, encounterId: null },
    }];
  });
}
