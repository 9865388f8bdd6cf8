import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { BundleBody, UnitChange } from '@lianyi/schema/documents/bundle';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { kindRules, organisationScope, patientOf, scopesOf } from '@lianyi/schema/documents/kinds';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import type { Review } from '@lianyi/schema/documents/review';
import { unitValue } from '@lianyi/schema/documents/units';
import { lotKey } from '@lianyi/sync-server/store/stock';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import type { CountyTables } from './county/tables.ts';
import type { SimClinic } from './world/simClinic.ts';
import type { Ended } from './world/world.ts';

/** What a promise that was not kept is called, and where. */
export interface Broken {
  readonly oracle: Oracle;
  readonly detail: string;
}
export const oracles = ['savedLost', 'heldLost', 'diverged', 'ledgerWrong', 'reviewsMissing', 'scopeLeaks', 'stuck'] as const;
export type Oracle = (typeof oracles)[number];

/** Looks at a county and its clinics after all faults, and at what was promised on the way. */
export function brokenPromises(ended: Ended): readonly Broken[] {
  const { tables, clinics, ledger, stuck } = ended;
  return [
    ...stuck.map((detail) => broken('stuck', detail)),
    ...ledger.broken.map((detail) => broken('savedLost', detail)),
    ...[...ledger.saved.values()].flatMap((body) => savedLost(tables, body)),
    ...clinics.flatMap((clinic) => heldLost(tables, clinic)),
    ...logBroken(tables),
    ...countyRowsBroken(tables),
    ...clinics.flatMap((clinic, at) => diverged(tables, clinic, at)),
    ...ledgerWrong(tables, clinics),
    ...reviewsMissing(tables, [...ledger.saved.values()]),
    ...removedUnseen(tables, [...ledger.saved.values()]),
  ];
}

const broken = (oracle: Oracle, detail: string): Broken => ({ oracle, detail });

/** Every save that was answered is at the county: settled, once, with its documents. */
function savedLost(tables: CountyTables, body: BundleBody): readonly Broken[] {
  const rows = (tables.bundlesClaiming.get(body.id) ?? []).flatMap((id) => tables.bundles.get(id) ?? []);
  const [row] = rows;
  if (row === undefined) return [broken('savedLost', `${body.action} ${body.id} never came`)];
  if (rows.length > 1) return [broken('savedLost', `${body.action} ${body.id} is there ${rows.length} times`)];
  if (row.outcome === 'waiting') return [broken('savedLost', `${body.action} ${body.id} still waits: ${row.reason ?? ''}`)];
  if (row.outcome === 'quarantined') return [broken('savedLost', `${body.action} ${body.id} is in quarantine: ${row.reason ?? ''} ${row.receipt?.detail ?? ''}`)];
  return body.writes.flatMap((write) => {
    const id = write.op === 'create' ? write.document.id : write.id;
    return tables.documents.has(id) ? [] : [broken('savedLost', `${body.action} ${body.id}: no ${write.kind} ${id}`)];
  });
}

/** Every receipt that a clinic keeps is what the county has. */
function heldLost(tables: CountyTables, clinic: SimClinic): readonly Broken[] {
  return clinic.replica().all<{ id: string; receipt: string | null }>("SELECT id, receipt FROM bundle WHERE state = 'held'").flatMap(({ id, receipt }) => {
    const told = JSON.parse(receipt ?? 'null') as Receipt | null;
    const row = (tables.bundlesClaiming.get(id) ?? []).flatMap((rowId) => tables.bundles.get(rowId) ?? []).find((found) => found.linkHash === told?.linkHash);
    if (row === undefined) return [broken('heldLost', `${id} has a receipt and is not at the county`)];
    const isSame = told?.bodyHash === row.bodyHash && told.outcome === row.outcome && isSameJson(told.numbers, row.receipt?.numbers);
    return isSame ? [] : [broken('heldLost', `${id}: told ${told?.outcome ?? ''} ${JSON.stringify(told?.numbers)}, held as ${row.outcome} ${JSON.stringify(row.receipt?.numbers)}`)];
  });
}

/** Numbers without a gap, the order of numbers is the order of positions, and each put is of a revision that there was. */
function logBroken(tables: CountyTables): readonly Broken[] {
  return [...tables.log].flatMap(([scope, entries]) => {
    const gap = entries.findIndex((entry, at) => entry.number !== at + 1);
    const back = entries.findIndex((entry, at) => at > 0 && entry.position <= (entries[at - 1]?.position ?? 0));
    return [
      ...(gap >= 0 ? [broken('diverged', `${scope}: number ${entries[gap]?.number ?? 0} where ${gap + 1} is due`)] : []),
      ...(back >= 0 ? [broken('diverged', `${scope}: number ${entries[back]?.number ?? 0} lies before the one before it`)] : []),
    ];
  });
}

/** A clinic shows what the county holds in its scopes, all of it and nothing else. */
function diverged(tables: CountyTables, clinic: SimClinic, at: number): readonly Broken[] {
  const replica = clinic.replica();
  const followed = new Set(replica.scopes());
  const wanted = new Map([...tables.documents].filter(([, row]) => row.scopes.some((scope) => followed.has(scope))));
  const found: Broken[] = [];
  for (let after = ''; ;) {
    const page = replica.dump(after, 500);
    for (const { id, kind, revision, scopes, body, waiting } of page) {
      const row = wanted.get(id);
      wanted.delete(id);
      if (row === undefined) found.push(broken('scopeLeaks', `clinic ${at} has ${kind} ${id} of ${tables.documents.get(id)?.scopes.join() ?? 'nowhere'}`));
      else if (waiting) found.push(broken('diverged', `clinic ${at}: something still lies on ${kind} ${id}`));
      else if (revision !== row.revision || contentHash(body) !== row.hash) found.push(broken('diverged', `clinic ${at}: ${kind} ${id} is revision ${revision}, the county's ${row.revision}`));
      else if (!isSameJson([...scopes].toSorted(), row.scopes.filter((scope) => followed.has(scope)).toSorted())) found.push(broken('diverged', `clinic ${at}: ${kind} ${id} is in ${scopes.join()}`));
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return [...found, ...[...wanted.values()].map((row) => broken('diverged', `clinic ${at} lacks ${row.kind} ${row.id}`))];
}

/** Each balance is the sum of the moves, at the county and in every clinic that knows the lot. */
function ledgerWrong(tables: CountyTables, clinics: readonly SimClinic[]): readonly Broken[] {
  const sums = new Map<string, number>();
  for (const { body } of tables.documents.values()) if (body.kind === 'stockMove') sums.set(lotKey(body.lot), (sums.get(lotKey(body.lot)) ?? 0) + body.quantity);
  const wrong = (whose: string, key: string, quantity: number): readonly Broken[] =>
    (sums.get(key) === quantity ? [] : [broken('ledgerWrong', `${whose}: ${key} is ${quantity}, its moves sum up to ${sums.get(key) ?? 0}`)]);
  const atClinics = clinics.flatMap((clinic, at) =>
    clinic.replica().all<{ owner_id: string; product_id: string; expiry: string; lot_number: string; quantity: number }>('SELECT owner_id, product_id, expiry, lot_number, quantity FROM lot_balance')
      .flatMap((lot) => wrong(`clinic ${at}`, [lot.owner_id, lot.product_id, lot.expiry, lot.lot_number].join('/'), lot.quantity)));
  return [...[...tables.balances].flatMap(([key, { quantity }]) => wrong('county', key, quantity)), ...atClinics, ...dispensedWrong(tables)];
}

function dispensedWrong(tables: CountyTables): readonly Broken[] {
  const sums = new Map<string, number>();
  for (const { body } of tables.documents.values()) {
    if (body.kind === 'dispense') for (const { itemNo, quantity } of body.lines) sums.set(`${body.prescriptionId} ${itemNo}`, (sums.get(`${body.prescriptionId} ${itemNo}`) ?? 0) + quantity);
  }
  const counted = new Map([...tables.dispensed].flatMap(([id, items]) => [...items].map(([itemNo, quantity]): [string, number] => [`${id} ${itemNo}`, quantity])));
  return [...new Set([...sums.keys(), ...counted.keys()])].flatMap((key) =>
    (sums.get(key) === counted.get(key) ? [] : [broken('ledgerWrong', `dispensed of ${key}: ${counted.get(key) ?? 0} counted, ${sums.get(key) ?? 0} handed out`)]));
}

/**
 * Every value that somebody saved stands, or is what a later save knew and went on from, or lies in a review where a
 * person finds it. And the alerts that only the county can raise are there: a lot below zero, more than was ordered.
 */
function reviewsMissing(tables: CountyTables, saved: readonly BundleBody[]): readonly Broken[] {
  const reviews = [...tables.documents.values()].flatMap(({ body }) => (body.kind === 'review' ? [body] : []));
  const changes = saved.flatMap((body) => body.writes.flatMap((write) => (write.op === 'change' ? write.changes.map((change) => ({ id: write.id, bundleId: body.id, change })) : [])));
  const known = new Map<string, unknown[]>();
  for (const { id, change } of changes) known.set(`${id} ${change.unit}`, [...(known.get(`${id} ${change.unit}`) ?? []), change.before]);
  const reviewsByAbout = new Map<string, Review[]>();
  for (const review of reviews) reviewsByAbout.set(review.about.id, [...(reviewsByAbout.get(review.about.id) ?? []), review]);
  const lost = changes.filter(({ id, bundleId, change }) => {
    const document = tables.documents.get(id)?.body;
    if (document === undefined) return false;
    const value = change.after ?? null;
    return !isSameJson(unitValue(document, change.unit), value)
      && !(known.get(`${id} ${change.unit}`) ?? []).some((before) => isSameJson(before ?? null, value))
      && !(reviewsByAbout.get(id) ?? []).some((review) => shows(review, change, bundleId))
      && !isKeptBeside(document, change);
  });
  return [
    ...lost.map(({ id, bundleId, change }) => broken('reviewsMissing', `${change.unit} of ${id} as saved by ${bundleId} is nowhere`)),
    ...[...tables.balances].flatMap(([key, { quantity }]) =>
      (quantity < 0 && !reviews.some((review) => review.reason === 'negativeBalance') ? [broken('reviewsMissing', `${key} is at ${quantity} and nobody was told`)] : [])),
    ...overDispensed(tables, reviews),
  ];
}

function shows({ about, kept, losing, before }: Review, { unit, after }: UnitChange, bundleId: string): boolean {
  if (about.unit === null && losing.bundleId === bundleId) return true;
  return about.unit === unit && [kept.value, losing.value, before].some((value) => isSameJson(value ?? null, after ?? null));
}

/** A second resolution beside the first, a variant of a draft, "none known" that an active allergy struck. */
function isKeptBeside(document: AnyDocument, { unit, after }: UnitChange): boolean {
  if (document.kind === 'review') return isSameJson(document.secondResolution, after);
  if (document.kind === 'encounter') return Object.values(document.variants[unit] ?? {}).some((value) => isSameJson(value, after));
  return document.kind === 'patient' && unit === 'noKnownAllergies' && Object.values(document.allergies).some((entry) => entry.status === 'active' || entry.status === 'refuted');
}

/** An allergy that was removed by somebody who did not know that another had just worked on it is still active. */
function removedUnseen(tables: CountyTables, saved: readonly BundleBody[]): readonly Broken[] {
  const changes = saved.flatMap((body) => body.writes.flatMap((write) =>
    (write.op === 'change' ? write.changes.filter(({ unit }) => unit.startsWith('allergies/')).map((change) => ({ id: write.id, ...change })) : [])));
  return changes.flatMap((removal) => {
    const patient = tables.documents.get(removal.id)?.body;
    if (patient === undefined || removal.before === null || !isRemoved(removal.after) || !isSameJson(unitValue(patient, removal.unit), removal.after)) return [];
    const unseen = changes.some((other) => other.id === removal.id && other.unit === removal.unit && isSameJson(other.before, removal.before) && !isRemoved(other.after));
    return unseen ? [broken('reviewsMissing', `${removal.unit} of ${removal.id} is removed, and an edit of it was not seen`)] : [];
  });
}

const isRemoved = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'status' in entry && entry.status !== 'active';

function overDispensed(tables: CountyTables, reviews: readonly Review[]): readonly Broken[] {
  return [...tables.dispensed].flatMap(([id, items]) => {
    const prescription = tables.documents.get(id)?.body;
    if (prescription?.kind !== 'prescription') return [];
    const isOver = prescription.order.items.some((item) => (items.get(item.itemNo) ?? 0) > item.quantity);
    return isOver && !reviews.some((review) => review.reason === 'overDispensed' && review.about.id === id) ? [broken('reviewsMissing', `${id} was over-dispensed and nobody was told`)] : [];
  });
}

/** The county's rows are those of the documents: scopes as the document gives them, hash of what is there. */
/** Where a patient's record is kept now. */
function homeOf(tables: CountyTables, patientId: string | null): OrganisationId | undefined {
  const patient = tables.documents.get(patientId ?? '')?.body;
  return patient?.kind === 'patient' ? patient.homeId : undefined;
}

/** The scopes of a document by itself and its patient's present home; linked records are in those of both homes, and so is a link. */
function scopesDue(tables: CountyTables, document: AnyDocument): ReadonlySet<string> {
  const homesOf = (link: PatientLink): readonly string[] => link.patientIds.flatMap((id) => homeOf(tables, id) ?? []).map(organisationScope);
  if (document.kind === 'patientLink') return new Set(homesOf(document));
  const patientId = patientOf(document);
  const links = (tables.linksOf.get(patientId ?? '') ?? []).flatMap((id) => tables.documents.get(id)?.body ?? []);
  const linked = links.flatMap((link) => (link.kind === 'patientLink' && link.state.name === 'linked' ? homesOf(link) : []));
  return new Set([...scopesOf(document, homeOf(tables, patientId)), ...linked]);
}

function countyRowsBroken(tables: CountyTables): readonly Broken[] {
  return [...tables.documents.values()].flatMap((row) => {
    const isWhole = contentHash(row.body) === row.hash && row.version === kindRules[row.kind].version && isSameJson([...row.scopes].toSorted(), [...scopesDue(tables, row.body)].toSorted());
    return isWhole ? [] : [broken('diverged', `county: ${row.kind} ${row.id} is not what its row says`)];
  });
}
