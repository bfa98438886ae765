/** The fields of the subscription type: those of events, by the family that they deliver, and those of the state. */
import type { Family } from '../events/definition.ts';

export const eventFields = { agentState: 'agentStateEvents', callThread: 'callThreadEvents' } as const satisfies Record<Family, string>;

export const stateFields = ['agents', 'callThreads', 'queues', 'tenantSummary'] as const;
export type StateSubscriptionField = (typeof stateFields)[number];

export const subscriptionFields = [...Object.values(eventFields), ...stateFields] as const;
export type SubscriptionField = (typeof subscriptionFields)[number];
