/** A copy of the state is the state: at its position, and for all that is folded after it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/events/catalogue.ts';
import type { Family } from '../../src/events/definition.ts';
import { createRestore } from '../../src/events/stored-event.ts';
import { flat } from '../../src/events/decoded-event.ts';
import type { CopyEnd } from '../../src/state/copy.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { State } from '../../src/state/state.ts';
import type { RestoreOptions } from '../../src/state/restore.ts';
import { agentsOf, everything, fold, Log, scopeOf, TENANT, threadsOf, TOPICS } from './log.ts';
import { entitiesOf, liveFigures, recountQueue } from './recount.ts';
import { AGENTS, CALLS, make, moves, QUEUES, TELEPHONES } from './random-records.ts';
import { agentStateSummaries, callThreadStatuses } from '../../src/state/model.ts';
import { Scope } from '../../src/scope.ts';

const families = new Map(Object.entries(TOPICS).map(([family, topic]) => [topic, family as Family]));
const FAR_MS = Date.UTC(2100, 0);

type Copied = CopyEnd & { readonly parts: string };

/** What is read of the lines of a copy, on a machine with that clock. */
function restored({ parts, text, ...end }: Copied, options: Partial<RestoreOptions> = {}): State {
  const restoring = State.restoring(defaultRules, {
    restore: createRestore({ catalogue, families }),
    tenants: 'all',
    keepsDays: true,
    nowMs: FAR_MS,
    ...options,
  });
  for (const line of `${parts}${text}`.trimEnd().split('\n')) if (line !== '') restoring.take(line);
  return restoring.finish(end);
}

function copied(state: State): Copied {
  using copy = state.copy();
  return { parts: '', ...copy.finish() };
}

const scope = scopeOf(TENANT);
const ofAgent = (agentId: string): Scope =>
  Scope.of({ ...ALL_CLAIMS, agent: { agentId, dns: new Set([TELEPHONES[0]]) } }, TENANT);

/** All that can be read: by every filter and with an agent's eyes, too. */
function shown(state: State): unknown {
  const one = (id: string) => new Set([id]);
  return {
    all: everything(state, scope),
    lastEvents: [...agentsOf(state, scope), ...threadsOf(state, scope)].map(({ lastEvent }) => (lastEvent === null ? null : flat(lastEvent))),
    agents: [
      ...agentStateSummaries.map((summary) => agentsOf(state, scope, { states: new Set([summary]) })),
      ...QUEUES.map((queue) => agentsOf(state, scope, { queueIds: one(queue) })),
      ...TELEPHONES.map((dn) => agentsOf(state, scope, { dns: one(dn) })),
    ].map((agents) => agents.map(({ agentId }) => agentId)),
    threads: [
      ...callThreadStatuses.map((status) => threadsOf(state, scope, { statuses: new Set([status]) })),
      ...QUEUES.map((queue) => threadsOf(state, scope, { queueIds: one(queue) })),
      ...[...TELEPHONES, ...QUEUES].map((dn) => threadsOf(state, scope, { dns: one(dn) })),
      ...[...AGENTS, 'jdoe'].map((agentId) => threadsOf(state, scope, { agentIds: one(agentId) })),
      ...['111', '222'].map((ani) => threadsOf(state, scope, { ani })),
      ...['800', '900'].map((dnis) => threadsOf(state, scope, { dnis })),
      ...AGENTS.map((agentId) => threadsOf(state, ofAgent(agentId))),
    ].map((threads) => threads.map(({ callThreadId }) => callThreadId)),
  };
}
