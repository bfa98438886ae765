/** The GraphQL schema, built from a catalogue of events. */
import type { GraphQLSchema } from 'graphql';
import type { Catalogue } from '../events/catalogue.ts';
import { createBuilder } from './builder.ts';
import { addEventTypes } from './events.ts';
import { addGatewayStatus } from './status.ts';
import { addEventSubscriptions } from './subscriptions.ts';

export function createSchema(catalogue: Catalogue): GraphQLSchema {
  const builder = createBuilder();
  addGatewayStatus(builder);
  addEventSubscriptions(builder, addEventTypes(builder, catalogue));
  return builder.toSchema({ sortSchema: false });
}
