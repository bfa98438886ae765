/** When the day of an instant began in a time zone. */

const HOUR_MS = 3_600_000;
/** Years 0000 to 9999: what can be told as an instant. */
const FIRST_MS = -62_167_219_200_000;
const LAST_MS = 253_402_300_799_999;

type Day = { readonly startMs: number; readonly endMs: number };
/** Records of different partitions come from neighbouring days. */
const MAX_REMEMBERED = 4;

export class Days {
  readonly #format: Intl.DateTimeFormat;
  #days: readonly Day[] = [];

  /** Throws RangeError for a time zone that is none. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA', { timeZone, era: 'short', year: 'numeric', month: '2-digit', day: '2-digit' });
  }

  startOf(ms: number): number {
    return this.#at(ms).startMs;
  }

  endOf(ms: number): number {
    return this.#at(ms).endMs;
  }

  #at(ms: number): Day {
    const at = Math.min(Math.max(ms, FIRST_MS), LAST_MS);
    for (const day of this.#days) if (at >= day.startMs && at < day.endMs) return day;
    const day = this.#dayOf(at);
    this.#days = [day, ...this.#days.slice(0, MAX_REMEMBERED - 1)];
    return day;
  }

  /** By looking for the instants at which the date changes: a day need not begin at midnight nor have 24 hours. */
  #dayOf(ms: number): Day {
    const date = this.#format.format(ms);
    const isSame = (at: number): boolean => this.#format.format(at) === date;
    let before = ms - 27 * HOUR_MS;
    let startMs = ms;
    while (startMs - before > 1) {
      const middle = Math.floor((before + startMs) / 2);
      if (isSame(middle)) startMs = middle;
      else before = middle;
    }
    let within = ms;
    let endMs = ms + 27 * HOUR_MS;
    while (endMs - within > 1) {
      const middle = Math.floor((within + endMs) / 2);
      if (isSame(middle)) within = middle;
      else endMs = middle;
    }
    return { startMs, endMs };
  }
}
