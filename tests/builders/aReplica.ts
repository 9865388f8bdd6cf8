import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import { newDeviceKey, signerOf } from '@lianyi/desktop/host/replica/deviceKey';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { Actor, DeviceIdentity, NewWrite, SaveResult } from '@lianyi/desktop/host/replica/replica';
import type { DeviceId, OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { catalogueScope, kindRules, organisationScope, scopesOf } from '@lianyi/schema/documents/kinds';
import type { CountyDocument, LogEntry, LogPage, Receipt, Submission } from '@lianyi/schema/wire/exchange';
import { linkHash, receiptToSign } from '@lianyi/schema/wire/exchange';
import { jsonHash } from '@lianyi/schema/basics/digest';
import { testOrgId, testPersonId } from './aPatient.ts';

/** A replica of a test on the real disk: encrypted, migrated, enrolled with a county that the test plays. */
export interface TestReplica {
  readonly replica: ReplicaForExchange;
  readonly directory: string;
  readonly key: Uint8Array;
  readonly identity: DeviceIdentity;
  readonly actor: Actor;
  /** Scopes that this PC follows. */
  readonly scopes: readonly string[];
  readonly county: TestCounty;
  /** Saves writes as `actor` and expects it to go well. */
  save(writes: readonly NewWrite[], action?: string): { readonly bundleId: string };
  /** Takes documents in as the county would send them: revisions count up from 1. */
  pull(...documents: readonly AnyDocument[]): void;
  /** Closes and opens it again on the same directory; with `kinds`, by another version of the app. */
  reopen(kinds?: KindTable): TestReplica;
  close(): void;
}

interface ReplicaParts {
  readonly orgId?: OrganisationId;
  readonly personId?: PersonId;
  readonly scopes?: readonly string[];
  readonly now?: () => Date;
  /** Since the machine started. */
  readonly uptimeSeconds?: () => number;
  readonly kinds?: KindTable;
}

export function aReplica(parts: ReplicaParts = {}): TestReplica {
  const orgId = parts.orgId ?? testOrgId;
  const identity: DeviceIdentity = { deviceId: newId() as DeviceId, deviceName: '测试机', orgId };
  const opened: Opened = {
    directory: mkdtempSync(join(tmpdir(), 'lianyi-replica-')),
    key: randomBytes(32),
    identity,
    actor: { personId: parts.personId ?? testPersonId, orgId },
    scopes: parts.scopes ?? [organisationScope(orgId), catalogueScope],
    county: new TestCounty(),
    now: parts.now ?? (() => new Date()),
    uptimeSeconds: parts.uptimeSeconds ?? (() => 0),
    ...(parts.kinds && { kinds: parts.kinds }),
  };
  return open(opened, true);
}

interface Opened extends Pick<TestReplica, 'directory' | 'key' | 'identity' | 'actor' | 'scopes' | 'county'> {
  readonly now: () => Date;
  readonly uptimeSeconds: () => number;
  readonly kinds?: KindTable;
}

function open(opened: Opened, isNew: boolean): TestReplica {
  const { directory, key, identity, county, scopes } = opened;
  const replica = openReplica({
    directory, key, identity, now: opened.now, uptimeSeconds: opened.uptimeSeconds, ...(opened.kinds && { kinds: opened.kinds }),
    ...(isNew && { enrolment: { deviceKey: newDeviceKey(), countyKey: county.key.publicKey, epoch: county.epoch, scopes } }),
  });
  return {
    ...opened,
    replica,
    save: (writes, action = 'tests.save') => savedOf(replica.save(action, opened.actor, () => ({ writes }))),
    pull: (...documents) => void replica.apply({ epoch: county.epoch, scopes: [...scopes], receipts: [], page: county.puts(documents, scopes) }),
    reopen: (kinds) => {
      closeQuietly(replica);
      return open({ ...opened, ...(kinds && { kinds }) }, false);
    },
    close: () => {
      closeQuietly(replica);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A test may have closed it already. */
function closeQuietly(replica: ReplicaForExchange): void {
  try {
    replica.close();
  } catch {
    // Closed.
  }
}

function savedOf(result: SaveResult<never>): { readonly bundleId: string } {
  if (result.ok) return { bundleId: result.bundleId };
  throw new Error(`not saved: ${JSON.stringify(result)}`);
}

/** A county by hand: numbers its scopes, counts revisions and signs receipts, and judges nothing. */
export class TestCounty {
  readonly key: DeviceKey = newDeviceKey();
  readonly epoch = newId();
  readonly #sign = signerOf(this.key);
  readonly #numbers = new Map<string, number>();
  readonly #revisions = new Map<string, number>();

  /** A page that puts documents into those of their scopes that are followed, as one bundle. */
  puts(documents: readonly AnyDocument[], followed: readonly string[], bundleId: string | null = null): LogPage {
    const put = documents.map((document) => this.document(document));
    const byScope = new Map<string, LogEntry['puts'][number][]>();
    documents.forEach((document, at) => {
      for (const scope of scopesOf(document).filter((name) => followed.includes(name))) {
        byScope.set(scope, [...(byScope.get(scope) ?? []), { id: document.id, revision: put[at]?.revision ?? 1 }]);
      }
    });
    const entries = [...byScope].map(([scope, puts]): LogEntry => ({ scope, number: this.nextNumber(scope), bundleId: bundleId as LogEntry['bundleId'], puts, evicts: [] }));
    return { entries, documents: put, cursors: Object.fromEntries(this.#numbers), more: false };
  }

  /** A page that evicts documents from a scope. */
  evicts(ids: readonly string[], scope: string): LogPage {
    const entry: LogEntry = { scope, number: this.nextNumber(scope), bundleId: null, puts: [], evicts: [...ids] };
    return { entries: [entry], documents: [], cursors: Object.fromEntries(this.#numbers), more: false };
  }

  /** A document as the county would send it, one revision on. */
  document(body: { readonly id: string; readonly kind: string }, version?: number): CountyDocument {
    const revision = (this.#revisions.get(body.id) ?? 0) + 1;
    this.#revisions.set(body.id, revision);
    const known = kindRules[body.kind as AnyDocument['kind']] as { version: number } | undefined;
    return { id: body.id, kind: body.kind, version: version ?? known?.version ?? 1, revision, hash: contentHash(body), body };
  }

  nextNumber(scope: string): number {
    const next = (this.#numbers.get(scope) ?? 0) + 1;
    this.#numbers.set(scope, next);
    return next;
  }

  cursors(): Record<string, number> {
    return Object.fromEntries(this.#numbers);
  }

  /** The signed answer about a submission. */
  receipt(submission: Submission, outcome: Receipt['outcome'], numbers: Record<string, number> = {}, reason: Receipt['reason'] = outcome === 'quarantined' ? 'invalid' : null): Receipt {
    const body = submission.body as { readonly id: Receipt['bundleId']; readonly deviceId: DeviceId };
    const bodyHash = jsonHash(body);
    const unsigned = {
      bundleId: body.id, bodyHash, linkHash: linkHash(submission.link, bodyHash), chain: { deviceId: body.deviceId, ...submission.link }, outcome, reason,
      detail: '', numbers, reviewIds: [], countyTime: '2026-03-09T10:00:00+08:00',
    };
    return { ...unsigned, signature: this.#sign(receiptToSign(unsigned)) };
  }
}
