import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { sha256Hex } from '@lianyi/schema/basics/digest';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { parseDocument } from '@lianyi/schema/documents/kinds';
import { withUnit } from '@lianyi/schema/documents/units';
import type { ChainLink } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import { projections } from '@lianyi/desktop/host/replica/projections/index';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';

interface BundleRow {
  readonly save_number: number;
  readonly id: string;
  readonly lane: ChainLink['lane'];
  readonly link_number: number;
  readonly link_previous: string | null;
  readonly link_hash: string;
  readonly body_hash: string;
  readonly body: string;
}

/**
 * What a replica that nobody else writes about must show: its own bundles, one after the other. It is kept from look to
 * look, so that each looks only at what came since.
 */
export class OutboxModel {
  readonly #shown = new Map<string, AnyDocument>();
  readonly #bundleIds = new Set<string>();
  readonly #touched = new Set<string>();
  #last: Pick<BundleRow, 'save_number' | 'link_hash'> | null = null;

  get bundles(): number {
    return this.#bundleIds.size;
  }

  get documents(): ReadonlyMap<string, AnyDocument> {
    return this.#shown;
  }

  /** What is not as it must be: the chain goes on without a gap, what was answered is there, and documents, projections and outbox agree. */
  faultsIn(replica: ReplicaForExchange, acknowledged: readonly string[]): readonly string[] {
    const faults: string[] = [];
    const check = (isRight: boolean, fault: string): void => void (isRight || faults.push(fault));
    check(replica.integrityCheck() === 'ok', 'integrity');
    const rows = replica.all<BundleRow>(
      'SELECT save_number, id, lane, link_number, link_previous, link_hash, body_hash, body FROM bundle WHERE save_number > ? ORDER BY save_number', this.#last?.save_number ?? 0,
    );
    for (const row of rows) {
      check(this.#goesOn(row), `chain at save ${row.save_number}`);
      for (const id of this.#follow(row)) this.#touched.add(id);
    }
    for (const id of acknowledged) check(this.#bundleIds.has(id), `answered and lost: ${id}`);
    for (const id of this.#touched) check(shownIn(replica, id) === canonicalJson(this.#shown.get(id)), `not shown as saved: ${id}`);
    this.#touched.clear();
    check(replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n === this.bundles, 'bundles before the last look');
    check(replica.get<{ n: number }>('SELECT count(*) AS n FROM overlay WHERE document_id NOT IN (SELECT id FROM document WHERE shown IS NOT NULL)')?.n === 0, 'an overlay over nothing');
    const before = projected(replica);
    replica.rebuildProjections();
    for (const [table, rowsAfter] of Object.entries(projected(replica))) check(canonicalJson(rowsAfter) === canonicalJson(before[table] ?? []), `projection ${table}`);
    return faults;
  }

  /** Documents that are not shown as the bundles made them. */
  differencesIn(replica: ReplicaForExchange): readonly string[] {
    return [...this.#shown].filter(([id, document]) => shownIn(replica, id) !== canonicalJson(document)).map(([id]) => id);
  }

  #goesOn({ id, save_number: saveNumber, lane, link_number: number, link_previous: previous, link_hash: hash, body_hash: bodyHash, body: text }: BundleRow): boolean {
    const body = JSON.parse(text) as BundleBody;
    return saveNumber === this.bundles + 1 && number === this.bundles + 1 && previous === (this.#last?.link_hash ?? null)
      && bodyHash === sha256Hex(text) && hash === linkHash({ lane, number, previous }, bodyHash) && body.id === id && body.saveNumber === saveNumber;
  }

  /** @returns the documents that the bundle made or changed */
  #follow(row: BundleRow): readonly string[] {
    this.#bundleIds.add(row.id);
    this.#last = row;
    return (JSON.parse(row.body) as BundleBody).writes.map((write) => {
      const id = write.op === 'create' ? write.document.id : write.id;
      const start: unknown = write.op === 'create' ? write.document : this.#shown.get(id);
      const end = (write.op === 'create' ? [] : write.changes).reduce<unknown>((document, { unit, after }) => withUnit(document as AnyDocument, unit, after), start);
      this.#shown.set(id, parseDocument(end).data ?? (end as AnyDocument));
      return id;
    });
  }
}

function shownIn(replica: ReplicaForExchange, id: string): string | null {
  const row = replica.get<{ shown: string | null }>('SELECT shown FROM document WHERE id = ?', id);
  return row === undefined || row.shown === null ? null : canonicalJson(JSON.parse(row.shown));
}

/** Every row that the projections keep, by table. `row` counts the patients in the order in which they came here, which a rebuild does not know. */
function projected(replica: ReplicaForExchange): Readonly<Record<string, readonly string[]>> {
  const rowsOf = (table: string): readonly string[] => replica.all<Readonly<Record<string, unknown>>>(`SELECT * FROM "${table}"`).map((row) => JSON.stringify({ ...row, row: 0 })).toSorted();
  return Object.fromEntries(projections.flatMap(({ tables }) => tables).map((table) => [table, rowsOf(table)]));
}
