/**
 * First sync against every peer, and over poor lines; writes what it measured into docs/benchmarks.md. `LIANYI_RESIDENTS`
 * tries it with another number of patients, and writes nothing. Arguments: see `syncParts`.
 */
import { localDay } from '@lianyi/schema/basics/dates';
import { stopTestPostgres } from '../builders/aTestPostgres.ts';
import { answer } from './answer.ts';
import type { BenchRow } from './bench.ts';
import { firstSyncRows, resumedRows } from './sync/badLine/firstSyncs.ts';
import { linesFor } from './sync/badLine/lines.ts';
import { manyOverLines, poorLineRows, poorLines } from './sync/badLine/poorLines.ts';
import { villageOverLines, villageRows } from './sync/badLine/villageOverLines.ts';
import { conditions } from './sync/document/conditions.ts';
import { manyPart, poorLinesPart, racePart, villagePart } from './sync/document/parts.ts';
import { writePart } from './sync/document/write.ts';
import type { Race, Tries } from './sync/race/race.ts';
import { bestOfThree, growthRows, onceAsIn, race, raceRows } from './sync/race/race.ts';
import type { Source } from './sync/sourceDocuments.ts';
import { partsAsked, residentsAsked } from './sync/syncParts.ts';

const asked = residentsAsked(process.env['LIANYI_RESIDENTS']);
const source = (residents: number): Source => ({ residents: asked ?? residents, day: localDay(new Date()) });

const write = (name: string, part: string): void => {
  if (asked === null) writePart(name, part);
};

await answer(async () => {
  const parts = partsAsked(process.argv.slice(2));
  const rows: BenchRow[] = [];
  const races: Race[] = [];
  try {
    if (parts.has('race')) rows.push(...(await raced(20_000, bestOfThree)));
    if (parts.has('line')) rows.push(...(await overLines()));
    if (parts.has('many')) rows.push(...(await manyOver()));
    if (parts.has('large')) rows.push(...(await raced(200_000, onceAsIn(races[0]))));
    if (parts.has('village')) rows.push(...(await villageOver()));
  } finally {
    await stopTestPostgres();
  }
  return rows;

  async function raced(residents: number, tries: Tries): Promise<readonly BenchRow[]> {
    const under = conditions();
    const run = await race(source(residents), tries);
    races.push(run);
    const [small] = races;
    const measured = [...raceRows(run), ...(small === undefined || small === run ? [] : growthRows(small, run))];
    write(`race of ${residents}`, racePart(run, measured, await under.told()));
    return measured;
  }

  async function overLines(): Promise<readonly BenchRow[]> {
    const under = conditions();
    const lines = await poorLines(source(1_000), source(20_000));
    const measured = [...firstSyncRows(lines.few.source, lines.few.syncs), ...poorLineRows(lines), ...resumedRows(lines.resumed)];
    write('poor lines', poorLinesPart(lines, measured, await under.told()));
    return measured;
  }

  async function villageOver(): Promise<readonly BenchRow[]> {
    const under = conditions();
    const village = await villageOverLines({ ...source(3_000), years: 3 });
    const measured = villageRows(village);
    write('village over poor lines', villagePart(village, measured, await under.told()));
    return measured;
  }

  async function manyOver(): Promise<readonly BenchRow[]> {
    const under = conditions();
    const many = source(100_000);
    const syncs = await manyOverLines(many, linesFor.many);
    const measured = firstSyncRows(many, syncs);
    write('many over poor lines', manyPart(many.residents, syncs, measured, await under.told()));
    return measured;
  }
});
