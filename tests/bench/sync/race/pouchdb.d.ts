/** What the bench uses of packages that bring no types. */
declare module 'pouchdb' {
  interface PouchDocument {
    readonly _id: string;
    readonly _rev?: string;
  }
  interface Pouch {
    bulkDocs(documents: readonly PouchDocument[]): Promise<readonly { readonly ok?: boolean }[]>;
    info(): Promise<{ readonly doc_count: number }>;
    allDocs(options: { readonly keys: readonly string[]; readonly include_docs: true }): Promise<{ readonly rows: readonly { readonly doc?: PouchDocument & { readonly id: string } }[] }>;
    readonly replicate: { from(url: string, options: { readonly batch_size: number }): Promise<{ readonly ok: boolean; readonly docs_written: number }> };
    close(): Promise<void>;
  }
  interface PouchConstructor {
    new (name: string): Pouch;
    defaults(options: { readonly adapter?: string; readonly prefix?: string }): PouchConstructor;
    plugin(plugin: unknown): PouchConstructor;
  }
  const PouchDB: PouchConstructor;
  export default PouchDB;
}

declare module 'pouchdb-adapter-memory' {
  const plugin: unknown;
  export default plugin;
}

declare module 'express-pouchdb' {
  import type { PouchConstructor } from 'pouchdb';
  const expressPouchdb: (pouchdb: PouchConstructor, options: { readonly mode: 'minimumForPouchDB'; readonly inMemoryConfig: true; readonly logPath: string }) => unknown;
  export default expressPouchdb;
}

declare module 'express' {
  import type { Server } from 'node:http';
  const express: () => { use(path: string, handler: unknown): void; listen(port: number, host: string, listening: () => void): Server };
  export default express;
}
