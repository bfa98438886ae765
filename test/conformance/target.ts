/**
 * What the suites of this folder are run against: a gateway of their own, or any server, as
 * `CONFORMANCE_URL=https://…/graphql CONFORMANCE_SUBSCRIPTION='subscription { … }' npm test -- test/conformance`.
 * Nothing of the server is known but what goes over the wire. Its subscription has to deliver something every few seconds, as the demo's does.
 */
import { openGateway } from '../support/gateway.ts';

export type Target = AsyncDisposable & {
  /** Of its GraphQL, by HTTP. */
  readonly url: string;
  /** The text of a subscription. */
  readonly subscription: string;
  /** Headers of every request, and the payload of `connection_init`. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Makes something happen that the subscription delivers, where that can be done. */
  provoke(): void;
};

const OWN = 'subscription { agentStateEvents(tenantId: "acme") { __typename ... on AgentEvent { attributes } } }';

export async function openTarget(): Promise<Target> {
  const { CONFORMANCE_URL: url, CONFORMANCE_SUBSCRIPTION: subscription = OWN, CONFORMANCE_AUTHORIZATION: authorization } = process.env;
  if (url !== undefined)
    return {
      ...{ url, subscription, credentials: authorization === undefined ? {} : { authorization } },
      provoke: () => {},
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  const gateway = await openGateway({ initTimeoutMs: 1000 });
  return {
    ...{ url: `${gateway.url}/graphql`, subscription, credentials: {} },
    provoke: () =>
      gateway.write('agentState', 'acme:1001', { id: 'EventAgentReady', ThisDN: '7001', Extensions: { text: 'ä\n\u2028 data: x' } }),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
