/** One way of a line: bytes go one after another at its speed, whichever connection they belong to. Times in ms. */
export class LineSchedule {
  readonly #msPerByte: number;
  #freeAt = 0;

  constructor(kbitPerS: number) {
    this.#msPerByte = 8 / kbitPerS;
  }

  /** @returns when the last of these bytes has left, if they come to the line now and not before `earliest` */
  send(bytes: number, now: number, earliest = now): number {
    this.#freeAt = Math.max(this.#freeAt, now, earliest) + bytes * this.#msPerByte;
    return this.#freeAt;
  }

  /** Nothing leaves before `until`. */
  stall(until: number): void {
    this.#freeAt = Math.max(this.#freeAt, until);
  }

  /** What was about to leave is thrown away. */
  drop(now: number): void {
    this.#freeAt = now;
  }

  /** So long until what has been taken has left. */
  backlogMs(now: number): number {
    return Math.max(0, this.#freeAt - now);
  }
}
