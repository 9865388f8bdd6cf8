import type { Lot } from '@lianyi/schema/documents/stock';
import type { HeldDocument } from '@lianyi/sync-server/store/documents';
import type { ExchangeTransaction } from '@lianyi/sync-server/store/exchangeStore';
import type { LogEntryRow } from '@lianyi/sync-server/store/scopeLog';
import { lotKey } from '@lianyi/sync-server/store/stock';
import type { Locks } from './locks.ts';
import { Collision } from './locks.ts';
import { unsettledOf, putBundle, settle, putDocument, setScopes, known, withCorrections, waitingRow, originOf, numbersOf } from './memoryRows.ts';
import type { CountyTables } from './tables.ts';
import { linkKey } from './tables.ts';

/** What a transaction works with. */
interface Running {
  readonly tables: CountyTables;
  readonly owner: object;
  readonly held: Locks;
  /** What the commit does. */
  readonly writes: (() => void)[];
  readonly sequence: { last: number };
  readonly nextReceived: () => number;
}

/** A transaction's reads see what is committed; its writes wait in `writes`. */
export function transactionOf({ tables, owner, held, writes, sequence, nextReceived }: Running): ExchangeTransaction {
  const later = (write: () => void): void => void writes.push(write);
  const lockAll = async (names: readonly string[], mode?: 'shared'): Promise<void> => {
    for (const name of [...new Set(names)].toSorted()) {
      const waiting = held.take(owner, name, mode);
      if (waiting) await waiting;
    }
  };
  const openReviewIdsAbout = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((id) => tables.reviewsAbout.get(id) ?? []).filter((id) => {
      const review = tables.documents.get(id)?.body;
      return review?.kind === 'review' && review.resolution === null;
    });
  const heldOf = (ids: readonly string[]): Map<string, HeldDocument> =>
    new Map(ids.flatMap((id) => {
      const row = tables.documents.get(id);
      return row ? [[id, { document: row.body, version: row.version, revision: row.revision, hash: row.hash, createdHash: row.createdHash, createdBy: row.createdBy, scopes: [...row.scopes].toSorted() }] as const] : [];
    }));

  return {
    lockChain: async (deviceId) => {
      await lockAll([`device ${deviceId}`]);
      return tables.heads.get(deviceId) ?? new Map();
    },
    // Nobody reports a PC of a simulated county.
    isStolen: async () => false,
    // Nobody looks at charts in the console of a simulated county.
    auditHead: async () => null,
    witnessedOf: async (ids) => new Map(ids.flatMap((id) => {
      const row = tables.witnessed.get(id);
      return row ? [[id, row] as const] : [];
    })),
    writeWitnessed: async (rows) => later(() => { for (const row of rows) tables.witnessed.set(row.documentId, row); }),
    putSinceFork: async (fork, ids) => new Map(ids.flatMap((id) => {
      const puts = [...tables.log].flatMap(([scope, entries]) => entries.filter((entry) => entry.number > (fork.forkNumbers[scope] ?? 0) && entry.putIds.includes(id)));
      if (puts.length === 0) return [];
      const firstRevision = Math.min(...puts.map((entry) => entry.putRevisions[entry.putIds.indexOf(id)] ?? 1));
      const bundles = new Set(puts.flatMap((entry) => tables.bundlesClaiming.get(entry.bundleId) ?? []));
      const bodies = [...bundles].flatMap((rowId) => tables.bundles.get(rowId) ?? []).filter((row) => row.outcome === 'accepted' || row.outcome === 'merged');
      return [[id, { firstRevision, bundleBodies: bodies.flatMap((row) => row.body ?? []) }] as const];
    })),
    lostLinks: async (deviceId) => tables.lost.get(deviceId) ?? [],
    recordLost: async (row) => later(() => tables.lost.set(row.deviceId, [...(tables.lost.get(row.deviceId) ?? []), row])),
    writeChainHeads: async (deviceId, heads) => later(() => tables.heads.set(deviceId, new Map(heads))),
    recordSaveNumber: async () => undefined,
    bundlesAtLinks: async (deviceIds, links) =>
      deviceIds.flatMap((deviceId) => links.map((link) => ({ deviceId, link }))).flatMap(({ deviceId, link }) => {
        const row = tables.bundles.get(tables.bundlesAtLink.get(linkKey(deviceId, link.lane, link.number)) ?? '');
        return row?.link ? [{ id: row.id, deviceId, lane: row.link.lane, linkNumber: row.link.number, linkHash: row.linkHash ?? '', receipt: row.receipt }] : [];
      }),
    bundlesById: async (ids) => new Map([...withCorrections(tables, ids)].flatMap((id) => {
      const [first] = (tables.bundlesClaiming.get(id) ?? []).flatMap((rowId) => tables.bundles.get(rowId) ?? []).filter((row) => row.reason !== 'bodyChanged')
        .toSorted((a, b) => Number(a.outcome === 'waiting') - Number(b.outcome === 'waiting') || a.received - b.received);
      return first ? [[id, known(first)] as const] : [];
    })),
    waitingBundles: async (deviceId) =>
      unsettledOf(tables, deviceId).filter((row) => row.outcome === 'waiting')
        .toSorted((a, b) => (a.saveNumber ?? Infinity) - (b.saveNumber ?? Infinity) || (a.link?.number ?? 0) - (b.link?.number ?? 0))
        .flatMap(waitingRow),
    quarantinedBundles: async (deviceId, claimedIds) => {
      const own = [...tables.bundles.values()].filter((row) => row.deviceId === deviceId);
      const chain = new Set(claimedIds);
      for (let size = 0; size < chain.size;) {
        size = chain.size;
        for (const row of own) if (row.correctedBy !== null && chain.has(row.correctedBy)) chain.add(row.claimedId);
      }
      return own
        .filter((row) => row.outcome === 'quarantined' && row.reason !== 'bodyChanged' && ((row.reason === 'needsQuarantined' && row.correctedBy === null) || chain.has(row.claimedId)))
        .toSorted((a, b) => (a.saveNumber ?? Infinity) - (b.saveNumber ?? Infinity) || (a.link?.number ?? 0) - (b.link?.number ?? 0))
        .flatMap(waitingRow);
    },
    recordCorrections: async (deviceId, rows) => later(() => {
      for (const { corrects, by } of rows) {
        for (const row of (tables.bundlesClaiming.get(corrects) ?? []).flatMap((id) => tables.bundles.get(id) ?? [])) {
          if (row.deviceId === deviceId && row.outcome === 'quarantined' && row.reason !== 'bodyChanged' && row.correctedBy === null) putBundle(tables, { ...row, correctedBy: by });
        }
      }
    }),
    recordRelease: async (row) => later(() => tables.releases.set(row.id, row)),
    insertBundles: async (rows) => {
      await lockAll(rows.flatMap((row) => [`bundle ${row.id}`, ...(row.deviceId === null || row.link === null ? [] : [`link ${linkKey(row.deviceId, row.link.lane, row.link.number)}`])]));
      for (const row of rows) {
        const isLinkTaken = row.deviceId !== null && row.link !== null && tables.bundlesAtLink.has(linkKey(row.deviceId, row.link.lane, row.link.number));
        if (tables.bundles.has(row.id) || isLinkTaken) throw new Collision('23505', 'duplicate key: bundle');
      }
      later(() => { for (const row of rows) putBundle(tables, { ...row, receiptDue: false, toldWith: null, correctedBy: null, received: nextReceived() }); });
    },
    settleBundles: async (rows) => later(() => { for (const row of rows) settle(tables, row); }),
    lockPatients: async (ids, exclusiveIds) => {
      const lockOf = (id: string): string => `patients ${id.slice(-2)}`;
      const exclusive = new Set(exclusiveIds.map(lockOf));
      for (const name of [...new Set([...ids, ...exclusiveIds].map(lockOf))].toSorted()) {
        const waiting = held.take(owner, name, exclusive.has(name) ? 'exclusive' : 'shared');
        if (waiting) await waiting;
      }
    },
    patientsOf: async (ids) => new Map(ids.flatMap((id) => {
      const patientId = tables.documents.get(id)?.patientId ?? null;
      return patientId === null ? [] : [[id, patientId] as const];
    })),
    recordsOf: async (ids) => [...new Set(ids)].flatMap((id) => tables.records.get(id) ?? []),
    linkIdsOf: async (ids) => [...new Set(ids.flatMap((id) => tables.linksOf.get(id) ?? []))],
    patientsOfLinks: async (ids) => [...new Set(ids.flatMap((id) => {
      const link = tables.documents.get(id)?.body;
      return link?.kind === 'patientLink' ? link.patientIds : [];
    }))],
    homesOf: async (ids) => new Map(ids.flatMap((id) => {
      const patient = tables.documents.get(id)?.body;
      return patient?.kind === 'patient' ? [[id, { homeId: patient.homeId, absences: tables.absences.get(id) ?? [] }] as const] : [];
    })),
    changeMemberships: async (begun, ended) => later(() => {
      for (const { documentId, scope } of ended) setScopes(tables, documentId, (scopes) => scopes.filter((other) => other !== scope));
      for (const { documentId, scope } of begun) setScopes(tables, documentId, (scopes) => [...new Set([...scopes, scope])]);
    }),
    recordPassages: async (passages) => later(() => {
      for (const { patientId, scope, number, direction } of passages) {
        const absences = tables.absences.get(patientId) ?? [];
        const changed = absences.map((absence) => (absence.scope === scope && absence.backAt === null ? { ...absence, backAt: number } : absence));
        tables.absences.set(patientId, direction === 'left' ? [...absences, { scope, leftAt: number, backAt: null }] : changed);
      }
    }),
    lockDocuments: async (ids) => {
      const wanted = [...new Set([...ids, ...openReviewIdsAbout(ids)])];
      await lockAll(wanted.filter((id) => tables.documents.has(id)).map((id) => `document ${id}`));
      const late = openReviewIdsAbout(ids).filter((id) => !wanted.includes(id));
      await lockAll(late.map((id) => `document ${id}`));
      return heldOf([...wanted, ...late]);
    },
    writeDocuments: async (rows) => {
      const created = rows.filter((row) => row.priorRevision === null);
      await lockAll(created.map((row) => `document ${row.id}`));
      if (created.some((row) => tables.documents.has(row.id))) throw new Collision('23505', 'duplicate key: document');
      later(() => { for (const row of rows) putDocument(tables, row); });
    },
    originsOf: async (ids) => new Map(ids.flatMap((id) => {
      const row = tables.documents.get(id);
      const units = [...(tables.origins.get(id) ?? []), ...(row ? [['', row.createdBy] as const] : [])];
      return units.length === 0 ? [] : [[id, new Map(units.flatMap(([unit, bundleId]) => originOf(tables, unit, bundleId)))] as const];
    })),
    writeOrigins: async (rows) => later(() => {
      for (const { documentId, unit, bundleId } of rows) tables.origins.set(documentId, new Map([...(tables.origins.get(documentId) ?? []), [unit, bundleId]]));
    }),
    lockBalances: async (lots: readonly Lot[]) => {
      const keys = [...new Set(lots.map(lotKey))];
      await lockAll(keys.map((key) => `lot ${key}`));
      return new Map(keys.map((key) => [key, tables.balances.get(key) ?? { quantity: 0, negativeReviewId: null }]));
    },
    writeBalances: async (rows) => later(() => {
      for (const { lot, quantity, negativeReviewId } of rows) tables.balances.set(lotKey(lot), { quantity, negativeReviewId });
    }),
    dispensedOf: async (ids) => new Map(ids.flatMap((id) => {
      const items = tables.dispensed.get(id);
      return items ? [[id, items] as const] : [];
    })),
    addDispensed: async (rows) => {
      await lockAll(rows.map((row) => `dispensed ${row.prescriptionId}`));
      later(() => {
        for (const { prescriptionId, itemNo, added } of rows) {
          const items = tables.dispensed.get(prescriptionId);
          tables.dispensed.set(prescriptionId, new Map([...(items ?? []), [itemNo, (items?.get(itemNo) ?? 0) + added]]));
        }
      });
    },
    dispensesOf: async (ids) => ids.flatMap((prescriptionId) => (tables.dispensesOf.get(prescriptionId) ?? []).flatMap((id) => {
      const row = tables.documents.get(id);
      const bundle = row && tables.bundles.get(row.createdBy);
      return bundle ? [{ prescriptionId, deviceId: bundle.deviceId, numbers: numbersOf(tables, bundle.id) }] : [];
    })),
    projectDirectory: async () => undefined,
    takeNumbers: async (wanted, positions) => {
      await lockAll([...wanted.keys()].map((scope) => `counter ${scope}`));
      const firstByScope = new Map([...wanted].map(([scope, count]) => {
        const number = tables.counters.get(scope) ?? 0;
        later(() => tables.counters.set(scope, number + count));
        return [scope, number + 1];
      }));
      return { firstByScope, positions: Array.from({ length: positions }, () => (sequence.last += 1)) };
    },
    appendLog: async (rows) => later(() => {
      for (const { puts, evicts, ...row } of rows) {
        const entry: LogEntryRow = { ...row, bundleId: row.bundleId as LogEntryRow['bundleId'], putIds: puts.map((put) => put.id), putRevisions: puts.map((put) => put.revision), evictIds: [...evicts] };
        tables.log.set(row.scope, [...(tables.log.get(row.scope) ?? []), entry]);
      }
    }),
  };
}
