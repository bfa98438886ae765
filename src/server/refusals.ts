/** What clients were refused because of a bound that is a setting: the error for it, and how often, by setting. */
import { limitExceeded } from '../errors.ts';
import type { GatewayError } from '../errors.ts';

/** Counts, and returns the error to be told. */
export type Refuse = (setting: string, value: number) => GatewayError;

export class Refusals {
  readonly #counts = new Map<string, number>();

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  readonly refuse: Refuse = (setting, value) => {
    this.#counts.set(setting, (this.#counts.get(setting) ?? 0) + 1);
    return limitExceeded(setting, value);
  };
}
