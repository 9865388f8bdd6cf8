import type { Sex } from '@lianyi/schema/documents/parts';
import type { DraftedPatient } from '@lianyi/schema/rules/patientDraft';
import type { ComparedPerson } from '@lianyi/schema/rules/likelyDuplicates';
import { likelyDuplicate } from '@lianyi/schema/rules/likelyDuplicates';
import type { Reader } from '../../../replica/replica.ts';
import { typedReadings } from '../../../replica/search/namePinyin.ts';
import type { LikelyDuplicate } from '../views.ts';

/** What can be compared while a form is still being filled in. */
export type DuplicateQuery = Pick<DraftedPatient, 'identity' | 'phone' | 'formerName'>;

interface CandidateRow {
  readonly patient_id: string;
  readonly name: string;
  readonly former_name: string | null;
  readonly sex: Sex;
  readonly birth_date: string;
  readonly identity_number: string | null;
  readonly phone: string | null;
  readonly village: string;
  readonly village_group: string;
}

const shownDuplicates = 20;

/** Patients on this PC who may be the same person, the certain first, then by the number of reasons. */
export function findDuplicates(read: Reader, query: DuplicateQuery, exceptId: string | null = null): readonly LikelyDuplicate[] {
  const person: ComparedPerson = {
    name: query.identity.name,
    formerName: query.formerName,
    pinyin: typedReadings(query.identity.name),
    birthDate: query.identity.birthDate,
    identityNumber: query.identity.document?.number ?? null,
    phone: query.phone,
  };
  return candidates(read, person)
    .filter((row) => row.patient_id !== exceptId)
    .map((row) => duplicateOf(row, likelyDuplicate(person, comparedOf(row))))
    .filter((duplicate) => duplicate.reasons.length > 0)
    .toSorted((a, b) => Number(b.isCertain) - Number(a.isCertain) || b.reasons.length - a.reasons.length)
    .slice(0, shownDuplicates);
}

/** Everybody who shares number, birth date or telephone: a handful even among 100,000. */
function candidates(read: Reader, person: ComparedPerson): readonly CandidateRow[] {
  const columns = 'patient_id, name, former_name, sex, birth_date, identity_number, phone, village, village_group';
  return read.all<CandidateRow>(
    `SELECT ${columns} FROM patient_row WHERE identity_number = ?
      UNION SELECT ${columns} FROM patient_row WHERE birth_date = ?
      UNION SELECT ${columns} FROM patient_row WHERE phone = ?`,
    person.identityNumber, person.birthDate, person.phone,
  );
}

const comparedOf = (row: CandidateRow): ComparedPerson => ({
  name: row.name, formerName: row.former_name, pinyin: typedReadings(row.name), birthDate: row.birth_date, identityNumber: row.identity_number, phone: row.phone,
});

const duplicateOf = (row: CandidateRow, reasons: LikelyDuplicate['reasons']): LikelyDuplicate => ({
  patientId: row.patient_id,
  name: row.name,
  sex: row.sex,
  birthDate: row.birth_date,
  address: row.village + row.village_group,
  phone: row.phone,
  reasons,
  isCertain: reasons.includes('identityNumber'),
});
