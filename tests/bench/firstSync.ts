/**
 * A first sync over loopback HTTP: the county on PostgreSQL, a clinic's own host parts with an encrypted replica, once by
 * snapshot and once by the log. Bytes are those that the line carried, headers included. `LIANYI_RESIDENTS` sets how
 * many; the budget of bytes is of 100,000 patient documents.
 */
import { rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import type { Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { localDay } from '@lianyi/schema/basics/dates';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import { aCounty, people, places } from '../builders/aCounty.ts';
import { anEnrolledReplica, openEnrolled } from '../builders/anEnrolledReplica.ts';
import { differencesFrom } from '../builders/sameAsCounty.ts';
import { answer } from './answer.ts';
import { atLeast, atMost, reported } from './bench.ts';
import { residentsAsked } from './sync/syncParts.ts';
import { manyResidents } from './manyResidents.ts';

const residents = residentsAsked(process.env['LIANYI_RESIDENTS']) ?? 20_000;
const budgetOfHundredThousand = 6;

await answer(async () => {
  const county = await aCounty();
  try {
    for (const batch of manyResidents(residents, 1, localDay(new Date()))) await county.write(batch.map((patient) => ({ ...patient, homeId: places.village })));
    const startedAt = performance.now();
    const manifest = await buildSnapshot(county.county, organisationScope(places.village));
    const buildS = (performance.now() - startedAt) / 1000;
    const packed = manifest.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    const line = await aCountingLine(county.url);
    const bySnapshot = await takeAll(line, (transport) => transport);
    const byLog = await takeAll(line, ({ get: _get, ...transport }) => transport);
    await line.close();
    return [
      reported('snapshot: built in', buildS, 's'),
      atMost('snapshot: for 100,000 patient documents', (packed / residents) * 0.1, 'MB', budgetOfHundredThousand),
      reported('snapshot: chunks', manifest.chunks.length, ''),
      reported('first sync by snapshot', bySnapshot.seconds, 's'),
      reported('first sync by snapshot', residents / bySnapshot.seconds, 'patients/s'),
      reported('first sync by snapshot: the first patient is here after', bySnapshot.firstS, 's'),
      reported('first sync by snapshot: on the line', bySnapshot.megabytes, 'MB'),
      reported('first sync by snapshot: CPU, county and clinic', bySnapshot.cpuS, 's'),
      reported('first sync by the log', byLog.seconds, 's'),
      reported('first sync by the log: on the line', byLog.megabytes, 'MB'),
      reported('first sync by the log: CPU, county and clinic', byLog.cpuS, 's'),
      atLeast('the log takes so many times as long', byLog.seconds / bySnapshot.seconds, 'x', 1),
      reported('differences from the county, document by document', bySnapshot.differences + byLog.differences, ''),
    ];
  } finally {
    await county.close();
  }

  async function takeAll(line: CountingLine, roadOf: (transport: Transport) => Transport) {
    const enrolled = await anEnrolledReplica(county, { orgId: places.village, personId: people.villageDoctor });
    const [startedAt, cpuBefore, bytesBefore] = [performance.now(), process.cpuUsage(), line.bytes()];
    const opened = openEnrolled(enrolled, { transport: roadOf(httpTransport(line.url)) });
    const { replica, replication } = opened;
    let firstS = 0;
    let view: LineView = replication.line();
    while (view.pulling !== null) {
      view = await replication.changed(view.version, 1_000);
      if (firstS === 0 && replica.get("SELECT 1 FROM document WHERE kind = 'patient' LIMIT 1") !== undefined) firstS = (performance.now() - startedAt) / 1000;
      await sleep(0);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const megabytes = (line.bytes() - bytesBefore) / 1e6;
    const differences = (await differencesFrom(county, replica)).length;
    if (differences > 0) throw new Error(`${differences} documents are not as the county has them`);
    await opened.close();
    rmSync(enrolled.directory, { recursive: true, force: true });
    return { seconds, firstS, megabytes, cpuS: (user + system) / 1e6, differences };
  }
});

interface CountingLine {
  readonly url: string;
  /** Both ways, headers included. */
  bytes(): number;
  close(): Promise<void>;
}

async function aCountingLine(countyUrl: string): Promise<CountingLine> {
  const county = new URL(countyUrl);
  let bytes = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(county.port), county.hostname);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.on('data', (part: Uint8Array) => { bytes += part.length; }).on('error', () => to.destroy()).on('close', () => { open.delete(from); to.destroy(); });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
