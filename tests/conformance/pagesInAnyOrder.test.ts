import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { PatientId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { CountyDocument, LogEntry, LogPage } from '@lianyi/schema/wire/exchange';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';

const scopes = ['org:a', 'org:b'] as const;

/** A county's log in small: patients come into scopes, change and are evicted; pages are cut from it as they were then. */
class Log {
  readonly entries: LogEntry[] = [];
  readonly documents = new Map<string, CountyDocument>();
  readonly members = new Map<string, Set<string>>();

  put(id: string, phone: string, scope: string): void {
    const body: Patient = aPatient({ id: id as PatientId, phone });
    const revision = (this.documents.get(id)?.revision ?? 0) + 1;
    this.documents.set(id, { id, kind: 'patient', version: 1, revision, hash: contentHash(body), body });
    const into = new Set([...(this.members.get(id) ?? []), scope]);
    this.members.set(id, into);
    for (const name of into) this.#append(name, { puts: [{ id, revision }], evicts: [] });
  }

  evict(id: string, scope: string): void {
    if (!this.members.get(id)?.delete(scope)) return;
    this.#append(scope, { puts: [], evicts: [id] });
  }

  /** What followed these cursors, at most `limit` entries. */
  page(cursors: Readonly<Record<string, number>>, limit: number): LogPage {
    const after = this.entries.filter((entry) => entry.number > (cursors[entry.scope] ?? 0));
    const entries = after.slice(0, limit);
    const ids = new Set(entries.flatMap((entry) => entry.puts.map(({ id }) => id)));
    const reached: Record<string, number> = { ...cursors };
    for (const { scope, number } of entries) reached[scope] = Math.max(reached[scope] ?? 0, number);
    return { entries, documents: [...ids].flatMap((id) => this.documents.get(id) ?? []), cursors: reached, more: after.length > limit };
  }

  #append(scope: string, entry: Pick<LogEntry, 'puts' | 'evicts'>): void {
    const number = this.entries.filter((other) => other.scope === scope).length + 1;
    this.entries.push({ scope, number, bundleId: null, ...entry });
  }
}

type Step =
  | { readonly do: 'put' | 'evict'; readonly patient: number; readonly scope: number; readonly phone: number }
  /** An exchange; its page arrives, or is kept and arrives later. */
  | { readonly do: 'pull'; readonly limit: number; readonly isLate: boolean }
  | { readonly do: 'late'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), patient: fc.nat(1), scope: fc.nat(1), phone: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('evict' as const), patient: fc.nat(1), scope: fc.nat(1), phone: fc.constant(0) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 4 }), isLate: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), which: fc.nat(5) }) },
);

const take = (clinic: TestReplica, page: LogPage): void => void clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...scopes], receipts: [], page });

test('SYNC-7 SYNC-8 pages that come twice, late or by halves leave the replica with exactly what the county has', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const clinic = aReplica({ scopes });
      const log = new Log();
      const kept: LogPage[] = [];
      try {
        for (const next of steps) {
          const id = idFromHash(['patient', 'patient' in next ? next.patient : 0]);
          const scope = 'scope' in next ? (scopes[next.scope] ?? 'org:a') : 'org:a';
          if (next.do === 'put') log.put(id, `139${next.phone}`, scope);
          if (next.do === 'evict') log.evict(id, scope);
          if (next.do === 'pull') {
            const page = log.page(clinic.replica.cursors(), next.limit);
            kept.push(page);
            if (!next.isLate) take(clinic, page);
          }
          const late = next.do === 'late' ? kept[next.which % Math.max(1, kept.length)] : undefined;
          if (late) take(clinic, late);
        }
        take(clinic, log.page(clinic.replica.cursors(), 10_000));
        const expected = [...log.documents.values()]
          .filter(({ id }) => (log.members.get(id)?.size ?? 0) > 0)
          .map(({ id, revision, body }) => ({ id, kind: 'patient', revision, scopes: [...(log.members.get(id) ?? [])].toSorted(), waiting: false, body }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(clinic.replica.dump('', 100)).toEqual(expected);
        expect(clinic.replica.lineFacts().parked).toBe(0);
      } finally {
        clinic.close();
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);
