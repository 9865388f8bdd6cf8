import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Reader, SqlValue } from '../replica.ts';

/** Writes projections' tables, inside the transaction of the documents that it follows. */
export interface Writer extends Reader {
  run(sql: string, ...parameters: readonly SqlValue[]): void;
}

/** Tables derived from documents in the same transaction; they can always be rebuilt from the documents. */
export interface Projection {
  readonly name: string;
  /** 1 if left out; a higher one has the tables filled anew when an older replica is opened. */
  readonly version?: number;
  readonly kinds: readonly Kind[];
  /** The tables it alone fills; emptied before a rebuild. */
  readonly tables: readonly string[];
  /**
   * Follows one document from what was shown to what is shown now. `before` is null for a new one, `after` is null
   * when it leaves this PC. Must depend on these two and on its own tables only.
   */
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void;
}
