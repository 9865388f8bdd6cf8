/** What is loaded together, after the first page is on the screen. */
export { Dexie } from 'dexie';
export { removeRxDatabase } from 'rxdb';
export { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
export { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
export { openStandings } from './standingsDatabase.ts';
