/**
 * What people may do at the county: 200 people with posts at several institutions, 20,000 questions, each as the exchange
 * asks it of a write. Budget: 1 ms each. What an exchange with bundles reads for it is told beside: the whole directory after
 * it has changed, else one number.
 */
import { addDays } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import { permissions, roles } from '@lianyi/schema/codes/roles';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import { mayDoThen } from '@lianyi/sync-server/access/permissions';
import { presentDirectory, readDirectory } from '@lianyi/sync-server/access/directory';
import { aCounty } from '@lianyi/tests/builders/aCounty';
import { anOrganisation, aPerson } from '@lianyi/tests/builders/anOrganisation';
import { atMost, cpuTimed, median, percentile, reported, timed } from './bench.ts';
import { documented } from './documented.ts';

const staff = 200;
const questions = 20_000;
const clinics = 120;
const reads = 50;
const today = '2026-03-09';

const part = {
  name: 'permissions', title: 'What somebody may do',
  about: `${staff} people with three posts each at ${clinics} institutions; each question as the exchange asks it of a write. The budget is of the processor's time, the quickest of three.`,
};

await documented(part, async () => {
  const county = await aCounty({ isSeeded: false });
  try {
    await county.write([...institutions(), ...people()]);
    const readMs: number[] = [];
    const presentMs: number[] = [];
    let directory = await readDirectory(county.county.db);
    for (let at = 0; at < reads; at += 1) {
      const startedAt = performance.now();
      directory = await readDirectory(county.county.db);
      readMs.push(performance.now() - startedAt);
      const askedAt = performance.now();
      await presentDirectory(county.county.db);
      presentMs.push(performance.now() - askedAt);
    }
    const asked = Array.from({ length: questions }, (_, at) => ({
      acting: { personId: personIdOf(at % staff), orgId: orgIdOf((at * 7) % clinics), savedAt: `${addDays(today, -(at % 400))}T09:00:00+08:00` }, acts: [permissions[at % permissions.length] ?? 'record.read'],
    }));
    let allowed = 0;
    const ask = ({ acting, acts }: (typeof asked)[number]): void => { if (mayDoThen(directory, acting, acts, today)) allowed += 1; };
    const each = asked.map((one) => timed(() => { ask(one); }));
    const inAll = allowed;
    const cpuMs = asked.map((one) => Math.min(...[1, 2, 3].map(() => cpuTimed(() => { ask(one); }))));
    return [
      // Of the processor's time, the quickest of three: a clock, or one time, would measure what else the machine and the collector do.
      atMost(`${questions} permissions of ${staff} people: slowest`, Math.max(...cpuMs), 'ms', 1),
      reported('by the clock: p95', percentile(each, 0.95), 'ms'),
      reported('by the clock: slowest', Math.max(...each), 'ms'),
      reported('all together', each.reduce((sum, ms) => sum + ms, 0), 'ms'),
      reported('allowed', inAll, ''),
      reported('an exchange asks whether the directory has changed: median', median(presentMs), 'ms'),
      reported('and reads it where it has: median', median(readMs), 'ms'),
    ];
  } finally {
    await county.close();
  }
});

function orgIdOf(at: number): OrganisationId {
  return idFromHash(['bench', 'organisation', at]) as OrganisationId;
}

function personIdOf(at: number): PersonId {
  return idFromHash(['bench', 'person', at]) as PersonId;
}

/** The county, ten townships, and the villages below them. */
function institutions(): readonly Organisation[] {
  return Array.from({ length: clinics }, (_, at) => anOrganisation({
    id: orgIdOf(at), name: `机构${at}`, shortName: `机构${at}`, type: at === 0 ? 'county' : at <= 10 ? 'township' : 'village', parentId: at === 0 ? null : at <= 10 ? orgIdOf(0) : orgIdOf(1 + (at % 10)),
  }));
}

/** Each with three posts: one that has ended, two that are held. */
function people(): readonly Person[] {
  return Array.from({ length: staff }, (_, at) => aPerson({
    id: personIdOf(at), name: `人员${at}`,
    posts: [0, 1, 2].map((post) => ({ orgId: orgIdOf(1 + ((at * 3 + post) % (clinics - 1))), role: roles[(at + post) % 7] ?? 'nurse', from: '2024-01-01', until: post === 0 ? '2025-12-31' : null })),
  }));
}
