import { idFromHash } from '@lianyi/schema/basics/ids';
import type { AlertReason, AlertValues } from '@lianyi/schema/documents/alertValues';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { organisationScope, patientOf } from '@lianyi/schema/documents/kinds';
import type { Review } from '@lianyi/schema/documents/review';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Origin } from '../../store/origins.ts';
import type { Draft } from '../draft.ts';

/**
 * A review that tells people of something no PC could know by itself. Its id hashes what it is about and the bundle
 * that caused it, so that a repeat finds it.
 */
export function alert<R extends AlertReason>(reason: R, about: AnyDocument, subject: readonly unknown[], values: AlertValues[R], author: Author, draft: Draft): Review {
  return {
    id: idFromHash(['review', reason, ...subject, author.bundleId]),
    kind: 'review',
    reason,
    scopes: [...new Set([...draft.scopesOf(about), organisationScope(author.orgId)])],
    patientId: patientOf(about),
    about: { kind: about.kind, id: about.id, unit: reason === 'stoppedAfterDispense' ? 'stopped' : null },
    before: null,
    kept: { value: values.kept, ...nobody },
    losing: { value: values.losing, bundleId: author.bundleId, deviceId: author.deviceId, orgId: author.orgId, by: author.personId, at: author.savedAt },
    openedAt: author.savedAt,
    resolution: null,
    secondResolution: null,
  };
}

const nobody: Origin = { bundleId: null, deviceId: null, orgId: null, by: null, at: null };
