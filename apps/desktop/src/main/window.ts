import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { pageUrl } from './pages.ts';

/** The screens are drawn for 1366x768; a smaller display gets all of itself. */
const width = 1366;
const height = 768;

export async function openWindow(): Promise<BrowserWindow> {
  const { workAreaSize } = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    width: Math.min(width, workAreaSize.width),
    height: Math.min(height, workAreaSize.height),
    minWidth: Math.min(1024, workAreaSize.width),
    minHeight: Math.min(600, workAreaSize.height),
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => {
    if (workAreaSize.width <= width) window.maximize();
    window.show();
  });
  await window.loadURL(pageUrl);
  return window;
}
