import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { documentPlace } from '../../../chart/documentPlaces.ts';
import { recordIds } from '../../../chart/linkedRecord.ts';
import { isEmptyVisit } from '../../../chart/emptyVisit.ts';
import { orgName, staffName } from '../../../chart/names.ts';
import type { Reader } from '../../../replica/replica.ts';
import type { TimelineItem } from '../views.ts';

/** The last of everything that happened to a patient, in whichever of the linked records, the latest first. */
export function timeline(read: Reader, patientId: string, day: CalendarDate, limit: number): readonly TimelineItem[] {
  const ids = recordIds(read, patientId);
  return [...visits(read, ids, limit), ...dispenses(read, ids, limit), ...queued(read, ids, day), ...history(read, ids, limit)]
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, limit)
    .map((item) => ({ ...item, place: documentPlace(read, item.id) }));
}

type Item = Omit<TimelineItem, 'place'>;

const joined = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' · ');

function visits(read: Reader, ids: string, limit: number): readonly Item[] {
  const rows = read.all<{ id: string }>("SELECT id FROM encounter_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND state <> 'enteredInError' ORDER BY started_at DESC LIMIT ?", ids, limit);
  return rows.flatMap(({ id }) => {
    const visit = read.document('encounter', id);
    if (!visit || isEmptyVisit(read, visit)) return [];
    const title = visit.diagnoses.map((diagnosis) => diagnosis.text).join('、') || visit.complaint;
    return [{ at: visit.startedAt, what: 'encounter' as const, title, note: joined(staffName(read, visit.practitionerId), orgName(read, visit.orgId)), id }];
  });
}

function dispenses(read: Reader, ids: string, limit: number): readonly Item[] {
  const rows = read.all<{ id: string; dispensed_at: string; dispensed_by: string; org_id: string }>(
    'SELECT id, dispensed_at, dispensed_by, org_id FROM dispense_index WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY dispensed_at DESC LIMIT ?', ids, limit,
  );
  return rows.map((row) => {
    const products = read.all<{ product_id: string }>('SELECT DISTINCT product_id FROM dispense_line_index WHERE dispense_id = ?', row.id);
    const names = products.map(({ product_id }) => read.document('product', product_id)?.name ?? '').filter((name) => name !== '');
    return { at: row.dispensed_at, what: 'dispense' as const, title: names.join('、'), note: joined(staffName(read, row.dispensed_by), orgName(read, row.org_id)), id: row.id };
  });
}

function queued(read: Reader, ids: string, day: CalendarDate): readonly Item[] {
  const rows = read.all<{ id: string; number: number; arrived_at: string }>(
    "SELECT id, number, arrived_at FROM queue_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND day = ? AND state IN ('waiting', 'inVisit')", ids, day,
  );
  return rows.map((row) => ({ at: row.arrived_at, what: 'queued' as const, title: String(row.number), note: read.document('queueEntry', row.id)?.reason ?? '', id: row.id }));
}

function history(read: Reader, ids: string, limit: number): readonly Item[] {
  const rows = read.all<{ id: string }>("SELECT id FROM history_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND category <> 'observation' ORDER BY day DESC LIMIT ?", ids, limit);
  return rows.flatMap(({ id }) => {
    const entry = read.document('historyEntry', id);
    return entry ? [{ at: entry.day ?? '', what: 'history' as const, title: joined(entry.text, `${entry.value} ${entry.unit}`.trim()), note: entry.source.system, id }] : [];
  });
}
