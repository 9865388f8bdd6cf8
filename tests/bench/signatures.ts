/**
 * What signatures and permissions cost of an exchange, on the real server over HTTP: each exchange is timed, and right
 * after it the checks that it went through are made once more by the same functions on the same bytes, database included.
 */
import { createHash } from 'node:crypto';
import { jsonHash } from '@lianyi/schema/basics/digest';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Submission } from '@lianyi/schema/wire/exchange';
import { exchangePath, exchangeResponse, linkHash, requestToSign } from '@lianyi/schema/wire/exchange';
import { rightsOf } from '@lianyi/sync-server/access/permissions';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { isSignedBy } from '@lianyi/sync-server/sync/countyKey';
import { aCounty, create, people, places } from '../builders/aCounty.ts';
import type { TestCountyServer, TestDevice } from '../builders/aCounty.ts';
import { anOrganisation, aPerson } from '../builders/anOrganisation.ts';
import { aPatient, testOrgId, testPersonId } from '../builders/aPatient.ts';
import { stopTestPostgres } from '../builders/aTestPostgres.ts';
import { aWholeVisit } from './aWholeVisit.ts';
import type { BenchRow } from './bench.ts';
import { atMost, median, reported } from './bench.ts';
import { documented } from './documented.ts';

const rounds = 60;
const staff = 200;
const institutions = 40;

const part = {
  name: 'signatures', title: 'Signatures and permissions of an exchange',
  about: `Exchanges with the real server over loopback HTTP, ${rounds} of each size, medians; right after each the checks that it went through (the request's signature, the bundles' chain, whose PC it is, what the person may do) are made once more on the same bytes, database included.`,
};

await documented(part, async () => {
  const county = await aCounty();
  try {
    const orgs = Array.from({ length: institutions }, () => anOrganisation({ id: newId() as never, parentId: places.county }));
    await county.write([...orgs, ...Array.from({ length: staff }, (_, at) => aPerson({ id: newId() as never, orgId: orgs[at % institutions]?.id ?? places.village }))]);
    const device = await county.enrol(places.village);
    return [
      ...(await measured(county, device, 'idle', 0)),
      ...(await measured(county, device, 'a visit', 1)),
      ...(await measured(county, device, '20 visits in a request', 20)),
    ];
  } finally {
    await county.close();
    await stopTestPostgres();
  }
});

/** The medians of the rounds: a round that the machine's other work fell into says nothing. */
async function measured(county: TestCountyServer, device: TestDevice, name: string, visits: number): Promise<readonly BenchRow[]> {
  const [exchangesMs, checksMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const submissions: Submission[] = [];
    for (let at = 0; at < visits; at += 1) submissions.push(device.submit(device.bundle(visitOf().map((document) => create(document)))));
    const body = Buffer.from(JSON.stringify(device.request({ submissions, pageDocuments: 0 })));
    const { nonce } = device;
    const startedMs = performance.now();
    const response = await device.send(body);
    const text = await response.text();
    exchangesMs.push(performance.now() - startedMs);
    const told = exchangeResponse.parse(JSON.parse(text));
    if (told.receipts.some(({ outcome }) => outcome !== 'accepted')) throw new Error('the county did not take a visit');
    device.nonce = told.nonce;
    checksMs.push(await checkedMs(county, device, { body, nonce, submissions }));
  }
  const share = `${name}: share of signature and permission checks`;
  const [exchangeMs, checkMs] = [median(exchangesMs), median(checksMs)];
  return [
    reported(`${name}: exchange`, exchangeMs, 'ms'), reported(`${name}: its checks`, checkMs, 'ms'),
    // An idle exchange is little but looking up who asks and what they follow: its share is told, and has no budget.
    visits === 0 ? reported(share, (checkMs / exchangeMs) * 100, '%') : atMost(share, (checkMs / exchangeMs) * 100, '%', 10),
  ];
}

interface Sent {
  readonly body: Buffer;
  readonly nonce: string;
  readonly submissions: readonly Submission[];
}

async function checkedMs({ county }: TestCountyServer, device: TestDevice, { body, nonce, submissions }: Sent): Promise<number> {
  const links = submissions.map((submission) => ({ hash: linkHash(submission.link, jsonHash(submission.body)), signature: submission.signature }));
  const signature = device.signed(body, exchangePath, nonce);
  const startedMs = performance.now();
  const known = await deviceById(county.db, device.id);
  const isGood = known !== undefined && county.key.isFresh(nonce, known.id, county.now())
    && isSignedBy(known.publicKey, requestToSign('POST', exchangePath, createHash('sha256').update(body).digest('hex'), nonce), signature)
    && links.every((link) => isSignedBy(known.publicKey, link.hash, link.signature));
  if (!isGood) throw new Error('the checks are not those of the exchange');
  const rights = await rightsOf(county.db, known, { hasBundles: submissions.length > 0 });
  for (const { body: bundle } of submissions) {
    const orgId = (bundle as { orgId: string }).orgId;
    if (!rights.mayActFor(orgId) || !rights.mayDo({ personId: people.villageDoctor, orgId, savedAt: localClockTime(new Date()) }, ['encounter.sign'])) throw new Error('the checks are not those of the exchange');
  }
  return performance.now() - startedMs;
}

/** As this clinic and its doctor write it, with the patient. */
function visitOf(): readonly AnyDocument[] {
  const patient = aPatient({ id: newId() as never, homeId: testOrgId });
  const visit = JSON.stringify([patient, ...aWholeVisit(patient, localClockTime(new Date()))]);
  return JSON.parse(visit.replaceAll(testOrgId, places.village).replaceAll(testPersonId, people.villageDoctor)) as readonly AnyDocument[];
}
