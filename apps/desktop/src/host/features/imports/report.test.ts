import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Report } from './report.ts';

test('A report that cannot lie beside its file lies in the person\'s folder, and says where', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-report-'));
  try {
    // Nothing can be made beneath a file, as on a disc that takes nothing; also for root.
    const disc = join(directory, 'disc');
    writeFileSync(disc, '');
    const report = new Report(join(disc, 'roster.csv'), join(directory, 'home'), new Date('2026-03-09T06:07:00Z'));
    report.add({ place: '3', outcome: '未导入', field: '', reason: '', inFile: '张素芬', onRecord: '' });
    report.close();
    expect(dirname(report.path ?? '')).toBe(join(directory, 'home'));
    expect(readFileSync(report.path ?? '', 'utf8')).toContain('3,未导入,,,张素芬,');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
