import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../basics/ids.ts';
import { contentHash } from '../documents/contentHash.ts';
import { completed, createdBy, isAsSent } from './asSent.ts';
import type { CountyDocument, LogPage, Submission } from './exchange.ts';

const submissionOf = (...writes: readonly unknown[]): Submission => ({ body: { writes }, link: { lane: 'routine', number: 1, previous: null }, signature: '' });
const created = (id: string, more: object = {}) => ({ op: 'create', kind: 'dispense', version: 1, document: { id, kind: 'dispense', ...more } });
const atCounty = (id: string, body: unknown, over: Partial<CountyDocument> = {}): CountyDocument =>
  ({ id, kind: 'dispense', version: 1, revision: 1, hash: contentHash(body), body, ...over });
const pageOf = (documents: readonly CountyDocument[], puts: readonly { id: string; revision: number }[]): LogPage =>
  ({ entries: [{ scope: 'org:a', number: 1, bundleId: null, puts: puts as LogPage['entries'][number]['puts'], evicts: [] }], documents: [...documents], cursors: { 'org:a': 1 }, more: false });

test('LINE-12 what the county left out because it was created just so is put back, whatever was left out and whatever was not', () => {
  fc.assert(fc.property(fc.array(fc.record({ isMine: fc.boolean(), isMerged: fc.boolean(), note: fc.string() }), { maxLength: 12 }), (each) => {
    const documents = each.map(({ isMine, isMerged, note }) => {
      const id = newId();
      return { id, isMine, sent: { id, kind: 'dispense', note }, county: atCounty(id, { kind: 'dispense', note: isMerged ? `${note}, merged` : note, id }, { revision: isMerged ? 2 : 1 }) };
    });
    const sent = createdBy([submissionOf(...documents.filter(({ isMine }) => isMine).map(({ id, sent: { note } }) => created(id, { note })))]);
    const whole = pageOf(documents.map(({ county }) => county), documents.map(({ id, county }) => ({ id, revision: county.revision })));
    const onTheLine = { ...whole, documents: whole.documents.filter((document) => !isAsSent(document, sent)) };
    expect(onTheLine.documents).toHaveLength(documents.filter(({ isMine, county }) => !isMine || county.revision > 1).length);
    const back = completed(onTheLine, sent).documents.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(back).toEqual(whole.documents.toSorted((a, b) => a.id.localeCompare(b.id)));
  }));
});

test('LINE-12 what is of another version, shown as an older one, altered or changed since comes back whole', () => {
  const id = newId();
  const sent = createdBy([submissionOf(created(id, { note: '一' }))]);
  const body = { id, kind: 'dispense', note: '一' };
  expect(isAsSent(atCounty(id, body), sent)).toBe(true);
  for (const other of [atCounty(newId(), body), atCounty(id, { ...body, note: '二' }), atCounty(id, body, { revision: 2 }), atCounty(id, body, { version: 2 }), atCounty(id, body, { lowered: { version: 1, hash: '' } })]) {
    expect(isAsSent(other, sent)).toBe(false);
  }
});

test('LINE-12 what is no bundle creates nothing, and a put of something else is not made up', () => {
  expect(createdBy([submissionOf(null, 1, { op: 'change' }, created('no id'))]).size).toBe(0);
  expect(createdBy([{ ...submissionOf(), body: 'x' }]).size).toBe(0);
  const page = pageOf([], [{ id: newId(), revision: 1 }]);
  expect(completed(page, createdBy([submissionOf(created(newId()))]))).toBe(page);
});
