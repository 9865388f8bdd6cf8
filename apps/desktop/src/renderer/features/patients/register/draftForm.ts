import type { PatientDraft } from '@lianyi/schema/rules/patientDraft';

/** What the fields of a patient need, whether of a new one or of a change. */
export interface DraftForm {
  readonly draft: PatientDraft;
  readonly onChange: (changes: Partial<PatientDraft>) => void;
  readonly onLeave: (field: string) => void;
  readonly errorAt: (field: string) => string | undefined;
}
