/** Serves the source's documents from memory in pages, ready to send: all that RxDB's HTTP replication asks of a server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Source } from '../sourceDocuments.ts';
import { sourceBatches } from '../sourceDocuments.ts';

const documents: string[] = [];
for (const batch of sourceBatches(JSON.parse(process.argv[2] ?? '') as Source)) documents.push(...batch.map((patient) => JSON.stringify({ ...patient, _deleted: false })));

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname !== '/pull') return void response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>');
  const [after, batch] = [Number(searchParams.get('after')), Number(searchParams.get('batch'))];
  const page = documents.slice(after, after + batch);
  response.setHeader('content-type', 'application/json').end(`{"checkpoint":{"number":${after + page.length}},"documents":[${page.join(',')}]}`);
});
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.once('disconnect', () => process.exit());
