import { writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { crashWords } from '@lianyi/schema/basics/crashWords';
import { optionFault } from '@lianyi/schema/basics/optionFault';
import type { Front } from '../host/front.ts';
import { openFront } from '../host/front.ts';
import { DirectoryInUse, fileKeyStore } from '../host/index.ts';
import { isAlive, readHostFile } from './hostFile.ts';
import { startWebShell } from './index.ts';

/**
 * `npm run web -- --data-dir DIR [--port N] [--renderer-dir DIR] [--resources-dir DIR] [--county-url URL]`:
 * one clinic in the local web shell, until SIGTERM or Ctrl-C; a PC that is no clinic's yet opens the page for its code. Exit codes: 2 bad use, 3 the directory is in use.
 */
const usage = '用法 · Usage: npm run web -- --data-dir DIR [--county-url URL] [--port N]';
const help = `${usage}
  在浏览器里打开一个诊所，直到 Ctrl-C · one clinic in the browser, until Ctrl-C
  --data-dir DIR      这个诊所的文件夹 · the clinic's folder
  --county-url URL    登记时县服务器的地址 · the county's address, for a PC that is to be enrolled
  --port N            端口，默认随便一个 · the port; any that is free without it
  --renderer-dir DIR  页面的文件夹 · the folder of the pages
  --resources-dir DIR 目录和规则的文件夹 · the folder of catalogues and rules
`;
const values = optionsIn({
  'data-dir': { type: 'string' },
  port: { type: 'string', default: '0' },
  'renderer-dir': { type: 'string', default: resolve(import.meta.dirname, '../../out/renderer') },
  'resources-dir': { type: 'string', default: resolve(import.meta.dirname, '../../../../resources') },
  'county-url': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
});
const dataDir = values['data-dir'];
const port = Number(values.port);

if (values.help === true) process.stdout.write(help);
else if (dataDir === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) fail(2, usage);
else await serve(resolve(dataDir));

/** What is not understood is told, with what is, and ends it. */
function optionsIn<T extends ParseArgsOptionsConfig>(options: T) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`${optionFault(error, '')}\n${usage}\n`);
    process.exit(2);
  }
}

async function serve(directory: string): Promise<void> {
  const host = open(directory);
  if (host === null) return;
  const shell = await startWebShell({ host, dataDir: directory, rendererDir: values['renderer-dir'], port });
  process.stdout.write(`${host.host()?.identity.orgName ?? '这台电脑还没有登记 · This PC has not been enrolled yet'}: ${shell.url}\n`);

  // From here on an error may hold what somebody writes: its message is told to nobody.
  process.on('uncaughtException', (error) => {
    writeSync(2, `${crashWords(error)}\n`);
    process.exit(1);
  });
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    stopping ??= shell.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever started it is gone: nobody would start it again or end it.
  process.on('disconnect', stop);
}

function open(directory: string): Front | null {
  try {
    return openFront({
      dataDir: directory,
      resourcesDir: values['resources-dir'],
      keyStore: fileKeyStore(join(directory, 'keystore')),
      ...(values['county-url'] !== undefined && { countyUrl: values['county-url'] }),
    });
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) fail(2, error instanceof Error ? error.message : '');
    else {
      const running = readHostFile(directory);
      const where = running !== null && isAlive(running.pid) ? `: ${running.url}` : '';
      fail(3, `这个诊所已经打开 · This clinic is open already${where}\n${error.message}`);
    }
    return null;
  }
}

function fail(code: number, message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
