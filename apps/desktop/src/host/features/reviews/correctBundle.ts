import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Replica } from '../../replica/replica.ts';
import { withLeaves } from './bundleLeaves.ts';
import type { BundleLeaf } from './views.ts';

export interface CorrectingBundle {
  readonly bundleId: string;
  readonly reason: string;
  /** Takes back what has not happened yet; otherwise it is sent again, with what was put right. */
  readonly withdraw: boolean;
  readonly edits: readonly Pick<BundleLeaf, 'path' | 'value'>[];
}

export type CorrectResult = { readonly ok: true; readonly savedAt: string; readonly bundleId: string } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Saves a bundle in the place of one that the county keeps in quarantine. */
export function correctBundle(replica: Replica, actor: Actor, correcting: CorrectingBundle): CorrectResult {
  const reason = correcting.reason.trim();
  if (reason === '') return { ok: false, errors: [{ field: 'reason', code: 'required' }] };
  if (reason.length > 300) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: 300, length: reason.length } }] };
  const row = replica.get<{ body: string }>('SELECT body FROM bundle WHERE id = ?', correcting.bundleId);
  const { writes } = row === undefined ? { writes: [] } : (JSON.parse(row.body) as BundleBody);
  const saved = replica.correct(actor, { bundleId: correcting.bundleId, reason, writes: correcting.withdraw ? [] : withLeaves(writes, correcting.edits) });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt, bundleId: saved.bundleId };
  return { ok: false, errors: 'failure' in saved ? errorsOfFailure(saved.failure) : [{ field: '', code: saved.refusal }] };
}
