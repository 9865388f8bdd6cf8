/** Updates, from the feed that was named; without one, or unpackaged, there are none. A downloaded one is put in when the program ends. */
import { app } from 'electron';

export async function startUpdates(feedUrl: string | null): Promise<void> {
  if (feedUrl === null || !app.isPackaged) return;
  const { default: electronUpdater } = await import('electron-updater');
  const { autoUpdater } = electronUpdater;
  autoUpdater.setFeedURL({ provider: 'generic', url: feedUrl });
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.allowDowngrade = false;
  autoUpdater.logger = null;
  // Without a line there is no update today: an ordinary answer.
  autoUpdater.on('error', () => {});
  await autoUpdater.checkForUpdates().catch(() => null);
}
