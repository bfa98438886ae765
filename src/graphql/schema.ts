/** The GraphQL schema, built from a catalogue of events. */
import type { GraphQLSchema } from 'graphql';
import type { Catalogue } from '../events/catalogue.ts';
import { addAgents, addAgentState } from './agents.ts';
import { createBuilder } from './builder.ts';
import { addCallThreads } from './call-threads.ts';
import { addEventTypes } from './events.ts';
import { addQueues } from './queues.ts';
import { addStateSubscriptions } from './state-subscriptions.ts';
import { addStateTypes } from './state-types.ts';
import { boundIdLists } from './id-lists.ts';
import { addGatewayStatus } from './status.ts';
import { addEventSubscriptions } from './subscriptions.ts';
import { addViewer } from './viewer.ts';

export function createSchema(catalogue: Catalogue): GraphQLSchema {
  const builder = createBuilder();
  builder.queryType({
    description:
      'What can be asked once: the current state, from the memory of the gateway, and how the gateway stands. All state fields of one response are true at one position of the log. While history is being read they answer SOURCE_UNAVAILABLE.',
  });
  const events = addEventTypes(builder, catalogue);
  const types = addStateTypes(builder, events);
  const agentState = addAgentState(builder);
  const agents = addAgents(builder, types, agentState);
  const callThreads = addCallThreads(builder, types);
  const queues = addQueues(builder, agentState);
  addViewer(builder);
  addGatewayStatus(builder);
  addEventSubscriptions(builder, events);
  addStateSubscriptions(builder, types, queues, { agents, callThreads });
  return boundIdLists(builder.toSchema({ sortSchema: false }));
}
