/** The plans in use: one for all subscriptions whose responses to the same event are the same. */
import { visit } from 'graphql';
import type { DocumentNode, ValidatedSubscriptionArgs } from 'graphql';
import { Plan } from './plan.ts';
import { RecentlyUsed } from './recently-used.ts';

/** Of one plan with another: what a wallboard selects of all types of events. An operation may have forty times as many, and a thousand of those would fill a heap. */
const WRITERS_A_PLAN = 256;

export class Plans {
  /** A subscription keeps its plan, whether it is still in here or not. */
  readonly #plans: RecentlyUsed<Plan>;
  readonly #switches = new WeakMap<DocumentNode, readonly string[]>();

  constructor(maxPlans: number) {
    this.#plans = new RecentlyUsed({ maxEntries: maxPlans, maxWeight: maxPlans * WRITERS_A_PLAN, weigh: (_key, { writers }) => writers });
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
    if (known !== undefined) return known;
    const plan = new Plan(args);
    this.#plans.set(key, plan);
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
