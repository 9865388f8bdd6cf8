import { localClockTime } from '@lianyi/schema/basics/dates';
import type { PatientId, PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { ReadPage } from '@lianyi/schema/documents/chartReads';
import { maxReadsTogether } from '@lianyi/schema/documents/chartReads';
import type { Core } from './core.ts';
import type { ChartRead } from './replica.ts';
import { save } from './save.ts';

/** A page asks again and again: within this time the same look is one look. */
const sameLookMs = 15 * 60_000;
/** Looks are told to the county together, once the first is so old, or there are so many. */
const togetherMs = 10 * 60_000;
const together = 50;

interface Row {
  readonly number: number;
  readonly person_id: PersonId;
  readonly patient_id: PatientId;
  readonly page: ReadPage;
  readonly at: string;
}

/**
 * Writes a look down, on the disk before the record is shown: no cut of the power loses one. A disk that takes nothing
 * does not keep a doctor from a record; the line state says already that nothing is saved.
 */
export function noteRead(core: Core, lately: Map<string, number>, { personId, patientId, page }: ChartRead): void {
  const nowMs = core.now().getTime();
  const key = `${personId} ${patientId} ${page}`;
  if (nowMs - (lately.get(key) ?? -Infinity) < sameLookMs) return;
  if (lately.size > 5000) lately.clear();
  try {
    core.tables.run('INSERT INTO chart_read (person_id, patient_id, page, at) VALUES (?,?,?,?)', personId, patientId, page, localClockTime(new Date(nowMs)));
  } catch {
    core.disk.ok = false;
    return;
  }
  lately.set(key, nowMs);
  const { count, first } = core.tables.get<{ count: number; first: string | null }>('SELECT count(*) AS count, min(at) AS first FROM chart_read') ?? { count: 0, first: null };
  if (count >= together || (first !== null && nowMs - Date.parse(first) >= togetherMs)) sealReads(core);
}

/** Puts what was written down into bundles, one for each person; what a crash in between leaves behind is told twice. */
export function sealReads(core: Core): void {
  for (;;) {
    const first = core.tables.get<{ person_id: PersonId }>('SELECT person_id FROM chart_read ORDER BY number LIMIT 1');
    if (first === undefined) return;
    const rows = core.tables.all<Row>('SELECT * FROM chart_read WHERE person_id = ? ORDER BY number LIMIT ?', first.person_id, maxReadsTogether);
    const { orgId } = core.identity;
    const saved = save(core, 'chart.reads', { personId: first.person_id, orgId }, () => ({
      writes: [{ op: 'create', document: {
        id: newId(core.now().getTime()), kind: 'chartReads', orgId, by: first.person_id, reads: rows.map(({ patient_id: patientId, page, at }) => ({ patientId, page, at })),
      } }],
    }));
    if (!saved.ok) return;
    core.tables.run('DELETE FROM chart_read WHERE person_id = ? AND number <= ?', first.person_id, rows.at(-1)?.number ?? 0);
  }
}
