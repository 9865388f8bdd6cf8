import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { withUnit } from '@lianyi/schema/documents/units';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import { signatureOf, signBlockers, signingWrites } from '../../chart/visitSigning.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Reader, Replica } from '../../replica/replica.ts';
import type { SectionChange } from './sectionChanges.ts';
import { changesToMake, sectionErrors } from './sectionChanges.ts';
import type { SignResult } from './views.ts';

type Refusal = { readonly errors: readonly FieldError[] } | { readonly savedAt: string };

/**
 * Signs a visit without a prescription, with its last changes, in one bundle. Signing again what this person has signed
 * changes nothing. A prescription that waits for its signature is signed with its visit, by `prescriptions.sign`.
 */
export function signEncounter(replica: Replica, actor: Actor, encounterId: string, changes: readonly SectionChange[], now: Date): SignResult {
  const errors = sectionErrors(changes);
  if (errors.length > 0) return { ok: false, errors };
  const saved = replica.save<Refusal>('encounters.sign', actor, (read) => {
    const encounter = read.document('encounter', encounterId);
    if (!encounter) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    const toMake = changesToMake(encounter, changes);
    const { progress } = encounter;
    if (progress.state === 'signed' && progress.signature.by === actor.personId && toMake.length === 0) return { refusal: { savedAt: progress.signature.at } };
    const asItWillBe = toMake.reduce<Encounter>((visit, { unit, after }) => withUnit(visit, unit, after) as Encounter, encounter);
    const blockers = [...signBlockers(asItWillBe), ...prescriptionWaiting(read, encounterId)];
    if (blockers.length > 0) return { refusal: { errors: blockers } };
    const sections = toMake.length > 0 ? [{ op: 'change' as const, kind: 'encounter' as const, id: encounter.id, changes: toMake }] : [];
    return { writes: [...sections, ...signingWrites(read, encounter, signatureOf(actor, localClockTime(now)))] };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  if ('refusal' in saved) return 'errors' in saved.refusal ? { ok: false, errors: saved.refusal.errors } : { ok: true, savedAt: saved.refusal.savedAt };
  const { failure } = saved;
  return failure.code === 'stale' ? { ok: false, stale: { unit: failure.unit, now: failure.now } } : { ok: false, errors: errorsOfFailure(failure) };
}

/** A begun prescription must not be left behind a signed visit. */
function prescriptionWaiting(read: Reader, encounterId: string): readonly FieldError[] {
  const waiting = read.get("SELECT 1 FROM prescription_index WHERE encounter_id = ? AND state = 'draft' AND item_count > 0 AND stopped_at IS NULL", encounterId);
  return waiting === undefined ? [] : [{ field: 'order', code: 'prescriptionWaiting' }];
}
