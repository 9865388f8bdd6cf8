/**
 * `npm start`: a county and two clinics on this machine, until Ctrl-C.
 * Flags: `--fresh` begins anew, `--home DIR` keeps everything elsewhere than in .lianyi/, `--no-open` opens no browser.
 */
import { join, resolve } from 'node:path';
import process from 'node:process';
import { startEmbeddedPostgres } from '../embeddedPostgres.ts';
import { buildTarget } from '../build/targets.ts';
import { optionsOf } from '../options.ts';
import { ensureDatabase } from './database.ts';
import { announce, writeDemoFile } from './demoFile.ts';
import type { Home } from './home.ts';
import type { KeptDatabase } from './keepDatabase.ts';
import { keepDatabase } from './keepDatabase.ts';
import { discard, homeIn, isPrepared, leaveHome, markPrepared, takeHome } from './home.ts';
import { openBrowser } from './openBrowser.ts';
import { prepareDemo } from './prepare.ts';
import type { Running } from './runAll.ts';
import { runAll } from './runAll.ts';
import { say, sayFailure } from './say.ts';
import { usage } from './usage.ts';

// The demo's county lies in China: its day is that of there, on whatever machine it is shown.
process.env['TZ'] ??= 'Asia/Shanghai';

const root = resolve(import.meta.dirname, '..', '..');
const values = optionsOf({ fresh: { type: 'boolean', default: false }, home: { type: 'string' }, 'no-open': { type: 'boolean', default: false } }, usage);
const home = homeIn(resolve(process.env['INIT_CWD'] ?? process.cwd(), values.home ?? join(root, '.lianyi')));

let database: { readonly url: string; readonly kept: KeptDatabase } | null = null;
let running: Running | null = null;
const stopping = new AbortController();
/** What a stop half way through the start must let end first, so that nothing is left behind. */
const underWay = new Set<Promise<unknown>>();

const other = takeHome(home);
if (other !== null) {
  sayFailure(`联医已经在运行（进程 ${other}），地址见 ${home.demoFile}`, `Lianyi runs already (process ${other}); its addresses are in ${home.demoFile}`);
  process.exitCode = 3;
} else {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  try {
    await start(home);
  } catch (error) {
    // Told to stop, it is no failure that something did not start.
    if (!stopping.signal.aborted) await failed(error);
  }
}

async function failed(error: unknown): Promise<void> {
  sayFailure('没有启动成功。可以再试一次；若仍不行，用 npm start -- --fresh 从头开始（演示数据会重做）。', 'It did not start. Try once more; if it still does not, begin anew with npm start -- --fresh (the demo is made again).');
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function start(place: Home): Promise<void> {
  const began = Date.now();
  buildPages();
  if (values.fresh || !isPrepared(place)) {
    if (values.fresh) say('清除上次的演示数据', 'clearing the last demo');
    await discard(place);
    takeHome(place);
    const databaseUrl = await startDatabase(place);
    if (stopping.signal.aborted) return;
    say('生成虚构的县：机构、职工、居民、过去一年', 'making up a county: institutions, staff, residents, their last year');
    await prepareDemo({ home: place, databaseUrl, resourcesDir: join(root, 'resources'), say });
    markPrepared(place);
  }
  if (stopping.signal.aborted) return;
  say('启动县数据库、县服务器和两家诊所', 'starting the county database, the county server and two clinics');
  const databaseUrl = startDatabase(place);
  // Whoever needs it hears of its failure; until then it must not count as nobody's.
  databaseUrl.catch(() => undefined);
  running = await tracked(runAll({ root, home: place, databaseUrl, stopping: stopping.signal, tell: {
    died: (name, logFile) => sayFailure(`${name} 意外停止，正在重新启动；别的照常。数据都在硬盘上，日志在 ${logFile}`, `${name} stopped unexpectedly and is started again; the others go on. All data is on the disk, its log is ${logFile}`),
    back: (name) => say(`${name} 已重新启动`, `${name} runs again`),
    givenUp: (name, logFile) => sayFailure(`${name} 一再停止，不再重启；别的照常。日志在 ${logFile}；数据都在硬盘上，Ctrl-C 后再 npm start。`, `${name} stops again and again and is left so; the others go on. Its log is ${logFile}; all data is on the disk: Ctrl-C, then npm start.`),
  } }));
  const demo = writeDemoFile(place, await databaseUrl, running);
  announce(demo, (Date.now() - began) / 1000);
  if (!values['no-open']) openBrowser(demo.clinics[0]?.url ?? demo.county.url);
}

/** The pages that the clinics and the county show, if their sources have changed. */
function buildPages(): void {
  for (const name of ['renderer', 'console'] as const) {
    const outcome = buildTarget(name, { force: false });
    if (outcome.kind === 'built') say(`已构建页面 ${name}`, `built the pages of ${name}`);
    if (outcome.kind === 'failed') throw new Error(`build ${name}:\n${outcome.output}`);
  }
}

async function startDatabase(place: Home): Promise<string> {
  database ??= await tracked(keptDatabase(place));
  return ensureDatabase(database.url, 'lianyi');
}

async function keptDatabase(place: Home): Promise<NonNullable<typeof database>> {
  const begin = async (port: number) => startEmbeddedPostgres({ dir: place.databaseDir, port, say });
  const first = await begin(7399);
  return { url: first.databaseUrl, kept: keepDatabase({
    database: first,
    start: begin,
    onDied: () => sayFailure('县数据库意外停止，正在重新启动；提交过的都在硬盘上。', 'the county database stopped unexpectedly and is started again; all that was committed is on the disk'),
    onBack: () => say('县数据库已重新启动', 'the county database runs again'),
    onGivenUp: () => sayFailure('县数据库没有再启动成功；数据都在硬盘上，Ctrl-C 后再 npm start。', 'the county database did not start again; all data is on the disk: Ctrl-C, then npm start'),
  }) };
}

function tracked<Result>(work: Promise<Result>): Promise<Result> {
  underWay.add(work);
  void work.finally(() => underWay.delete(work)).catch(() => undefined);
  return work;
}

async function stop(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  say('正在停止', 'stopping');
  stopping.abort();
  await Promise.allSettled(underWay);
  await running?.stop();
  await database?.kept.stop();
  leaveHome(home);
  process.exit(exitCode);
}
