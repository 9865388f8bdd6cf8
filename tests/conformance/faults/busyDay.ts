/**
 * A clinic's busy day that goes on until the process is killed: started by killHost.test.ts. It loads, waits for a word,
 * opens, exchanges with the county and saves; a line tells each save once it has returned.
 */
import { writeSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import type { NewWrite } from '@lianyi/desktop/host/replica/replica';
import { newId } from '@lianyi/schema/basics/ids';
import type { Patient } from '@lianyi/schema/documents/patient';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aRandom } from '@lianyi/tests/builders/aRandom';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import type { EnrolledReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { aWholeVisit } from '../../bench/aWholeVisit.ts';

const { enrolled, seed } = JSON.parse(process.argv[2] ?? '{}') as { enrolled: EnrolledReplica; seed: number };
const chance = aRandom(seed);
const tell = (line: string): void => void writeSync(1, `${line}\n`);

tell('loaded');
await new Promise((resolve) => process.stdin.once('data', resolve));
const clinic = openEnrolled(enrolled);
let patients = clinic.replica.all<{ shown: string }>("SELECT shown FROM document WHERE kind = 'patient' AND shown IS NOT NULL ORDER BY id DESC LIMIT 20")
  .map(({ shown }) => JSON.parse(shown) as Patient);

for (;;) {
  tell(clinic.save(nextWrites()).bundleId);
  // Now and then somebody looks up from the keyboard, and the exchange has its turn.
  await after(chance.of([0, 0, 2, 10]));
}

function nextWrites(): readonly NewWrite[] {
  const patient = patients[chance.between(0, Math.max(0, patients.length - 1))];
  if (patient === undefined || chance.next() < 0.1) {
    const registered = aPatient({ name: chance.of(['田桂英', '龙正明', '杨秀芝']) });
    patients = [...patients, registered];
    return [registered, aStockMove({ quantity: 10_000 })].map((document) => ({ op: 'create', document }));
  }
  if (chance.next() < 0.7) return aWholeVisit(patient, '2026-03-09T09:24:00+08:00').map((document) => ({ op: 'create', document }));
  if (chance.next() < 0.5) return [{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: `allergies/${newId()}`, before: null, after: anAllergy() }] }];
  const phone = `139${chance.between(10_000_000, 99_999_999)}`;
  patients = patients.map((other) => (other.id === patient.id ? { ...other, phone } : other));
  return [{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: patient.phone, after: phone }] }];
}
