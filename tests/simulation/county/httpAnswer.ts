/** What comes back over the line. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}
