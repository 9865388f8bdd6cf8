import type { Actor, Replica } from '../../replica/replica.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import type { SectionChange } from './sectionChanges.ts';
import { changesToMake, sectionErrors } from './sectionChanges.ts';
import { savedAtOf } from './savedAt.ts';
import type { SaveDraftResult } from './views.ts';

type Refusal = { readonly errors: readonly FieldError[] } | { readonly savedAt: string };

/** Puts sections of a draft on the disk: all of them or none. Saving the same again changes nothing. */
export function saveDraft(replica: Replica, actor: Actor, encounterId: string, changes: readonly SectionChange[]): SaveDraftResult {
  const errors = sectionErrors(changes);
  if (errors.length > 0) return { ok: false, errors };
  const saved = replica.save<Refusal>('encounters.save', actor, (read) => {
    const encounter = read.document('encounter', encounterId);
    if (!encounter) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    const toMake = changesToMake(encounter, changes);
    if (toMake.length === 0) return { refusal: { savedAt: savedAtOf(read, encounter) } };
    if (encounter.progress.state !== 'draft') return { refusal: { errors: [{ field: 'progress', code: 'signedAlready' }] } };
    return { writes: [{ op: 'change', kind: 'encounter', id: encounter.id, changes: toMake }] };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  if ('refusal' in saved) return 'errors' in saved.refusal ? { ok: false, errors: saved.refusal.errors } : { ok: true, savedAt: saved.refusal.savedAt };
  const { failure } = saved;
  return failure.code === 'stale' ? { ok: false, stale: { unit: failure.unit, now: failure.now } } : { ok: false, errors: errorsOfFailure(failure) };
}
