/**
 * Subscriptions whose results Yoga writes: each holds the text that all who select alike share, made once for whichever door they came by. What ends a
 * stream is worded by graphql-js.
 */
import { createSourceEventStream, executeSubscriptionEvent, mapSourceToResponseEvent, validateSubscriptionArgs } from 'graphql';
import type { ExecutionArgs, ExecutionResult, ValidatedSubscriptionArgs } from 'graphql';
import type { Plan } from '../graphql/plan.ts';
import { Delivered } from '../hub/event-stream.ts';
import { Update } from '../views/update.ts';

/** Yoga writes what it gives in place of the result. */
type SharedResult = ExecutionResult & { readonly stringify: () => string };

export async function subscribeShared(
  args: ExecutionArgs,
  planFor: (args: ValidatedSubscriptionArgs) => Plan,
): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const validated = validateSubscriptionArgs(args);
  if (!('schema' in validated)) return { errors: validated };
  const source = await createSourceEventStream(validated);
  if (!(Symbol.asyncIterator in source)) return source;
  let plan: Plan | null = null;
  return mapSourceToResponseEvent(validated, source, (each) => {
    const item = each.rootValue;
    if (item instanceof Update) return sharedResult(item.bytes);
    if (item instanceof Delivered) return sharedResult((plan ??= planFor(validated)).render(item.event, item));
    return executeSubscriptionEvent(each);
  });
}

/** Of a response, and the brace that would end a frame around it. */
function sharedResult(bytes: Buffer): SharedResult {
  return { data: null, stringify: () => bytes.toString('utf8', 0, bytes.length - 1) };
}
