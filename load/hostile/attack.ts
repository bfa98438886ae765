/** What a hostile client does again and again, and the book of how it was answered. */

export type AttackOptions = {
  readonly port: number;
  /** How many connections it has at a time; where it makes one for each try, how many tries are under way at a time. */
  readonly clients: number;
  /** Tries in all, for those that are not held back by the gateway itself. */
  readonly perSecond: number;
  readonly answers: Answers;
  /** Aborted, it ends: all that it has opened is closed when it resolves. */
  readonly signal: AbortSignal;
};

export type Attack = {
  readonly about: string;
  /** Of the full suite. */
  readonly clients: number;
  readonly perSecond: number;
  /** How answers begin that must be among those that it is given. */
  readonly told: readonly string[];
  run(options: AttackOptions): Promise<void>;
};

/** Of how many answers there were how many, by what they said. */
export class Answers {
  readonly #counts = new Map<string, number>();

  take(answer: string): void {
    this.#counts.set(answer, (this.#counts.get(answer) ?? 0) + 1);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}

/** Begins so many tries a second, but no more at a time than there are clients. Resolves once it is aborted and all have ended. */
export async function steadily({ clients, perSecond, answers, signal }: AttackOptions, once: () => Promise<string>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const startMs = performance.now();
  let begun = 0;
  await new Promise<void>((resolve) => {
    const tick = setInterval(() => {
      if (signal.aborted) {
        clearInterval(tick);
        return resolve();
      }
      const due = Math.max(1, Math.floor(((performance.now() - startMs) * perSecond) / 1000));
      while (begun < due && underWay.size < clients) {
        begun += 1;
        const one: Promise<void> = once()
          .then((answer) => answers.take(answer))
          .finally(() => underWay.delete(one));
        underWay.add(one);
      }
      // What could not begin in time is not made up for.
      begun = Math.max(begun, due);
    }, TICK_MS);
  });
  await Promise.all(underWay);
}
const TICK_MS = 5;

/** Has each client try again as soon as it has been answered. */
export async function againAndAgain({ clients, answers, signal }: AttackOptions, once: () => Promise<string>): Promise<void> {
  const one = async (): Promise<void> => {
    while (!signal.aborted) answers.take(await once());
  };
  await Promise.all(Array.from({ length: clients }, one));
}

type Errors = readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];

/** The code of what was refused, and the setting that it is beyond. */
export function refusalOf(errors: Errors | undefined): string {
  const { code = 'no code', setting } = errors?.[0]?.extensions ?? {};
  return setting === undefined ? String(code) : `${String(code)} ${String(setting)}`;
}

/** The same of a close frame. */
export function closeOf(code: number, reason: string): string {
  if (code === 1006) return 'cut';
  const [, name = '', setting = ''] = /^(\w+)(?:: ([A-Z_]{4,}) )?/.exec(reason) ?? [];
  return ['close', code, name, setting].filter((part) => part !== '').join(' ');
}
