/** Uses the environment of examples/clients/relay.ts with requests as relay-compiler writes them. Run beside a copy of it. */
import { fetchQuery, requestSubscription } from 'relay-runtime';
import type { ConcreteRequest, IEnvironment, NormalizationLinkedField, RequestParameters } from 'relay-runtime';

// The copy beside this one, whose gateway is another one.
const { environment } = (await import(new URL('relay.ts', import.meta.url).href)) as { environment: IEnvironment };

const scalar = (name: string) => ({ kind: 'ScalarField' as const, name, alias: null, args: null, storageKey: null });
const variable = (name: string) => ({ kind: 'Variable' as const, name, variableName: name });

function request(
  operationKind: 'query' | 'subscription',
  text: string,
  field: Omit<NormalizationLinkedField, 'kind' | 'alias' | 'args' | 'storageKey' | 'plural'>,
  names: readonly string[],
): ConcreteRequest {
  const selections = [{ kind: 'LinkedField' as const, alias: null, args: names.map(variable), storageKey: null, plural: false, ...field }];
  const argumentDefinitions = names.map((name) => ({ kind: 'LocalArgument' as const, name, defaultValue: null }));
  const params: RequestParameters = { cacheID: text, id: null, text, name: operationKind, operationKind, metadata: {} };
  const type = operationKind === 'query' ? 'Query' : 'Subscription';
  return {
    kind: 'Request',
    fragment: { kind: 'Fragment', name: operationKind, type, abstractKey: null, metadata: null, argumentDefinitions, selections },
    operation: { kind: 'Operation', name: operationKind, argumentDefinitions, selections },
    params,
  } as unknown as ConcreteRequest;
}

const AGENT = request(
  'query',
  'query ($tenantId: ID!, $agentId: ID!) { agent(tenantId: $tenantId, agentId: $agentId) { tenantId agentId state } }',
  { name: 'agent', concreteType: 'Agent', selections: ['tenantId', 'agentId', 'state'].map(scalar) },
  ['tenantId', 'agentId'],
);
const EVENTS = request(
  'subscription',
  'subscription ($tenantId: ID!) { agentStateEvents(tenantId: $tenantId) { __typename ... on AgentEvent { __isAgentEvent: __typename eventId agentId } } }',
  {
    name: 'agentStateEvents',
    concreteType: null,
    selections: [
      scalar('__typename'),
      {
        kind: 'InlineFragment',
        type: 'AgentEvent',
        abstractKey: '__isAgentEvent',
        selections: ['eventId', 'agentId'].map(scalar),
      },
    ],
  } as never,
  ['tenantId'],
);

type Events = { agentStateEvents: { __typename: string; eventId: string; agentId: string | null } };
type Agent = { agent: { tenantId: string; agentId: string; state: string } | null };

const keys = new Set<string>();
requestSubscription<{ variables: { tenantId: string }; response: Events }>(environment, {
  subscription: EVENTS,
  variables: { tenantId: 'acme' },
  onNext: (response) => {
    const event = (response as Events).agentStateEvents;
    console.log(event);
    if (event.agentId === null) return;
    for (const tenantId of ['acme', 'globex']) {
      fetchQuery<{ variables: { tenantId: string; agentId: string }; response: Agent }>(environment, AGENT, {
        tenantId,
        agentId: event.agentId,
      }).subscribe({
        next: ({ agent }) => {
          for (const key of environment.getStore().getSource().getRecordIDs()) if (key.startsWith('["Agent"')) keys.add(key);
          console.log('asked', agent, [...keys].sort().join(' '));
        },
        error: (error: unknown) => console.log('not answered', error),
      });
    }
  },
  onError: (error) => console.error('the subscription has ended:', error),
});
