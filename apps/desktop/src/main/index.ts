/** Electron's main process: one window, one host, the port between them. It sees no patient's data. */
import { join } from 'node:path';
import process from 'node:process';
import type { BrowserWindow } from 'electron';
import { app, ipcMain, Menu, session } from 'electron';
import { readFlags } from './flags.ts';
import { guardAllContents } from './guards.ts';
import type { HostProcess } from './hostProcess.ts';
import { startHostProcess } from './hostProcess.ts';
import { systemSecretOf } from './keyStore.ts';
import { isOurs, registerPageScheme, servePages } from './pages.ts';
import { restartLimit } from './restartLimit.ts';
import { resourcesDir } from './resources.ts';
import { startUpdates } from './updates.ts';
import { openWindow } from './window.ts';
import { askToRestart, sayFailure } from './words.ts';

const flags = readFlags();
let host: HostProcess | null = null;
let window: BrowserWindow | null = null;
let closing: Promise<void> | null = null;
const mayRestart = restartLimit();

if (app.requestSingleInstanceLock()) {
  registerPageScheme();
  // Where the system's root runs it, as in a container, Chromium takes no sandbox at all.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    closing ??= close();
  });
  void app.whenReady().then(open);
} else {
  app.exit(0);
}

async function open(): Promise<void> {
  Menu.setApplicationMenu(null);
  guardAllContents(session.defaultSession);
  servePages(join(import.meta.dirname, '../renderer'));
  ipcMain.on('lianyi:port', ({ senderFrame }) => {
    if (senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)) host?.connect(senderFrame);
  });
  if (!(await startHost())) return app.exit(1);
  window = await openWindow();
  await startUpdates(flags.updateUrl);
}

/** @returns whether there is a clinic to show */
async function startHost(): Promise<boolean> {
  const secret = systemSecretOf(flags.dataDir);
  if (secret.kind === 'sealed') {
    sayFailure('sealed', flags.dataDir);
    return false;
  }
  host = await startHostProcess({
    kind: 'start', dataDir: flags.dataDir, resourcesDir: resourcesDir(), countyUrl: flags.countyUrl,
    systemSecret: secret.kind === 'system' ? secret.secret : null,
  }, () => void hostDied());
  if (host.report.kind === 'ready') return true;
  sayFailure(host.report.reason, host.report.detail);
  return false;
}

/** The page stays as it is, with what is being written, and gets a port to the new host. A host that dies over and over is for a person to decide about. */
async function hostDied(): Promise<void> {
  host = null;
  if (!mayRestart(Date.now()) && !(await askToRestart())) return app.quit();
  if (!(await startHost())) return app.quit();
  connectPage();
}

function connectPage(): void {
  if (window !== null) host?.connect(window.webContents.mainFrame);
}

/** The host first: what it was asked to save is on the disk before the program ends. */
async function close(): Promise<void> {
  await host?.close();
  window?.destroy();
  app.exit(0);
}

function showWindow(): void {
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

process.on('unhandledRejection', (reason) => {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : 'rejected'}\n`);
  app.quit();
});
