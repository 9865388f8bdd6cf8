import { PassThrough } from 'node:stream';
import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import type { ImportProgress } from '../contract/views.ts';
import type { Clinic } from './connect.ts';
import { followImport } from './importFiles.ts';

const running: ImportProgress = {
  id: '1', state: 'running', bytes: 1000, bytesDone: 310, rows: 31_000, imported: 30_210, matched: 590, rejected: 200, byType: {}, reportPath: '/r/报告.csv', failure: null,
};

/** A clinic that answers some times, and then fails as told. */
function aClinicThatFails(failure: Error): Pick<Clinic, 'importProgress'> {
  let asked = 0;
  return {
    importProgress: () => {
      asked += 1;
      return asked < 3 ? Promise.resolve(running) : Promise.reject(failure);
    },
  };
}

async function followed(failure: Error): Promise<{ readonly code: number; readonly said: string }> {
  const out = new PassThrough();
  const bar = new PassThrough() as unknown as NodeJS.WriteStream;
  const code = await followImport(aClinicThatFails(failure) as Clinic, '1', bar, out);
  return { code, said: String(out.read()) };
}

test('a clinic that goes away during an import: the last count, the report, and that the same command goes on', async () => {
  const { code, said } = await followed(TRPCClientError.from(new TypeError('fetch failed')));
  expect(code).toBe(1);
  expect(said).toContain('行 rows 31000: 新增 imported 30210, 已有 matched 590, 未导入 rejected 200');
  expect(said).toContain('/r/报告.csv');
  expect(said).toContain('run the same command once more');
  expect(said).toContain('再运行一次同样的命令');
});

test('one that was started anew has forgotten the import, and says the same', async () => {
  const forgotten = TRPCClientError.from({ error: { message: 'locked', code: -32_001, data: { code: 'UNAUTHORIZED', httpStatus: 401 } } } as never);
  expect((await followed(forgotten)).said).toContain('run the same command once more');
});

test('another fault is not hidden behind it', async () => {
  await expect(followed(new Error('a bug'))).rejects.toThrow('a bug');
});
