import type { ImportProgress } from '../contract/views.ts';

const width = 30;

/** Draws one line over and over on a terminal; elsewhere it says a line at every tenth. */
export function progressBar(out: NodeJS.WriteStream): { show(progress: ImportProgress): void; end(): void } {
  const startedAt = Date.now();
  let lastTenth = -1;
  return {
    show: (progress) => {
      const share = progress.state === 'done' ? 1 : progress.bytes > 0 ? Math.min(1, progress.bytesDone / progress.bytes) : 0;
      const tenth = Math.floor(share * 10);
      const text = barText(progress, share, Date.now() - startedAt);
      if (out.isTTY) out.write(`\r${text}\u001b[K`);
      else if (tenth > lastTenth) out.write(`${text}\n`);
      lastTenth = Math.max(lastTenth, tenth);
    },
    end: () => {
      if (out.isTTY) out.write('\n');
    },
  };
}

/** `[#########---------------------]  31 %  31,000 行 rows  +30,210 =590 !200  还有 left 0:42` */
export function barText(progress: ImportProgress, share: number, elapsedMs: number): string {
  const full = Math.round(share * width);
  const bar = `${'#'.repeat(full)}${'-'.repeat(width - full)}`;
  const left = share > 0.02 && share < 1 ? `  还有 left ${clock((elapsedMs / share) * (1 - share))}` : '';
  const counts = `+${number(progress.imported)} =${number(progress.matched)} !${number(progress.rejected)}`;
  return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %  ${number(progress.rows)} 行 rows  ${counts}${left}`;
}

const number = (count: number): string => count.toLocaleString('en');

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
