/** What passes between Electron's main process and the host that it starts as a utility process. */

/** The first message to the host. Afterwards it is sent `ShellPort` with a page's port, and at the end `ShellClose`. */
export interface ShellStart {
  readonly kind: 'start';
  readonly dataDir: string;
  readonly resourcesDir: string;
  /** Where the county is reached, if not where this PC was enrolled. */
  readonly countyUrl: string | null;
  /** The secret of the system's key store, base64 of 32 bytes; null where a file of the data directory holds it. */
  readonly systemSecret: string | null;
}

/** Comes with the page's port. */
export interface ShellPort {
  readonly kind: 'port';
}

export interface ShellClose {
  readonly kind: 'close';
}

export type ShellMessage = ShellStart | ShellPort | ShellClose;

/** What the host says to main: once, after `ShellStart`. */
export type HostReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: 'inUse' | 'unreadable'; readonly detail: string };
