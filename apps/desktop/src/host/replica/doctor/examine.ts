import type { Core } from '../core.ts';
import { checkChain } from './checkChain.ts';
import { checkDocuments } from './checkDocuments.ts';
import { checkProjections } from './checkProjections.ts';
import { checkReceipts } from './checkReceipts.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './finding.ts';

/** The file itself. When this is not whole nothing else is touched: writing could only make it worse. */
export function examineFile({ database, tables }: Core): readonly Finding[] {
  const integrity = String(database.pragma('integrity_check'));
  const broken = tables.all('SELECT 1 FROM pragma_foreign_key_check').length;
  const { count } = tables.get<{ count: number }>('SELECT count(*) AS count FROM document') ?? { count: 0 };
  return findingsOf('database', count, { fileDamaged: integrity === 'ok' ? 0 : 1, referencesBroken: broken });
}

/** The chain of each lane, the outbox and the receipts. Mends only what sending again puts right. */
export function examineBundles(core: Core): readonly Finding[] {
  return [...checkChain(core), ...checkReceipts(core)];
}

/** Documents against base and overlays, then projections against documents; a slice at each step. */
export function* examineDocuments(core: Core): Generator<void, readonly Finding[]> {
  const documents = yield* checkDocuments(core);
  return [...documents, ...checkProjections(core)];
}
