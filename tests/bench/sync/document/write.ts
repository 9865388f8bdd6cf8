import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPart } from './table.ts';

const path = join(import.meta.dirname, '../../../../docs/benchmarks.md');

/** Puts a part that was measured into docs/benchmarks.md; what was not measured this time stays as it was, with its date. */
export function writePart(name: string, part: string): void {
  writeFileSync(path, withPart(readFileSync(path, 'utf8'), name, part));
}
