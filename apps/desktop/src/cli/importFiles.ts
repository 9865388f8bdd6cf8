import type { ImportProgress } from '../contract/views.ts';
import type { Clinic } from './connect.ts';
import { isClinicGone } from './connect.ts';
import { progressBar } from './progressBar.ts';

const everyMs = 200;

/**
 * Follows an import until it ends, with a bar on `bar`; then what became of it on `out`. If the clinic goes away
 * meanwhile, it says what is saved, where the report is, and that the same command takes up the rest.
 * @returns the exit code
 */
export async function followImport(clinic: Clinic, id: string, bar: NodeJS.WriteStream, out: NodeJS.WritableStream, isJson = false): Promise<number> {
  const drawn = progressBar(bar);
  let last: ImportProgress | null = null;
  for (;;) {
    const progress = await clinic.importProgress(id).catch((error: unknown) => {
      if (isClinicGone(error)) return null;
      throw error;
    });
    if (progress === null) {
      drawn.end();
      for (const line of brokenOffLines(last)) out.write(`${line}\n`);
      return 1;
    }
    last = progress;
    drawn.show(progress);
    if (progress.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      continue;
    }
    drawn.end();
    for (const line of isJson ? [JSON.stringify(progress)] : reportLines(progress)) out.write(`${line}\n`);
    return progress.state === 'done' ? 0 : 1;
  }
}

/** What is true when the clinic has gone half way: the last that was heard of the import. */
export function brokenOffLines(last: ImportProgress | null): readonly string[] {
  return [
    '诊所程序在导入途中停了。已导入的都在硬盘上；诊所重新打开后，再运行一次同样的命令，会接着导入，不会重复。',
    'The clinic stopped while it was importing. What was imported is on the disk; when the clinic is open again, run the same command once more: it goes on, and nothing is imported twice.',
    ...(last === null ? [] : [`最后听到 last heard: ${countsLine(last)}`]),
    ...(last === null || last.reportPath === null ? [] : [`到此为止的报告 report so far: ${last.reportPath}`]),
  ];
}

const countsLine = ({ rows, imported, matched, rejected }: ImportProgress): string => `行 rows ${rows}: 新增 imported ${imported}, 已有 matched ${matched}, 未导入 rejected ${rejected}`;

export function reportLines(progress: ImportProgress): readonly string[] {
  const { byType, reportPath, failure } = progress;
  const types = Object.entries(byType).map(
    ([type, { read, stored, skipped, why }]) => `${type}: 读入 read ${read}, 存入 stored ${stored}, 跳过 skipped ${skipped}${why === '' ? '' : ` (${why})`}`,
  );
  return [
    countsLine(progress),
    ...types,
    ...(reportPath === null ? [] : [`逐行报告 report: ${reportPath}`]),
    ...(failure === null ? [] : [`没有完成 failed: ${failure}`]),
  ];
}
