import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Tables } from './tables.ts';

/** A bundle of this PC's chain that is missing: here, or at the county although the county has given its receipt for it. */
export interface ChainGap {
  readonly where: 'here' | 'county';
  readonly lane: Lane;
  readonly number: number;
}

/** The first gap in this PC's own chain: a number that is missing, or a bundle that still has to be sent and does not follow the one before it. */
export function gapHere(tables: Tables): ChainGap | null {
  const spans = tables.all<{ lane: Lane; first: number; last: number; count: number }>(
    'SELECT lane, min(link_number) AS first, max(link_number) AS last, count(*) AS count FROM bundle GROUP BY lane',
  );
  for (const { lane, first, last, count } of spans) {
    if (last - first + 1 === count) continue;
    const row = tables.get<{ number: number }>(
      `SELECT b.link_number + 1 AS number FROM bundle b
        WHERE b.lane = ? AND b.link_number < ? AND NOT EXISTS (SELECT 1 FROM bundle n WHERE n.lane = b.lane AND n.link_number = b.link_number + 1) ORDER BY b.link_number LIMIT 1`,
      lane, last,
    );
    if (row) return { where: 'here', lane, number: row.number };
  }
  const loose = tables.get<{ lane: Lane; number: number }>(
    `SELECT b.lane, b.link_number - 1 AS number FROM bundle b JOIN bundle p ON p.lane = b.lane AND p.link_number = b.link_number - 1
      WHERE b.state = 'waiting' AND b.link_previous IS NOT p.link_hash ORDER BY b.save_number LIMIT 1`,
  );
  return loose ? { where: 'here', ...loose } : null;
}

/** What the county says it lacks, although its receipt for it is here. */
export function gapAtCounty(tables: Tables): ChainGap | null {
  const row = tables.get<{ lane: Lane; number: number }>(
    `SELECT b.lane, p.link_number AS number FROM bundle b JOIN bundle p ON p.lane = b.lane AND p.link_number = b.link_number - 1
      WHERE b.outcome = 'waiting' AND json_extract(b.receipt, '$.reason') = 'predecessorMissing' AND p.outcome IS NOT NULL AND p.outcome <> 'waiting' LIMIT 1`,
  );
  return row ? { where: 'county', ...row } : null;
}
