/** The messages between Electron's main process and its host. */
export type * from '../host/shellMessages.ts';
