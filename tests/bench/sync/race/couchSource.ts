/** Serves the source by CouchDB's protocol: express-pouchdb over PouchDB's storage in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import expressPouchdb from 'express-pouchdb';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import type { Source } from '../sourceDocuments.ts';
import { sourceBatches } from '../sourceDocuments.ts';

const directory = mkdtempSync(join(tmpdir(), 'lianyi-bench-couch-'));
const InMemory = PouchDB.plugin(memory).defaults({ adapter: 'memory' });
const source = new InMemory('source');
for (const batch of sourceBatches(JSON.parse(process.argv[2] ?? '') as Source)) await source.bulkDocs(batch.map((patient) => ({ _id: patient.id, ...patient })));

const app = express();
app.use('/', expressPouchdb(InMemory, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(directory, 'log.txt') }));
const server = app.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/source`));
process.once('disconnect', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit();
});
