import { linkHash } from '@lianyi/schema/wire/exchange';
import type { Core } from '../core.ts';
import { digestHex } from '../deviceKey.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './finding.ts';

interface Row {
  readonly lane: 'routine' | 'urgent';
  readonly link_number: number;
  readonly link_previous: string | null;
  readonly link_hash: string;
  readonly body_hash: string;
  readonly signature: string;
  readonly body: string;
}

/** Each lane's numbers without a gap, each link over the one before it and its own body, each signed here. */
export function checkChain({ tables, isSignedHere }: Core): readonly Finding[] {
  const counts = { numbersMissing: 0, linkBroken: 0, bodyChanged: 0, notSignedHere: 0 };
  let looked = 0;
  let before: Row | null = null;
  for (const row of tables.iterate<Row>('SELECT lane, link_number, link_previous, link_hash, body_hash, signature, body FROM bundle ORDER BY lane, link_number')) {
    looked += 1;
    const prior: Row | null = before?.lane === row.lane ? before : null;
    before = row;
    if (row.link_number !== (prior?.link_number ?? 0) + 1) counts.numbersMissing += 1;
    else if (row.link_previous !== (prior?.link_hash ?? null)) counts.linkBroken += 1;
    if (digestHex(row.body) !== row.body_hash) counts.bodyChanged += 1;
    const hash = linkHash({ lane: row.lane, number: row.link_number, previous: row.link_previous }, row.body_hash);
    if (hash !== row.link_hash) counts.linkBroken += 1;
    else if (!isSignedHere(hash, row.signature)) counts.notSignedHere += 1;
  }
  return findingsOf('chain', looked, counts);
}
