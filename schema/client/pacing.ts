/**
 * Messages to the gateway, no more than it takes in a second (MAX_MESSAGES_PER_SECOND). What is sent slowly may still arrive all at once, after a
 * network has stalled; so the gateway is asked whether it has all that was sent, and a second goes by before more is.
 */
export type PacingOptions = {
  readonly perSecond: number;
  readonly send: (text: string) => void;
};

const SECOND_MS = 1_000;
/** Clocks are not equally fast. */
const SHARE = 0.9;

export class Pacing {
  readonly #options: PacingOptions;
  /** With the ping behind them. */
  readonly #atOnce: number;
  #sent = 0;
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PacingOptions) {
    this.#options = options;
    this.#atOnce = Math.max(2, Math.floor(options.perSecond * SHARE));
  }

  send(text: string): void {
    if (this.#sent < this.#atOnce) this.#send(text);
    else this.#waiting.push(text);
  }

  /** The gateway has answered the ping. */
  heard(): void {
    this.#timer = setTimeout(() => {
      this.#sent = 0;
      for (const text of this.#waiting.splice(0, this.#atOnce - 1)) this.#send(text);
    }, SECOND_MS);
  }

  /** What waits is given up. */
  end(): void {
    clearTimeout(this.#timer);
    this.#sent = this.#atOnce;
    this.#waiting = [];
  }

  #send(text: string): void {
    this.#options.send(text);
    this.#sent += 1;
    if (this.#sent !== this.#atOnce - 1) return;
    this.#sent += 1;
    this.#options.send(JSON.stringify({ type: 'ping', payload: { paced: true } }));
  }
}
