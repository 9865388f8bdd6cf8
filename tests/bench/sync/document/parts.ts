import type { BenchRow } from '../../bench.ts';
import type { FirstSyncOverLine } from '../badLine/firstSyncs.ts';
import { notRun } from '../badLine/lines.ts';
import type { PoorLines } from '../badLine/poorLines.ts';
import type { Village } from '../badLine/villageOverLines.ts';
import type { Entrant, Race } from '../race/race.ts';
import { entrantNames } from '../race/race.ts';
import { table } from './table.ts';

/** What differs between the contestants' work: a table without it would compare what is not the same. */
const works: Readonly<Record<string, string>> = {
  [entrantNames.snapshot]: 'From the county on PostgreSQL by signed requests. Each chunk checked by its hash, each document parsed; encrypted file, search index, projections, every commit synced to the disk. Node has the flags with which the product starts a host. The snapshot was made beforehand.',
  [entrantNames.log]: 'The same content page by page from the county\'s log, with live indexes; receipts and cursors in each transaction.',
  [entrantNames.rxdbMemory]: 'From an endpoint that has its pages ready in memory. No disk, no encryption, no index but the key, no search, no check of what came. It only pulls, and so keeps no second copy of each document, as RxDB does where it also pushes.',
  [entrantNames.rxdbDexie]: 'The same, into IndexedDB of a profile on the disk; no encryption, no index but the key, no search. CPU and memory are those of all of Chromium\'s processes.',
  [entrantNames.pouch]: 'From express-pouchdb over PouchDB\'s storage in memory, by CouchDB\'s protocol with its revisions. LevelDB without encryption, no index but the key, no search.',
  [entrantNames.raw]: 'The limit: the same rows into the same encrypted tables by prepared statements, indexes last. No line; it knows each row already, and parses, hashes and decides nothing. Only the database\'s own work is timed.',
};

export function racePart(race: Race, rows: readonly BenchRow[], told: string): string {
  const { residents } = race.source;
  return [
    `## First sync of ${residents.toLocaleString('en-US')} patients over loopback HTTP`,
    told,
    table(
      ['contestant', 'time, s', 'patients/s', 'CPU, s', 'peak memory, MB', 'batch', 'tries, s', 'differ from the source'],
      race.entrants.map((entrant) => [entrant.name, entrant.taken.seconds, residents / entrant.taken.seconds, entrant.taken.cpuS, entrant.taken.peakMB, entrant.batch === null ? '–' : String(entrant.batch), triedOf(entrant), String(entrant.taken.differences)]),
    ),
    'What differs between their work:',
    table(['contestant', 'what it does'], race.entrants.map(({ name }) => [name, works[name] ?? ''])),
    `CPU and memory are of the contestant's own process, not of what served it. The county made the snapshot in ${race.builtS.toFixed(1)} s beforehand, once for all clinics of the scope.`,
    budgets(rows),
  ].join('\n\n');
}

export function poorLinesPart({ few, day, idle, resumed }: PoorLines, rows: readonly BenchRow[], told: string): string {
  return [
    '## Poor lines',
    told,
    `A first sync of ${few.source.residents.toLocaleString('en-US')} patients by snapshot, over each line:`,
    firstSyncTable(few.syncs),
    `A day's visits up (each with prescription, dispense and stock): ${day.accepted} accepted after ${Number.isNaN(day.seconds) ? 'the limit of the bench' : `${day.seconds.toFixed(1)} s`}, ${day.cuts} cuts, ${(day.bytes / 1e3).toFixed(1)} kB both ways, headers included.`,
    `An idle clinic had ${idle.bytes.toLocaleString('en-US')} bytes on the line in ${idle.seconds} s, in ${idle.requests} exchanges of two scopes. An hour was not waited for: what the budgets say of it is ${3_600 / idle.seconds} times as much.`,
    `Cut ${resumed.cut.cuts} times, a first sync sent ${(resumed.repeated / 1e3).toFixed(1)} kB more for each cut than one over the same line without cuts; the largest chunk has ${(resumed.largestChunk / 1e3).toFixed(0)} kB. The exchanges beside it are in both, more of them in the one that took longer: some kB either way mean nothing.`,
    budgets(rows),
  ].join('\n\n');
}

export function manyPart(residents: number, syncs: readonly FirstSyncOverLine[], rows: readonly BenchRow[], told: string): string {
  return [
    `## First sync of ${residents.toLocaleString('en-US')} patients over poor lines`,
    told,
    firstSyncTable(syncs),
    leftOut,
    budgets(rows),
  ].join('\n\n');
}

export function villagePart({ source, sizes, snapshotBytes, builtS, syncs }: Village, rows: readonly BenchRow[], told: string): string {
  return [
    `## A village of ${source.residents.toLocaleString('en-US')} residents with ${source.years ?? 0} years of work`,
    told,
    'What it comes to, by kind; packed as in a chunk, but each kind for itself:',
    table(['kind', 'documents', 'as JSON, kB', 'packed, kB', 'packed, B each'], sizes.map(({ kind, documents, plainBytes, packedBytes }) => [kind, documents, plainBytes / 1e3, packedBytes / 1e3, packedBytes / documents])),
    `The snapshot of it has ${(snapshotBytes / 1e3).toFixed(0)} kB and was made in ${builtS.toFixed(1)} s, once for all clinics of the scope. A first sync by it, over each line:`,
    firstSyncTable(syncs),
    leftOut,
    budgets(rows),
  ].join('\n\n');
}

const leftOut = `Not run, because they do not end within some minutes: ${notRun.join('; ')}. Nothing is said of them.`;

const firstSyncTable = (syncs: readonly FirstSyncOverLine[]): string =>
  table(
    ['line', 'first patient, s', 'complete, s', 'on the line, kB', 'cuts', 'CPU, s', 'peak memory, MB'],
    syncs.map(({ line, taken, limitS, bytes, cuts }) => [line.name, taken?.firstS ?? null, taken?.seconds ?? `not within ${limitS} s`, bytes / 1e3, String(cuts), taken?.cpuS ?? null, taken?.peakMB ?? null]),
  );

const budgets = (rows: readonly BenchRow[]): string =>
  table(['budget', 'measured', 'asked for', ''], rows.flatMap(({ name, value, unit, budget, holds }) => (budget === null ? [] : [[name, `${value} ${unit}`.trim(), budget, holds ? 'holds' : '**short**']])));

const triedOf = ({ batch, tried }: Entrant): string => tried.map((run) => `${batch === null ? '' : `${run.batch}: `}${run.taken.seconds.toFixed(1)}`).join(', ');
