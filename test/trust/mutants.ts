/** Faults to be planted in a copy of the sources, one check taken out by each, and what has to notice it. */
import type { Change } from '../support/changed-sources.ts';

export type Check = 'random callers' | 'every token' | 'a fresh token' | 'the end of a token' | 'a scope';

export type Mutant = Change & {
  readonly name: string;
  readonly noticed: Check;
  /** Tried whenever the tests run, one of each kind at least. The long runs try all. */
  readonly always: boolean;
};

const by =
  (noticed: Check) =>
  (name: string, file: string, text: string, fault: string): Mutant => ({ name, file, text, fault, noticed, always: false });
const byCallers = by('random callers');
const byTokens = by('every token');
const byFresh = by('a fresh token');
const always = (mutant: Mutant): Mutant => ({ ...mutant, always: true });

export const mutants: readonly Mutant[] = [
  // Who may ask.
  always(byCallers('no tenant is foreign', 'scope.ts', 'if (!coversTenant(claims, tenantId))', 'if (false)')),
  byCallers('other agents may be named', 'scope.ts', 'if (this.agent === null) return;', 'return;'),
  byCallers('outside numbers may be named', 'scope.ts', 'if (this.mask === null) return;', 'return;'),
  byCallers('callers may be looked for', 'scope.ts', 'if (this.mask !== null)\n', 'if (false)\n'),
  byCallers('figures are for agents too', 'scope.ts', 'if (agent !== null) throw forbidden(null', 'if (false) throw forbidden(null'),
  byTokens('partitions are for agents too', 'graphql/status.ts', "requireAllAgents(claims, 'gateway.partitions');", ''),
  byTokens('an agent of telephones only', 'graphql/agents.ts', "scope.checkAgents('agentId', [agentId]);", ''),
  // Who sees what.
  always(by('a scope')('events of other tenants are seen', 'scope.ts', 'if (event.tenantId !== this.tenantId) return false;', '')),
  byCallers('events of other agents are seen', 'scope.ts', 'if (agent === null) return true;', 'return true;'),
  byCallers(
    'events of others without an agent are seen',
    'scope.ts',
    '(event.agentId === null && isOwn(event.thisDn))',
    'event.agentId === null',
  ),
  always(
    byCallers('delivery does not ask the scope', 'hub/hub.ts', 'scope.sees(event) && matches(filter, event)', 'matches(filter, event)'),
  ),
  byCallers(
    'an agent gets what is named by no number',
    'hub/filter.ts',
    "['agents', agent.agentId], ...[...agent.dns].map((dn) => ['dns', dn] as const)",
    "['agents', agent.agentId]",
  ),
  byCallers('threads of others are there', 'state/queries.ts', 'return agent === null || tookPart(thread, agent);', 'return true;'),
  byCallers('other agents are there', 'state/entities.ts', 'return agent === null || agent.agentId === agentId;', 'return true;'),
  byCallers(
    'threads tell of their agents',
    'state/entities.ts',
    'agent !== undefined && coversAgent(scope, agent.agentId)',
    'agent !== undefined',
  ),
  byCallers('the last event is for all', 'state/entities.ts', 'event !== null && scope.sees(event)', 'event !== null'),
  byCallers(
    'who is gone has not been there',
    'state/agent-calls.ts',
    '[threadsBy.dn, dn] as const, [threadsByGone.dn, dn] as const',
    '[threadsBy.dn, dn] as const',
  ),
  // What is hidden.
  always(byCallers('events tell all', 'scope.ts', 'return this.mask === null ? event : this.mask.event(event);', 'return event;')),
  byCallers('attributes tell all', 'mask.ts', 'attributes: this.#attributes(event),', ''),
  byCallers('attributes of the site tell all', 'mask.ts', 'this.#unknown(value);', 'value;'),
  byCallers('a space unmasks', 'mask.ts', 'this.#outside.test(number.trim())', 'this.#outside.test(number)'),
  byCallers('calls tell all', 'state/thread-parts.ts', 'mask === null ? { ani, dnis, userData }', 'true ? { ani, dnis, userData }'),
  byCallers('parties tell numbers', 'state/thread-parts.ts', 'dn: mask === null ? dn : mask.number(dn),', 'dn,'),
  byCallers('queues tell where calls went', 'state/thread-parts.ts', 'mask === null ? to : mask.optionalNumber(to)', 'to'),
  byCallers('treatments tell digits', 'state/thread-parts.ts', 'mask === null ? { dn, collectedDigits }', 'true ? { dn, collectedDigits }'),
  byCallers(
    'telephones tell where they are forwarded to',
    'state/agent-parts.ts',
    'mask === null ? forwardedTo : mask.optionalNumber(forwardedTo)',
    'forwardedTo',
  ),
  always(byCallers('telephones tell who is observed', 'state/agent-parts.ts', 'mask === null ? otherDn : mask.number(otherDn)', 'otherDn')),
  // Which tokens count.
  always(byTokens('any audience', 'server/authenticator.ts', '...(rules.audience === null ? {} : { audience: rules.audience }),', '')),
  byTokens('any issuer', 'server/authenticator.ts', '...(rules.issuer === null ? {} : { issuer: rules.issuer }),', ''),
  byTokens(
    'an agent that cannot be read is none',
    'server/authenticator.ts',
    'if (id === undefined) throw',
    'if (id === undefined) return null;\n  if (dns === undefined) throw',
  ),
  // While they count.
  always(byFresh('a fresh token ends nothing', 'server/session.ts', 'if (!scope.isCoveredBy(claims))', 'if (false)')),
  byFresh('a mask covers what is not masked', 'scope.ts', '(mask !== null && this.mask === null)', 'false'),
  byFresh('an agent covers other numbers', 'scope.ts', '&& this.agent.dns.isSubsetOf(agent.dns)', ''),
  always(by('the end of a token')('a token never ends', 'server/session.ts', 'this.#options.onExpired(tokenExpired());', '')),
];
