import type { Reader } from '../replica/replica.ts';
import type { DocumentPlace } from './views.ts';

/** Where documents are, by id: as far as the least settled of this PC's bundles on each has come. What others made came from the county. */
export function documentPlaces(read: Reader, ids: readonly string[]): Readonly<Record<string, DocumentPlace>> {
  return Object.fromEntries(ids.map((id) => [id, documentPlace(read, id)]));
}

export function documentPlace(read: Reader, id: string): DocumentPlace {
  const bundles = read.all<{ state: string; outcome: string | null }>('SELECT b.state, b.outcome FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ?', id);
  if (bundles.some(({ outcome }) => outcome === 'quarantined')) return 'quarantined';
  if (bundles.some(({ state }) => state === 'waiting')) return 'here';
  return bundles.some(({ outcome }) => outcome === 'waiting') ? 'waitingAtCounty' : 'held';
}
