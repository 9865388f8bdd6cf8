/** Writes down every statement with which the replica takes in the source, for `rawSqlite.ts`; nothing of it is timed. */
import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { places } from '../../../builders/places.ts';
import { TestCounty } from '../../../builders/aReplica.ts';
import { bareReplica } from '../../bareReplica.ts';
import type { RecordedWrite } from '../../recordedWrites.ts';
import { recording } from '../../recordedWrites.ts';
import type { Source } from '../sourceDocuments.ts';
import { sourceBatches } from '../sourceDocuments.ts';

const writes: RecordedWrite[] = [];
const recorder = bareReplica((database) => recording(database, writes), places.village);
const county = new TestCounty();
const scopes = [organisationScope(places.village)];
const path = join(mkdtempSync(join(tmpdir(), 'lianyi-bench-rows-')), 'rows');
const file = openSync(path, 'w');
writes.length = 0;
for (const batch of sourceBatches(JSON.parse(process.argv[2] ?? '') as Source)) {
  recorder.apply({ epoch: county.epoch, scopes, receipts: [], page: county.puts(batch, scopes) });
  const packed = serialize(writes);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(packed.length);
  writeSync(file, length);
  writeSync(file, packed);
  writes.length = 0;
}
closeSync(file);
recorder.close();
process.send?.(path);
