/** Saves so many times and writes a reply after each: traced by oneSync.test.ts. */
import { writeSync } from 'node:fs';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { DeviceIdentity } from '@lianyi/desktop/host/replica/replica';
import { aPatient, testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';
import { aWholeVisit } from '../../bench/aWholeVisit.ts';

const { directory, key, identity, saves } = JSON.parse(process.argv[2] ?? '{}') as { directory: string; key: string; identity: DeviceIdentity; saves: number };
const replica = openReplica({ directory, identity, key: Buffer.from(key, 'base64') });
for (let save = 0; save < saves; save += 1) {
  const patient = aPatient();
  const documents = [patient, ...aWholeVisit(patient, '2026-03-09T09:24:00+08:00')];
  const saved = replica.save('tests.save', { personId: testPersonId, orgId: testOrgId }, () => ({ writes: documents.map((document) => ({ op: 'create', document })) }));
  if (!saved.ok) throw new Error('not saved');
  writeSync(1, `reply ${save}\n`);
}
replica.close();
