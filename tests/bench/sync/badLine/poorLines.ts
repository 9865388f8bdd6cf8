import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchRow } from '../../bench.ts';
import { atLeast, atMost, reported } from '../../bench.ts';
import { answerOf, serving } from '../contestant.ts';
import type { FilledCounty } from '../filledCounty.ts';
import { filledCounty } from '../filledCounty.ts';
import type { Source } from '../sourceDocuments.ts';
import type { FirstSyncOverLine, Resumed } from './firstSyncs.ts';
import { firstSyncOver, resumed } from './firstSyncs.ts';
import type { NamedLine } from './lines.ts';
import { dayLine, linesFor, openLine } from './lines.ts';
import { aSlowLine } from './slowLine.ts';
import type { VisitsUp } from './visitsUp.ts';

const visitsOfDay = 40;
/** Ten times as long as it may take; the first sync before it is in it. */
const dayLimitS = 600;
/** Some polls long. */
const idleS = 300;

export interface Day extends VisitsUp {
  readonly bytes: number;
  readonly cuts: number;
}

export interface PoorLines {
  readonly few: { readonly source: Source; readonly syncs: readonly FirstSyncOverLine[] };
  readonly day: Day;
  /** Bytes of the line in so many seconds in which nothing happened. */
  readonly idle: { readonly bytes: number; readonly requests: number; readonly seconds: number };
  readonly resumed: Resumed;
}

/** @param few patients on every line @param cut patients where the line is cut: enough for a chunk of a megabyte */
export async function poorLines(few: Source, cut: Source): Promise<PoorLines> {
  const county = await filledCounty(few);
  try {
    // It waits, and takes nothing of the machine meanwhile.
    const idling = idleClinic(county, few);
    const syncs: FirstSyncOverLine[] = [];
    for (const line of linesFor.few) syncs.push(await firstSyncOver(line, county, few));
    // What a day's visits bring would come to the idle clinic, too.
    const idle = await idling;
    const day = await dayUp(county, few);
    return { few: { source: few, syncs }, day, idle, resumed: await resumedOf(cut) };
  } finally {
    await county.close();
  }
}

async function dayUp(county: FilledCounty, source: Source): Promise<Day> {
  const line = await aSlowLine(county.url, dayLine);
  try {
    const task = { source, from: line.url, batch: visitsOfDay, enrolled: await county.enrol() };
    const up = (await answerOf<VisitsUp>(join(import.meta.dirname, 'visitsUp.ts'), task, dayLimitS)) ?? { seconds: Number.NaN, accepted: 0 };
    console.log(`  … ${visitsOfDay} visits up: ${up.seconds.toFixed(1)} s, ${line.cuts()} cuts`);
    return { ...up, bytes: line.bytes(), cuts: line.cuts() };
  } finally {
    await line.close();
  }
}

async function idleClinic(county: FilledCounty, source: Source): Promise<PoorLines['idle']> {
  const line = await aSlowLine(county.url, openLine);
  const clinic = await serving('badLine/idleClinic.ts', { source, from: line.url, enrolled: await county.enrol() });
  const [bytesBefore, requestsBefore] = [line.bytes(), line.requests()];
  await sleep(idleS * 1_000);
  const [bytes, requests] = [line.bytes() - bytesBefore, line.requests() - requestsBefore];
  await clinic.end();
  await line.close();
  return { bytes, requests, seconds: idleS };
}

async function resumedOf(source: Source): Promise<Resumed> {
  const county = await filledCounty(source);
  try {
    return await resumed(county, source);
  } finally {
    await county.close();
  }
}

export function poorLineRows({ day, idle }: PoorLines): readonly BenchRow[] {
  return [
    atMost(`a day's ${visitsOfDay} visits up, ${dayLine.name}`, day.seconds, 's', 60),
    atLeast(`a day's ${visitsOfDay} visits up: accepted by the county`, day.accepted, '', visitsOfDay),
    reported(`a day's ${visitsOfDay} visits up: cuts made until then`, day.cuts, ''),
    reported(`a day's ${visitsOfDay} visits up: on the line, both ways`, day.bytes / 1e3, 'kB'),
    reported(`idle: on the line in ${idle.seconds} s`, idle.bytes / 1e3, 'kB'),
    atMost('idle: an exchange, headers included', idle.bytes / Math.max(1, idle.requests), 'B', 700),
    reported(`idle: an hour at that pace (${3_600 / idle.seconds} times as much)`, (idle.bytes * 3.6) / idle.seconds, 'kB'),
  ];
}

/** A hundred thousand patients over the lines on which that ends within minutes. */
export async function manyOverLines(source: Source, lines: readonly NamedLine[]): Promise<readonly FirstSyncOverLine[]> {
  const county = await filledCounty(source);
  try {
    const syncs: FirstSyncOverLine[] = [];
    for (const line of lines) syncs.push(await firstSyncOver(line, county, source));
    return syncs;
  } finally {
    await county.close();
  }
}
