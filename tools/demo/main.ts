/**
 * `npm start`: a county and two clinics on this machine, until Ctrl-C.
 * Flags: `--fresh` begins anew, `--home DIR` keeps everything elsewhere than in .lianyi/, `--no-open` opens no browser.
 */
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { EmbeddedPostgres } from '../embeddedPostgres.ts';
import { startEmbeddedPostgres } from '../embeddedPostgres.ts';
import { ensureDatabase } from './database.ts';
import { announce, writeDemoFile } from './demoFile.ts';
import type { Home } from './home.ts';
import { discard, homeIn, isPrepared, leaveHome, markPrepared, takeHome } from './home.ts';
import { openBrowser } from './openBrowser.ts';
import { prepareDemo } from './prepare.ts';
import type { Running } from './runAll.ts';
import { runAll } from './runAll.ts';
import { say, sayFailure } from './say.ts';

const root = resolve(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: { fresh: { type: 'boolean', default: false }, home: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
});
const home = homeIn(resolve(process.env['INIT_CWD'] ?? process.cwd(), values.home ?? join(root, '.lianyi')));

let database: EmbeddedPostgres | null = null;
let running: Running | null = null;
let isStopping = false;

const other = takeHome(home);
if (other !== null) {
  sayFailure(`联医已经在运行（进程 ${other}），地址见 ${home.demoFile}`, `Lianyi runs already (process ${other}); its addresses are in ${home.demoFile}`);
  process.exitCode = 3;
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  try {
    await start(home);
  } catch (error) {
    sayFailure('没有启动成功。可以再试一次；若仍不行，用 npm start -- --fresh 从头开始（演示数据会重做）。', 'It did not start. Try once more; if it still does not, begin anew with npm start -- --fresh (the demo is made again).');
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function start(place: Home): Promise<void> {
  const began = Date.now();
  if (values.fresh || !isPrepared(place)) {
    if (values.fresh) say('清除上次的演示数据', 'clearing the last demo');
    await discard(place);
    takeHome(place);
  }
  say('启动县数据库 PostgreSQL', 'starting the county database, PostgreSQL');
  database = await startEmbeddedPostgres({ dir: place.databaseDir, port: 7399, say });
  const databaseUrl = await ensureDatabase(database.databaseUrl, 'lianyi');
  if (isStopping) return;
  if (!isPrepared(place)) {
    say('生成虚构的县：机构、职工、居民、过去一年', 'making up a county: institutions, staff, residents, their last year');
    await prepareDemo({ home: place, databaseUrl, resourcesDir: join(root, 'resources'), say });
    markPrepared(place);
  }
  if (isStopping) return;
  say('启动县服务器和两家诊所', 'starting the county server and two clinics');
  running = await runAll({ root, home: place, databaseUrl, onDeath: (name, logFile) => {
    sayFailure(`${name} 意外停止，日志在 ${logFile}；数据都在硬盘上，重新 npm start 即可。`, `${name} stopped unexpectedly, its log is ${logFile}; all data is on the disk, run npm start again.`);
    void stop(1);
  } });
  const demo = writeDemoFile(place, databaseUrl, running);
  announce(demo, (Date.now() - began) / 1000);
  if (!values['no-open']) openBrowser(demo.clinics[0]?.url ?? demo.county.url);
}

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say('正在停止', 'stopping');
  await running?.stop();
  await database?.stop();
  leaveHome(home);
  process.exit(exitCode);
}
