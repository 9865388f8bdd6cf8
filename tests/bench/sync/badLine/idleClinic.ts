/** A clinic that has all it follows and saves nothing: tells when it has come to rest, and goes on until it is let go. */
import { setTimeout as sleep } from 'node:timers/promises';
import { discard, openEnrolled } from '../../../builders/anEnrolledReplica.ts';
import type { Task } from '../contestant.ts';

const { enrolled, from } = JSON.parse(process.argv[2] ?? '') as Task;
if (enrolled === undefined) throw new Error('no replica');
const opened = openEnrolled(enrolled, { countyUrl: from });
for (let view = opened.replication.line(); view.pulling !== null;) view = await opened.replication.changed(view.version, 1_000);
// After a first sync it compares itself with the county once.
await sleep(20_000);
process.once('disconnect', () => void opened.close().then(() => {
  discard(enrolled);
  process.exit();
}));
process.send?.(from);
