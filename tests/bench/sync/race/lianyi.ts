/** A clinic's own host parts with an encrypted replica, projections and search: by snapshot or by the log. */
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { discard, openEnrolled } from '../../../builders/anEnrolledReplica.ts';
import { contest, spentOn } from '../contestant.ts';

/** Of which the source has documents; others are the county's own. */
const kinds = ['patient', 'encounter', 'prescription', 'dispense', 'stockMove'] as const;

await contest(async ({ from, road, enrolled }) => {
  if (enrolled === undefined) throw new Error('no replica');
  const { get, ...withoutSnapshots } = httpTransport(from);
  const transport = road === 'log' ? withoutSnapshots : { ...withoutSnapshots, ...(get && { get }) };
  let firstS = 0;
  const startedAt = performance.now();
  const opened = openEnrolled(enrolled, { transport });
  const { replica, replication } = opened;
  const spent = await spentOn(async () => {
    let view: LineView = replication.line();
    while (view.pulling !== null) {
      view = await replication.changed(view.version, 1_000);
      if (firstS === 0 && replica.get("SELECT 1 FROM document WHERE kind = 'patient' LIMIT 1") !== undefined) firstS = (performance.now() - startedAt) / 1000;
    }
  });
  return {
    ...spent, firstS,
    content: {
      count: () => Number(replica.get<{ count: number }>(`SELECT count(*) AS count FROM document WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join()})`)?.count),
      documents: (ids) => ids.flatMap((id) => kinds.flatMap((kind) => replica.document(kind, id as never) ?? [])),
    },
    close: async () => {
      await opened.close();
      discard(enrolled);
    },
  };
});
