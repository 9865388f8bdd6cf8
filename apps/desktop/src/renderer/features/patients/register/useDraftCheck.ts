import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { checkPatientDraft, type PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { useDeferredValue, useMemo } from 'react';
import type { FieldError, LikelyDuplicate } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { useFormat } from '../../../format/useFormat.ts';
import { useErrorWords } from '../../../shell/errors.ts';
import { emptyDraft, isJudged, useRegisterDraft } from './registerDraft.ts';

export interface DraftStanding {
  readonly errors: readonly FieldError[];
  readonly fromIdentityNumber: { readonly birthDate: string; readonly sex: 'male' | 'female' } | null;
  readonly duplicates: readonly LikelyDuplicate[];
  /** The words for a field, once it has been left or the save was tried. */
  readonly errorAt: (field: string) => string | undefined;
}

/** The rules answer at once, here; who may be the same person, the host. */
export function useDraftCheck(draft: PatientDraft): DraftStanding {
  const { today } = useFormat();
  const words = useErrorWords('patients');
  const marks = useRegisterDraft();
  const { errors, fromIdentityNumber } = useMemo(() => checkPatientDraft(draft, today), [draft, today]);
  // Only what people are compared by travels; a field too long to be one is refused here.
  const compared = useDeferredValue(comparedPart(draft));
  const check = useQuery(useHost().patients.checkDraft.queryOptions(compared, { enabled: compared.name !== '' || compared.identityNumber !== '', placeholderData: keepPreviousData }));
  return {
    errors, fromIdentityNumber, duplicates: draft.name === '' && draft.identityNumber === '' ? [] : check.data?.duplicates ?? [],
    errorAt: (field) => {
      if (!isJudged(marks, field)) return undefined;
      const error = errors.find((candidate) => candidate.field === field && (marks.isTried || candidate.code !== 'required'));
      return error === undefined ? undefined : words(error);
    },
  };
}

function comparedPart({ name, sex, birthDate, documentType, identityNumber, phone, formerName }: PatientDraft) {
  return {
    ...emptyDraft, sex, documentType, name: name.slice(0, 60), birthDate: birthDate.slice(0, 40), identityNumber: identityNumber.slice(0, 40), phone: phone.slice(0, 40), formerName: formerName.slice(0, 60),
    allergies: [], problems: [],
  };
}
