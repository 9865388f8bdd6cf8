/**
 * RxDB 17 on Dexie in Chromium, with a profile on the disk as a person's has: IndexedDB in memory, as in Playwright's
 * usual contexts, would be no storage.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { findChromium } from '../../../../tools/chromium.ts';
import { contest } from '../contestant.ts';
import { watchDescendants } from './descendants.ts';

await contest(async ({ from, batch = 1_000 }) => {
  const profile = mkdtempSync(join(tmpdir(), 'lianyi-bench-chromium-'));
  const executablePath = findChromium();
  const browser = await chromium.launchPersistentContext(profile, {
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], ...(executablePath !== undefined && { executablePath }),
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.setDefaultTimeout(0);
  await page.goto(from);
  await page.addScriptTag({ content: await bundled() });
  await page.evaluate(async () => window.openPatients());
  const watched = watchDescendants();
  const startedAt = performance.now();
  await page.evaluate(async ([url, size]) => window.patients.pull(url, size), [from, batch] as const);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    seconds, ...watched.end(),
    content: {
      count: async () => page.evaluate(async () => window.patients.count()),
      documents: async (ids) => page.evaluate(async (asked) => window.patients.documents(asked), ids),
    },
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
});

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry: join(import.meta.dirname, 'rxdbPage.ts'), formats: ['iife'], name: 'bench' } },
  });
  const output = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const code = output.flatMap((file) => (file.type === 'chunk' ? file.code : []))[0];
  if (code === undefined) throw new Error('the page was not built');
  return code;
}
