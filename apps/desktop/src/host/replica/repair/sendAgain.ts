import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Core } from '../core.ts';
import type { Lost } from '../epochs/rewind.ts';
import { lostBundles, waitAgain } from '../epochs/rewind.ts';
import { showAgain } from '../showAgain.ts';

export interface SentAgain {
  /** Bundles that wait again. */
  readonly bundles: number;
  /** Those of the documents that a bundle is on its way with. */
  readonly documents: number;
}

interface Maker {
  readonly save_number: number;
  readonly lane: Lane;
  readonly link_number: number;
  readonly state: string;
  readonly is_answered: number;
}

/**
 * Of documents that the county does not know, those that it has given this PC its receipt for: it has lost the bundle, and
 * with it all that came after in the lane. They wait again, with their effects on top; what the county still has it answers
 * as a repeat. Where it has answered so, it has the bundle and lacks the document alone, which sending does not bring back.
 */
export function sendAgain(core: Core, unknownIds: readonly string[]): SentAgain {
  const { tables } = core;
  const epoch = tables.meta<string>('epoch');
  if (unknownIds.length === 0 || epoch === undefined) return { bundles: 0, documents: 0 };
  const makers = tables.all<Maker & { readonly documents: number }>(
    `SELECT b.save_number, b.lane, b.link_number, b.state, count(*) AS documents,
        EXISTS (SELECT 1 FROM former_receipt f WHERE f.save_number = b.save_number AND f.receipt = b.receipt) AS is_answered
       FROM bundle b JOIN json_each(b.body, '$.writes') w
      WHERE (b.state = 'waiting' OR b.outcome IN ('accepted', 'merged')) AND json_extract(w.value, '$.document.id') IN (SELECT value FROM json_each(?))
      GROUP BY b.save_number`, JSON.stringify(unknownIds),
  ).filter(({ state, is_answered: isAnswered }) => state === 'waiting' || isAnswered === 0);
  const lost: Lost[] = [];
  for (const lane of ['routine', 'urgent'] as const) {
    const [first] = makers.filter((maker) => maker.lane === lane && maker.state === 'held').toSorted((a, b) => a.link_number - b.link_number);
    if (first !== undefined) lost.push(...lostBundles(tables, lane, first.link_number));
  }
  const touched = new Map<string, null>();
  for (const bundle of lost) waitAgain(core, bundle, epoch, touched);
  showAgain({ core, tables, touched, isCareful: true });
  return { bundles: lost.length, documents: makers.reduce((sum, { documents }) => sum + documents, 0) };
}
