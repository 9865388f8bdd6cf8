import { attachmentsWaiting } from './attachments/attachmentFiles.ts';
import type { ChainGap } from './chainGaps.ts';
import { gapAtCounty } from './chainGaps.ts';
import type { Tables } from './tables.ts';

/** What the replica knows of the line. No patient data. */
export interface LineFacts {
  readonly waiting: { readonly count: number; readonly oldestAt: string | null; readonly byAction: Readonly<Record<string, number>> };
  /** Attachments that were added here and of which the county has not got all bytes: they go by the line alone, after all else. */
  readonly attachmentsWaiting: number;
  readonly quarantined: number;
  /** Documents that a newer version wrote, or whose content came damaged and was asked for again. */
  readonly parked: number;
  /** A bundle that is missing from this PC's chain, here or at the county. */
  readonly gap: ChainGap | null;
  readonly lastSavedAt: string | null;
}

/** @param ownGap as found when the replica was opened: nothing here takes a bundle out of the chain */
export function lineFactsOf(tables: Tables, ownGap: ChainGap | null): LineFacts {
  const actions = tables.all<{ action: string; count: number }>(
    "SELECT action, count(*) AS count FROM bundle WHERE state = 'waiting' GROUP BY action ORDER BY action",
  );
  const oldest = tables.get<{ saved_at: string }>("SELECT saved_at FROM bundle WHERE state = 'waiting' ORDER BY save_number LIMIT 1");
  return {
    waiting: {
      count: actions.reduce((sum, row) => sum + row.count, 0),
      oldestAt: oldest?.saved_at ?? null,
      byAction: Object.fromEntries(actions.map((row) => [row.action, row.count])),
    },
    attachmentsWaiting: attachmentsWaiting(tables),
    quarantined: count(tables, "SELECT count(*) AS count FROM bundle WHERE outcome = 'quarantined' AND save_number NOT IN (SELECT save_number FROM correction)"),
    parked: count(tables, 'SELECT count(*) AS count FROM (SELECT document_id FROM parked UNION SELECT document_id FROM refetch)'),
    gap: ownGap ?? gapAtCounty(tables),
    lastSavedAt: tables.get<{ saved_at: string }>('SELECT saved_at FROM bundle ORDER BY save_number DESC LIMIT 1')?.saved_at ?? null,
  };
}

const count = (tables: Tables, sql: string): number => tables.get<{ count: number }>(sql)?.count ?? 0;
