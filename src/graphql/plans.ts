/** The plans in use: one for all subscriptions whose responses to the same event are the same. */
import { visit } from 'graphql';
import type { DocumentNode, ValidatedSubscriptionArgs } from 'graphql';
import { Plan } from './plan.ts';

/** Of one plan with another: what a wallboard selects of all types of events. An operation may have forty times as many, and a thousand of those would fill a heap. */
const WRITERS_A_PLAN = 256;

export class Plans {
  readonly #maxPlans: number;
  /** Of all plans in here. */
  #writers = 0;
  /** The least recently used first. A subscription keeps its plan, whether it is still in here or not. */
  readonly #plans = new Map<string, Plan>();
  readonly #switches = new WeakMap<DocumentNode, readonly string[]>();

  constructor(maxPlans: number) {
    this.#maxPlans = maxPlans;
  }

  get size(): number {
    return this.#plans.size;
  }

  /** `text` is that of the operation's document. With `masked` events differ, so a plan of its own keeps what it rendered last. */
  planFor(args: ValidatedSubscriptionArgs, text: string, masked: boolean): Plan {
    const { document, operation, variableValues } = args;
    const switched = this.#switchesOf(document).map((name) => variableValues.coerced[name]);
    const key = JSON.stringify([masked, switched, operation.name?.value ?? null, text]);
    const known = this.#plans.get(key);
    const plan = known ?? new Plan(args);
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    if (known === undefined) this.#writers += plan.writers;
    for (const [oldest, { writers }] of this.#plans) {
      if (this.#plans.size <= this.#maxPlans && this.#writers <= this.#maxPlans * WRITERS_A_PLAN) break;
      this.#plans.delete(oldest);
      this.#writers -= writers;
    }
    return plan;
  }

  /** The variables that decide on what is selected; all others are arguments of the subscription, which decide on who gets it. */
  #switchesOf(document: DocumentNode): readonly string[] {
    let names = this.#switches.get(document);
    if (names === undefined) {
      const found = new Set<string>();
      visit(document, {
        Directive: ({ arguments: given }) => {
          for (const { value } of given ?? []) if (value.kind === 'Variable') found.add(value.name.value);
        },
      });
      names = [...found];
      this.#switches.set(document, names);
    }
    return names;
  }
}
