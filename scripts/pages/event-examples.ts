/** For each documented event the first record of it in the simulated contact centre, a subscription to it, and what that delivers. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { EventDefinition, Family } from '../../src/events/definition.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { attributes } from '../../src/events/vocabulary.ts';
import { deliveryOf } from './answers.ts';
import { firstSeconds } from './contact-centre.ts';
import type { Written } from './contact-centre.ts';
import { wrap } from './markdown.ts';

export type EventExample = Written & {
  readonly subscription: string;
  /** The data of what is delivered. */
  readonly delivered: unknown;
};

/** By then everything has happened once. */
const SECONDS = 120;

/** In the order of the catalogue. Throws where an event does not occur. */
export async function eventExamples(): Promise<ReadonlyMap<string, EventExample>> {
  const first = new Map<string, Written>();
  for (const written of firstSeconds(SECONDS)) if (!first.has(written.event.type)) first.set(written.event.type, written);
  const examples = new Map<string, EventExample>();
  for (const definition of [...catalogue.agentState, ...catalogue.callThread]) {
    const written = first.get(definition.name);
    if (written === undefined) throw new Error(`the simulated contact centre has no ${definition.name} in its first ${SECONDS} seconds`);
    const subscription = subscriptionTo(definition, written.event);
    examples.set(definition.name, { ...written, subscription, delivered: await deliveryOf(subscription, written.event) });
  }
  return examples;
}

export const subscriptionFields = { agentState: 'agentStateEvents', callThread: 'callThreadEvents' } as const satisfies Record<
  Family,
  string
>;

/** Who and where, before what is particular to the event. */
const who = { agentState: ['agentId', 'thisDn'], callThread: ['callThreadId', 'connId', 'thisDn', 'callType', 'callState'] } as const;

/** Of use to whoever looks for faults rather than to a front end. */
const UNSHOWN: ReadonlySet<string> = new Set(['name', 'time', 'server', 'customerId', 'referenceId']);

/** To the fields that this event has a value in. */
function subscriptionTo({ name, family, attributes: own }: EventDefinition, event: VoiceEvent): string {
  const common: readonly string[] = who[family];
  const particular = own.map((one) => attributes[one.name].field).filter((field) => !UNSHOWN.has(field) && !common.includes(field));
  const fields = [...common, ...particular].filter((field) => isTold(event[field as keyof VoiceEvent]));
  return [
    'subscription {',
    `  ${subscriptionFields[family]}(tenantId: "${event.tenantId}", events: [${name}]) {`,
    '    __typename',
    `    ... on ${name} {`,
    wrap([...fields, 'time'], '      '),
    '    }',
    '  }',
    '}',
  ].join('\n');
}

function isTold(value: unknown): boolean {
  return value !== null && (typeof value !== 'object' || Object.keys(value).length > 0);
}
