import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import { parseIdentityNumber } from '@lianyi/schema/codes/identityNumber';
import { parsePhone } from '@lianyi/schema/codes/phone';
import type { CheckedDraft, PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { checkPatientDraft, parseTypedDate } from '@lianyi/schema/rules/patientDraft';
import type { Reader } from '../../../replica/replica.ts';
import type { LikelyDuplicate } from '../views.ts';
import { findDuplicates } from './findDuplicates.ts';

/** The check of a draft with who may be the same person, as far as what has been typed can tell. */
export function checkWithDuplicates(read: Reader, draft: PatientDraft, today: CalendarDate): CheckedDraft & { readonly duplicates: readonly LikelyDuplicate[] } {
  const checked = checkPatientDraft(draft, today);
  return { ...checked, duplicates: findDuplicates(read, checked.drafted ?? halfTyped(draft, today)) };
}

/** A form with errors is compared by the fields that are right; what is missing matches nobody. */
function halfTyped(draft: PatientDraft, today: CalendarDate): Parameters<typeof findDuplicates>[1] {
  const phone = parsePhone(draft.phone.slice(0, 100));
  const number = parseIdentityNumber(draft.identityNumber.slice(0, 100), today);
  return {
    identity: {
      name: tidyText(draft.name.slice(0, 100)),
      sex: 'unknown',
      birthDate: number.ok ? number.birthDate : (parseTypedDate(draft.birthDate) ?? ''),
      document: number.ok ? { type: '01', number: number.number } : null,
    },
    phone: phone.ok ? phone.phone : null,
    formerName: tidyText(draft.formerName.slice(0, 100)) || null,
  };
}
