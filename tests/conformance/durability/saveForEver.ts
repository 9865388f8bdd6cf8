import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { DeviceIdentity } from '@lianyi/desktop/host/replica/replica';
import { aPatient, testOrgId, testPersonId } from '@lianyi/tests/builders/aPatient';

/** Opens the replica of its arguments and saves until it is killed or cannot; writes a line for each answered save. */
const { directory, key, identity } = JSON.parse(process.argv[2] ?? '{}') as { directory: string; key: string; identity: DeviceIdentity };
process.on('SIGXFSZ', () => undefined);
const replica = openReplica({ directory, identity, key: Buffer.from(key, 'base64') });
for (;;) {
  const patient = aPatient();
  const result = replica.save('tests.save', { personId: testPersonId, orgId: testOrgId }, () => ({
    writes: [{ op: 'create', document: patient }, { op: 'create', document: aPatient() }],
  }));
  process.stdout.write(`${JSON.stringify(result.ok ? { saved: patient.id } : { failed: result })}\n`);
  if (!result.ok) break;
}
replica.close();
