/** How a gateway that goes down gets rid of its clients: in waves, since all at once they would fall upon the other replicas together. */
import { setTimeout as pause } from 'node:timers/promises';
import { draining } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

/** A connection, or a stream that is a response of its own. */
export type Guest = {
  /** Told to go elsewhere, it goes once it has what waits for it; it may be told more than once. */
  leave(error: GatewayError): void;
};

/** About so much lies between two waves; no two replicas that go down together have the same waves. */
const WAVE_MS = 100;
/** The last ones are told early enough to take what waits for them. */
const WAVES_SHARE = 0.8;

export class Drain {
  readonly #guests = new Set<Guest>();
  #begun = false;

  /** From then on nothing new is let in. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Disposed of when the guest has left. */
  add(guest: Guest): Disposable {
    this.#guests.add(guest);
    return { [Symbol.dispose]: () => void this.#guests.delete(guest) };
  }

  begin(): void {
    this.#begun = true;
  }

  /** Resolves when nobody is left, the time is over, or `hurry` is aborted. */
  async waves(durationMs: number, hurry: AbortSignal): Promise<void> {
    this.begin();
    const startMs = performance.now();
    const guests = shuffled([...this.#guests]);
    let told = 0;
    for (;;) {
      const elapsedMs = performance.now() - startMs;
      if (this.#guests.size === 0 || elapsedMs >= durationMs || hurry.aborted) return;
      const due = Math.min(Math.ceil((guests.length * elapsedMs) / (durationMs * WAVES_SHARE)), guests.length);
      for (const guest of guests.slice(told, due)) if (this.#guests.has(guest)) guest.leave(draining());
      // Whose request was on its way in when the draining began.
      if (told === guests.length) for (const guest of this.#guests) guest.leave(draining());
      told = due;
      const waveMs = Math.min(WAVE_MS * (0.5 + Math.random()), durationMs - elapsedMs);
      await pause(waveMs, undefined, { signal: hurry }).catch(() => {});
    }
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
