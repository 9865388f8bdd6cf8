import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { Options } from '../options.ts';
import { mutants } from './mutants.ts';
import { copiedTree, mutate } from './mutatedTree.ts';

/** Breaks the engines one way after the other, and runs schedules until a promise breaks. @returns the exit status: 1 if one survived */
export async function runMutants({ seeds, from, mutant: only }: Options): Promise<number> {
  const chosen = mutants.filter(({ name }) => only === null || name === only);
  const tree = copiedTree();
  const survived: string[] = [];
  try {
    // What breaks by itself would be taken for a mutant that was caught.
    const control = await run(tree.folder, ['--from', String(from), '--seeds', '5', '--job', '--no-shrink']);
    if (control.code !== 0 || promiseBroken.test(control.said)) {
      console.error(`没有改坏的副本也跑不通 · The copy without a mutant does not run: ${control.said.trim().split('\n').slice(0, 5).join('\n')}`);
      return 1;
    }
    for (const mutant of chosen) {
      const mend = mutate(tree.folder, mutant);
      const { code, said } = await run(tree.folder, ['--from', String(from), '--seeds', String(seeds), '--job', '--stop', '--no-shrink']);
      mend();
      const caught = promiseBroken.exec(said);
      if (caught) console.log(`caught    ${mutant.name}: seed ${caught[1] ?? ''}, ${caught[2] ?? ''}: ${caught[3] ?? ''}`);
      else if (code !== 0) console.log(`caught    ${mutant.name}: the engine broke: ${said.trim().split('\n').find((line) => /Error/.test(line)) ?? ''}`);
      else survived.push(mutant.name);
      if (survived.at(-1) === mutant.name) console.log(`SURVIVED  ${mutant.name}: ${mutant.wrong}`);
    }
  } finally {
    tree.remove();
  }
  console.log(JSON.stringify({ mutants: chosen.length, caught: chosen.length - survived.length, survived }));
  return survived.length > 0 || chosen.length === 0 ? 1 : 0;
}

const promiseBroken = /^seed (\d+): (\w+): (.*)$/m;

async function run(folder: string, words: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [join(folder, 'tests/simulation/main.ts'), ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  return new Promise((resolve) => { child.once('close', (code) => { resolve({ code, said }); }); });
}
