import type { AllergyDraft } from '@lianyi/schema/rules/patientDraft';

export const emptyAllergy: AllergyDraft = { allergyClass: null, substance: '', reaction: '', severity: 'unknown', onset: '' };
