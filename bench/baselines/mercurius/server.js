/** The same query answered by mercurius on fastify, with graphql-jit from the first execution on. Answers its parent like `answer.ts` has it. */
import fastify from 'fastify';
import mercurius from 'mercurius';

const schema = `
  enum State { UNKNOWN LOGGED_OUT LOGGED_IN READY NOT_READY AFTER_CALL_WORK }
  enum Activity { UNKNOWN IDLE DIALING RINGING TALKING HOLDING }
  enum Tristate { UNKNOWN YES NO }
  type Session { dn: ID! loggedIn: Tristate! ready: Tristate! readySince: String workMode: String }
  type Agent {
    agentId: ID! loginId: ID state: State! stateSince: String activity: Activity! workMode: String reasonCode: String
    sessions: [Session!]! knownSince: String! updatedAt: String!
  }
  type Query { agent(tenantId: ID!, agentId: ID!): Agent }
`;
/** By tenant and id, as the gateway has told it. */
const tenants = new Map();
const app = fastify();
await app.register(mercurius, {
  schema,
  jit: 1,
  resolvers: { Query: { agent: (_root, { tenantId, agentId }) => tenants.get(tenantId)?.get(agentId) ?? null } },
});
await app.listen({ host: '127.0.0.1', port: 0 });

const calls = {
  port: () => app.server.address().port,
  /** The answer that it is to give: the one agent in it is all that it knows. */
  hold: (body) => {
    const { agent } = JSON.parse(body).data;
    tenants.set('acme', new Map([[agent.agentId, agent]]));
  },
};
process.on('message', ({ call, name, input }) => process.send({ call, value: calls[name](input) }));
process.once('disconnect', () => process.exit());
