import type { ImportProgress } from '../contract/views.ts';
import type { Clinic } from './connect.ts';
import { progressBar } from './progressBar.ts';

const everyMs = 200;

/** Follows an import until it ends, with a bar on `bar`; then what became of it on `out`. @returns the exit code. */
export async function followImport(clinic: Clinic, id: string, bar: NodeJS.WriteStream, out: NodeJS.WritableStream): Promise<number> {
  const drawn = progressBar(bar);
  for (;;) {
    const progress = await clinic.importProgress(id);
    if (progress === null) return 1;
    drawn.show(progress);
    if (progress.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      continue;
    }
    drawn.end();
    for (const line of reportLines(progress)) out.write(`${line}\n`);
    return progress.state === 'done' ? 0 : 1;
  }
}

export function reportLines(progress: ImportProgress): readonly string[] {
  const { rows, imported, matched, rejected, byType, reportPath, failure } = progress;
  const types = Object.entries(byType).map(
    ([type, { read, stored, skipped, why }]) => `${type}: 读入 read ${read}, 存入 stored ${stored}, 跳过 skipped ${skipped}${why === '' ? '' : ` (${why})`}`,
  );
  return [
    `行 rows ${rows}: 新增 imported ${imported}, 已有 matched ${matched}, 未导入 rejected ${rejected}`,
    ...types,
    ...(reportPath === null ? [] : [`逐行报告 report: ${reportPath}`]),
    ...(failure === null ? [] : [`没有完成 failed: ${failure}`]),
  ];
}
