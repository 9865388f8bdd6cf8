/** What passes over the port between a page and its host; the ends are renderer/client/messagePortLink.ts and host/messagePort.ts. */
export interface PortRequest {
  readonly id: number;
  readonly type: 'query' | 'mutation';
  /** `patients.search` */
  readonly path: string;
  readonly input: unknown;
}

/** `{id, cancel: true}`: nobody waits for that answer any more. */
export interface PortCancel {
  readonly id: number;
  readonly cancel: true;
}

/** An answer, with the same `error` as over HTTP. */
export type PortAnswer =
  | { readonly id: number; readonly ok: true; readonly data: unknown }
  | { readonly id: number; readonly ok: false; readonly error: PortError };

export interface PortError {
  readonly message: string;
  readonly code: number;
  readonly data: { readonly code: string; readonly httpStatus: number; readonly path?: string };
}

/** One end of the port, as preload hands it over. */
export interface HostPort {
  readonly send: (message: PortRequest | PortCancel) => void;
  /** `onClosed` when the host has gone; what was asked stays without an answer. `onOpened` when a new one is there. */
  readonly listen: (onAnswer: (answer: PortAnswer) => void, onClosed: () => void, onOpened: () => void) => void;
}
