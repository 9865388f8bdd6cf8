import { join } from 'node:path';
import type { Submission } from '@lianyi/schema/wire/exchange';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => clinic.close());

const register = (): void => void clinic.save([{ op: 'create', document: aPatient() }]);
const outbox = (): readonly Submission[] => clinic.replica.submissions(100, 1_000_000);
const answer = (submission: Submission | undefined, outcome: 'accepted' | 'waiting', reason: 'predecessorMissing' | 'needsUnknown' | null = null): void => {
  if (!submission) throw new Error('nothing to answer');
  clinic.replica.apply({
    epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [clinic.county.receipt(submission, outcome, {}, reason)], page: { entries: [], documents: [], cursors: {}, more: false },
  });
};

describe('SYNC-23 a gap as the clinic sees it', () => {
  test('SYNC-23 the county lacks a bundle that it gave its receipt for: the PC says so and sends it again', () => {
    register();
    register();
    const [first, second] = outbox();
    answer(first, 'accepted');
    answer(second, 'waiting', 'predecessorMissing');
    expect(clinic.replica.lineFacts().gap).toEqual({ where: 'county', lane: 'routine', number: 1 });
    expect(outbox()).toEqual([first]);
    answer(first, 'accepted');
    answer(second, 'accepted');
    expect(clinic.replica.lineFacts()).toMatchObject({ gap: null, waiting: { count: 0 } });
  });

  test('SYNC-23 the county lacks several in a row: each gap that it tells brings the one before, and none is held back', () => {
    for (let at = 0; at < 3; at += 1) register();
    const [first, second, third] = outbox();
    answer(first, 'accepted');
    answer(second, 'accepted');
    answer(third, 'waiting', 'predecessorMissing');
    expect(outbox()).toEqual([second]);
    answer(second, 'waiting', 'predecessorMissing');
    expect(outbox()).toEqual([first, second]);
    for (const one of [first, second, third]) answer(one, 'accepted');
    expect(clinic.replica.lineFacts()).toMatchObject({ gap: null, waiting: { count: 0 } });
  });

  test('SYNC-23 what the county holds until its predecessor has come is no alarm while that is still here to be sent', () => {
    register();
    register();
    const [first, second] = outbox();
    answer(second, 'waiting', 'predecessorMissing');
    expect(clinic.replica.lineFacts().gap).toBeNull();
    expect(outbox()).toEqual([first]);
  });

  test('SYNC-23 a need that has not come is no gap, and two that wait behind one gap are not sent again and again', () => {
    for (let at = 0; at < 3; at += 1) register();
    const [, second, third] = outbox();
    answer(third, 'waiting', 'predecessorMissing');
    answer(second, 'waiting', 'predecessorMissing');
    answer(third, 'waiting', 'predecessorMissing');
    expect(outbox()).toHaveLength(1);
    expect(clinic.replica.lineFacts().gap).toBeNull();
  });

  test('SYNC-23 a bundle that is missing from this PC\'s own chain is found when the replica is opened', () => {
    for (let at = 0; at < 4; at += 1) register();
    expect(clinic.replica.lineFacts().gap).toBeNull();
    damage('PRAGMA foreign_keys=OFF; DELETE FROM bundle WHERE link_number = 3');
    expect(clinic.replica.lineFacts().gap).toEqual({ where: 'here', lane: 'routine', number: 3 });
  });

  test('SYNC-23 a bundle to be sent that does not follow the one before it is found, too', () => {
    for (let at = 0; at < 3; at += 1) register();
    damage("UPDATE bundle SET link_hash = 'another' WHERE link_number = 2");
    expect(clinic.replica.lineFacts().gap).toEqual({ where: 'here', lane: 'routine', number: 2 });
  });
});

/** What a failing disk may do. */
function damage(sql: string): void {
  clinic.replica.close();
  const database = openDatabase({ path: join(clinic.directory, 'replica.db'), encryption: { kind: 'sqlcipher', key: clinic.key } });
  database.exec(sql);
  database.close();
  clinic = clinic.reopen();
}
