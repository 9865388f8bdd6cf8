/** The messages between Electron's page and its host. */
export type * from '../host/portMessages.ts';
