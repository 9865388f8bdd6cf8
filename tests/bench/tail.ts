/**
 * The log tail through the replica's own apply, against raw prepared statements that write the same rows into the
 * same tables with live indexes, both encrypted, in the same run. Budget: at least 60 % of the raw speed.
 */
import type { CountyAnswer } from '@lianyi/desktop/host/replica/applyPage';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { testOrgId } from '../builders/aPatient.ts';
import { TestCounty } from '../builders/aReplica.ts';
import { answer } from './answer.ts';
import { aWholeVisit } from './aWholeVisit.ts';
import { bareReplica } from './bareReplica.ts';
import { atLeast, median, reported, timed } from './bench.ts';
import { manyResidents } from './manyResidents.ts';
import type { RecordedWrite } from './recordedWrites.ts';
import { recording, replayer } from './recordedWrites.ts';

const residents = 20_000;
const pages = 24;
/** A page of the exchange: mostly visits, some residents changed, a few new. */
const visitsOfPage = 100;
const changesOfPage = 20;
const newOfPage = 30;
const day = localDay(new Date());

await answer(() => {
  const log: RecordedWrite[] = [];
  const [recorder, app, bare] = [bareReplica((database) => recording(database, log)), bareReplica(), bareReplica()];
  try {
    const county = new TestCounty();
    const scopes = [organisationScope(testOrgId)];
    const answerOf = (documents: readonly AnyDocument[]): CountyAnswer => ({ epoch: county.epoch, scopes, receipts: [], page: county.puts(documents, scopes) });
    const patients: Patient[] = [];
    for (const batch of manyResidents(residents, 1, day)) {
      const own = batch.map((patient) => ({ ...patient, homeId: testOrgId }));
      patients.push(...own);
      const filled = answerOf(own);
      for (const replica of [recorder, app, bare]) replica.apply(filled);
    }

    const replay = replayer(bare.database);
    const newcomers = [...manyResidents(pages * newOfPage, 2, day)].flat().map((patient) => ({ ...patient, homeId: testOrgId }));
    const ratios: number[] = [];
    let [appMs, bareMs, documents, statements] = [0, 0, 0, 0];
    for (let page = 0; page < pages; page += 1) {
      const made = pageOf(page, patients, newcomers);
      const tail = answerOf(made);
      log.length = 0;
      recorder.apply(tail);
      const rows = [...log];
      const [appTook, bareTook] = page % 2 === 0
        ? [timed(() => app.apply(tail)), timed(() => replay(rows))]
        : [timed(() => replay(rows)), timed(() => app.apply(tail))].toReversed() as [number, number];
      // The first pages warm caches and compiler.
      if (page < 4) continue;
      ratios.push((bareTook / appTook) * 100);
      appMs += appTook;
      bareMs += bareTook;
      documents += made.length;
      statements += rows.length;
    }
    return [
      atLeast('apply the tail: share of raw prepared statements', (bareMs / appMs) * 100, '%', 60),
      reported('the same, median of the pages', median(ratios), '%'),
      reported('apply', documents / (appMs / 1000), 'documents/s'),
      reported('raw', documents / (bareMs / 1000), 'documents/s'),
      reported('statements for each document', statements / documents, ''),
      reported('documents in a page', documents / (pages - 4), ''),
    ];
  } finally {
    for (const replica of [recorder, app, bare]) replica.close();
  }
});

function pageOf(page: number, patients: readonly Patient[], newcomers: readonly Patient[]): readonly AnyDocument[] {
  const at = (serial: number): Patient => patients[(page * 997 + serial * 131) % patients.length] ?? fail();
  const visits = Array.from({ length: visitsOfPage }, (_, serial) => aWholeVisit(at(serial), `${addDays(day, -(serial % 30))}T09:00:00+08:00`)).flat();
  const changed = Array.from({ length: changesOfPage }, (_, serial) => ({ ...at(serial + 500), phone: `1380000${String(page * 100 + serial).padStart(4, '0')}` }));
  return [...visits, ...changed, ...newcomers.slice(page * newOfPage, (page + 1) * newOfPage)];
}

function fail(): never {
  throw new Error('nobody to visit');
}
