import type { PatientId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Signature, Source } from '@lianyi/schema/documents/parts';
import type { Patient } from '@lianyi/schema/documents/patient';
import { changedUnits, unitValue } from '@lianyi/schema/documents/units';
import type { NewWrite, Reader } from '../../../replica/replica.ts';
import { fillEmpty } from './fillEmpty.ts';
import type { ResidentIndex } from './matchResident.ts';
import { matchResident, residentsOf } from './matchResident.ts';
import type { RosterRow, RowNote } from './rosterRow.ts';

/** A row with a person in it. */
export type PersonRow = Extract<RosterRow, { ok: true }>;

/** What became of a row. `imported`: new on this PC. `matched`: known; `isFilled` where something was added. */
export interface RowOutcome {
  readonly row: PersonRow;
  readonly outcome: 'imported' | 'matched' | 'rejected';
  readonly isFilled: boolean;
  readonly notes: readonly RowNote[];
}

export interface BatchPlan {
  readonly writes: readonly NewWrite[];
  readonly outcomes: readonly RowOutcome[];
}

/** Who imports, from what. */
export interface RosterOrigin {
  readonly recorded: Signature;
  readonly fileName: string;
  readonly now: Date;
}

/** Decides a batch of rows one after the other, so that two rows of one person meet. Reads, and writes nothing. */
export function planBatch(read: Reader, rows: readonly PersonRow[], origin: RosterOrigin): BatchPlan {
  const batch = new DraftedBatch(read);
  const outcomes = rows.map((row): RowOutcome => {
    const match = matchResident(batch, row.person);
    switch (match.kind) {
      case 'unclear':
        return { row, outcome: 'rejected', isFilled: false, notes: [...row.notes, { field: match.field, code: match.code, inFile: row.person.identity.name, onRecord: match.onRecord }] };
      case 'nobody': {
        batch.create(newResident(row, origin));
        return { row, outcome: 'imported', isFilled: false, notes: row.notes };
      }
      case 'known': {
        const { patient, notes } = fillEmpty(match.patient, row.person, row.saysNoAllergies, origin.recorded);
        const isFilled = batch.change(patient);
        return { row, outcome: 'matched', isFilled, notes: [...row.notes.filter(({ code }) => code !== 'sexMissing' || patient.identity.sex === 'unknown'), ...notes] };
      }
    }
  });
  return { writes: batch.writes(), outcomes };
}

function newResident(row: PersonRow, { recorded, fileName, now }: RosterOrigin): Patient {
  const { allergies: _allergies, problems: _problems, ...units } = row.person;
  const source: Source = { system: fileName.slice(0, 200), reference: `line ${row.line}` };
  const empty: Patient = { id: newId(now.getTime()) as PatientId, kind: 'patient', homeId: recorded.orgId, registered: recorded, source, ...units, noKnownAllergies: null, allergies: {}, problems: {} };
  return fillEmpty(empty, row.person, row.saysNoAllergies, recorded).patient;
}

/** The records as they will be, on top of those that are saved. */
class DraftedBatch implements ResidentIndex {
  readonly #saved: ResidentIndex;
  readonly #read: Reader;
  readonly #drafts = new Map<string, Patient>();

  constructor(read: Reader) {
    this.#read = read;
    this.#saved = residentsOf(read);
  }

  byIdentityNumber(number: string): readonly Patient[] {
    return this.#all(this.#saved.byIdentityNumber(number), (patient) => patient.identity.document?.number === number);
  }

  byRecordNumber(number: string): readonly Patient[] {
    return this.#all(this.#saved.byRecordNumber(number), (patient) => patient.recordNumber === number);
  }

  byBirthDate(birthDate: string): readonly Patient[] {
    return this.#all(this.#saved.byBirthDate(birthDate), (patient) => patient.identity.birthDate === birthDate);
  }

  create(patient: Patient): void {
    this.#drafts.set(patient.id, patient);
  }

  /** @returns true if anything is new about the record. */
  change(patient: Patient): boolean {
    const present = this.#drafts.get(patient.id) ?? this.#read.document('patient', patient.id);
    if (!present || changedUnits(present, patient).length === 0) return false;
    this.#drafts.set(patient.id, patient);
    return true;
  }

  writes(): readonly NewWrite[] {
    return [...this.#drafts.values()].map((patient): NewWrite => {
      const saved = this.#read.document('patient', patient.id);
      if (!saved) return { op: 'create', document: patient };
      const changes = changedUnits(saved, patient).map((unit) => ({ unit, before: unitValue(saved, unit), after: unitValue(patient, unit) }));
      return { op: 'change', kind: 'patient', id: patient.id, changes };
    });
  }

  #all(saved: readonly Patient[], fits: (patient: Patient) => boolean): readonly Patient[] {
    const current = saved.map((patient) => this.#drafts.get(patient.id) ?? patient);
    const savedIds = new Set(saved.map((patient) => patient.id));
    return [...current, ...[...this.#drafts.values()].filter((patient) => !savedIds.has(patient.id) && fits(patient))];
  }
}

