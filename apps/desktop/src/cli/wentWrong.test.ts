import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import type { PurgedView, SessionView } from '../contract/views.ts';
import type { Clinic } from './connect.ts';
import { wentWrong } from './wentWrong.ts';

const clinicThat = (purged: PurgedView | null): Pick<Clinic, 'status'> => ({ status: () => Promise.resolve({ purged } as SessionView) });
const ended = clinicThat({ at: '2026-11-30T08:00:00+08:00', bundlesHeld: 3, isConfirmed: false });
const locked = TRPCClientError.from({ error: { message: 'locked', code: -32_001, data: { code: 'UNAUTHORIZED', httpStatus: 401 } } } as never);
const closed = new TypeError('The database connection is not open');

test.each([['in this process', closed], ['at a running clinic', locked]])('CLI-2 a command into which a purge falls (%s) says that the county has ended this PC, and what became of its data', async (_where, error) => {
  expect(await wentWrong(ended, error)).toMatch(/县里已停用这台电脑.*2026-11-30T08:00:00.* · The county has ended this PC/);
});

test('CLI-2 one that has gone says so, without a purge; and a fault of which nothing is known is not hidden behind either', async () => {
  expect(await wentWrong(clinicThat(null), locked)).toContain('The clinic has stopped');
  expect(await wentWrong({ status: () => Promise.reject(new Error('gone')) }, TRPCClientError.from(new TypeError('fetch failed')))).toContain('The clinic has stopped');
  expect(await wentWrong(clinicThat(null), closed)).toBeNull();
});
