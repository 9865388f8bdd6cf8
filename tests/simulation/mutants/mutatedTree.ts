import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '../../..');
const sources = ['apps/desktop/src', 'apps/sync-server/src', 'packages/schema/src', 'packages/ui/src', 'tests', 'resources'] as const;
const packages = ['', 'apps/desktop', 'apps/sync-server', 'packages/schema', 'packages/ui', 'tests'] as const;

/** A copy of the sources in a temporary folder, on the packages of this one. */
export function copiedTree(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-mutants-'));
  for (const source of sources) cpSync(join(root, source), join(folder, source), { recursive: true, filter: (path) => !/[\\/]node_modules([\\/]|$)/.test(path) });
  for (const name of packages) furnish(folder, name);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Its package.json, and links to its packages: our own to the copy, the others to where they lie. */
function furnish(folder: string, name: string): void {
  cpSync(join(root, name, 'package.json'), join(folder, name, 'package.json'));
  const modules = join(root, name, 'node_modules');
  if (!existsSync(modules)) return;
  const entries = readdirSync(modules).filter((entry) => !entry.startsWith('.'))
    .flatMap((entry) => (entry.startsWith('@') ? readdirSync(join(modules, entry)).map((inner) => join(entry, inner)) : [entry]));
  for (const entry of entries) {
    const target = realpathSync(join(modules, entry));
    const link = join(folder, name, 'node_modules', entry);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(entry.startsWith('@lianyi') ? join(folder, relative(realpathSync(root), target)) : target, link);
  }
}

/** Puts a mutant's faults in; returns how to take them out. @throws Error if a text does not stand there once */
export function mutate(folder: string, { name, edits }: Mutant): () => void {
  const before = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(find).length !== 2) throw new Error(`${name}: what it breaks does not stand once in ${file}: ${find}`);
    if (!before.has(path)) before.set(path, text);
    writeFileSync(path, text.replace(find, () => replace));
  }
  return () => { for (const [path, text] of before) writeFileSync(path, text); };
}
