/** Patient search among 100,000 in the encrypted replica, ranked, as people type. Budget: p95 at most 10 ms. */
import { fork } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { searchPatients } from '@lianyi/desktop/host/features/patients/search/searchPatients';
import type { SearchResult } from '@lianyi/desktop/host/features/patients/views';
import { openReplica, replicaFile } from '@lianyi/desktop/host/replica/openReplica';
import { typedReadings } from '@lianyi/desktop/host/replica/search/namePinyin';
import { localDay } from '@lianyi/schema/basics/dates';
import type { Patient } from '@lianyi/schema/documents/patient';
import { answer } from './answer.ts';
import type { BenchRow } from './bench.ts';
import { atMost, cpuTimed, percentile, reported, timed } from './bench.ts';
import type { FilledReplica } from './fillForSearch.ts';

const residents = 100_000;
const visits = 20_000;
const sampled = 150;
const day = localDay(new Date());

await answer(async () => {
  const { directory, key, identity, sample, seconds } = await filled();
  const replica = openReplica({ directory, key: Buffer.from(key, 'base64'), identity });
  try {
    const find = (query: string): SearchResult => searchPatients(replica, { query, limit: 30, onlyHere: false, orgId: identity.orgId, day });
    const took = (query: string): number => timed(() => void find(query));
    const kinds = Object.entries(queriesOf(sample));
    for (const [, queries] of kinds) for (const query of queries.slice(0, 5)) find(query);
    const times = kinds.map(([kind, queries]) => ({ kind, times: queries.map(took) }));
    const all = times.flatMap((entry) => entry.times);
    const cpuMs = kinds.flatMap(([, queries]) => queries).map((query) => cpuTimed(() => void find(query)));
    return [
      ...times.flatMap((entry): readonly BenchRow[] => [reported(`${entry.kind}: p50`, percentile(entry.times, 0.5), 'ms'), atMost(`${entry.kind}: p95`, percentile(entry.times, 0.95), 'ms', 10)]),
      atMost(`all ${all.length} queries: p95`, percentile(all, 0.95), 'ms', 10),
      reported('all queries: p95 of the processor time alone', percentile(cpuMs, 0.95), 'ms'),
      reported('all queries: slowest', Math.max(...all), 'ms'),
      reported('residents', find('').onThisPc, ''),
      reported('filled by applying pages, patients and visits', seconds, 's'),
      reported('file', statSync(join(directory, replicaFile)).size / 1e6, 'MB'),
    ];
  } finally {
    replica.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

function filled(): Promise<FilledReplica> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'fillForSearch.ts'), [String(residents), String(visits), String(sampled)], { stdio: 'inherit' });
    child.on('message', (message) => resolve(message as FilledReplica));
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`filling ended with ${code ?? 'a signal'}`)));
  });
}

/** What people type to find each of the sampled, whole and key by key. */
function queriesOf(patients: readonly Patient[]): Readonly<Record<string, readonly string[]>> {
  const readings = patients.map((patient) => (typedReadings(patient.identity.name)[0] ?? '').split(' '));
  const initials = readings.map((reading) => reading.map((syllable) => syllable[0] ?? '').join(''));
  const numbers = patients.flatMap((patient) => patient.identity.document?.number ?? []);
  const phones = patients.flatMap((patient) => patient.phone ?? []);
  const keyByKey = (text: string): readonly string[] => Array.from({ length: text.length }, (_, at) => text.slice(0, at + 1));
  return {
    'name': patients.map((patient) => patient.identity.name),
    'surname': patients.map((patient) => [...patient.identity.name][0] ?? ''),
    'pinyin': readings.map((reading) => reading.join('')),
    'pinyin of the surname': readings.map((reading) => reading[0] ?? ''),
    'initials': initials,
    'one letter': initials.map((letters) => letters[0] ?? ''),
    'given name before surname, in pinyin': readings.map((reading) => [reading.slice(1).join(''), reading[0]].join(' ')),
    'two letters apart': initials.map((letters) => `${letters[1] ?? ''} ${letters[0] ?? ''}`),
    'pinyin key by key': readings.slice(0, 40).flatMap((reading) => keyByKey(reading.join(''))),
    'identity number key by key': numbers.slice(0, 20).flatMap(keyByKey),
    'identity number': numbers,
    'last four of the telephone and surname': patients.map((patient, at) => `${(patient.phone ?? '0000').slice(-4)} ${readings[at]?.[0] ?? ''}`),
    'telephone': phones,
    'telephone key by key': phones.slice(0, 20).flatMap(keyByKey),
    'record number key by key': patients.slice(0, 20).flatMap((patient) => keyByKey(patient.recordNumber ?? '')),
    'birth date': patients.map((patient) => patient.identity.birthDate),
    'village and surname': patients.map((patient) => `${patient.address?.village ?? ''} ${[...patient.identity.name][0] ?? ''}`),
    'group and surname': patients.map((patient) => `${patient.address?.group ?? ''} ${[...patient.identity.name][0] ?? ''}`),
    'group': patients.map((patient) => patient.address?.group ?? ''),
    'nobody': patients.map((_patient, at) => `xq${at}zz`),
  };
}
