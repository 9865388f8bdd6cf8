/** What a page may never do, whatever runs in it: leave, open windows, ask for devices, embed others. */
import type { Session } from 'electron';
import { app } from 'electron';
import { isOurs } from './pages.ts';

/** Before the first window. */
export function guardAllContents(session: Session): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (!isOurs(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // A page of ours saves one thing: a sealed parcel, where the person says.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:') || !item.getFilename().endsWith('.parcel')) event.preventDefault();
  });
}
