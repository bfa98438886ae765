/** The gateway over real Kafka with a checkpoint: what a restart keeps, whatever has become of the log meanwhile. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Config, Topics } from '../../src/config.ts';
import { simulate } from '../../src/simulator/simulator.ts';
import type { StartAt } from '../../src/source/source.ts';
import { defaultRules } from '../../src/state/rules.ts';
import { runMain } from '../support/child.ts';
import { openGateway, query } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { keyOf, kafkaForTests } from '../support/kafka.ts';
import type { KafkaForTests } from '../support/kafka.ts';
import { createTopics, metricsOf, onKafka, startOnKafka, untilReady } from '../support/on-kafka.ts';
import { until } from '../support/until.ts';
import { temporaryFolder } from './site.ts';

const PARTITIONS = 2;
const ALL = `{
  agents(tenantId: "acme", first: 1000) { edges { node {
    agentId loginId state stateSince activity workMode reasonCode reasons stale knownSince updatedAt
    sessions { dn loggedIn since ready readySince queues { queueId since } } dns { dn inService } calls { callThreadId }
    lastEvent { ... on VoiceEvent { eventId name time receivedAt cursor attributes } }
  } } }
  callThreads(tenantId: "acme", first: 1000) { edges { node {
    callThreadId status startedAt endedAt endReason stale knownSince updatedAt calls { connId ani userData } parties { connId dn state agentId since }
    queues { queueId queuedAt leftAt outcome } agents { agentId } lastEvent { ... on VoiceEvent { eventId time attributes } }
  } } }
  queues(tenantId: "acme") { queueId callsWaiting agentsLoggedIn agentsReady offered answered abandoned diverted countedSince }
  tenantSummary(tenantId: "acme") { agentsByState { state count } callsActive callsWaiting longestWaitSince updatedAt }
}`;
type AgentNode = { agentId: string; state: string; stale: boolean; lastEvent: { eventId: string; cursor: string | null } };
type ThreadNode = { callThreadId: string; status: string; stale: boolean };
type All = { agents: { edges: { node: AgentNode }[] }; callThreads: { edges: { node: ThreadNode }[] } };

async function everything(gateway: { readonly url: string }): Promise<All> {
  const { body } = await query(gateway.url, ALL);
  expect(body.errors).toBeUndefined();
  return body.data as unknown as All;
}
const agentsOf = ({ agents }: All): AgentNode[] => agents.edges.map(({ node }) => node);
const threadsOf = ({ callThreads }: All): ThreadNode[] => callThreads.edges.map(({ node }) => node);
/** Of the place behind an event that was not read since the start, less is known. */
const placeless = (agent: AgentNode): AgentNode => Object.assign({ ...agent }, { lastEvent: { ...agent.lastEvent, cursor: null } });
const partitionOf = ({ lastEvent }: AgentNode): number => Number(lastEvent.eventId.split(':')[1]);

describe.skipIf(inject('kafkaBrokers') === null)('a gateway with a checkpoint', () => {
  let kafka: KafkaForTests;
  beforeAll(async () => {
    kafka = await kafkaForTests(inject('kafkaBrokers') ?? []);
  });
  afterAll(async () => kafka[Symbol.asyncDispose]());

  const config = (topics: Topics, path: string, from: StartAt = 'earliest'): Partial<Config> => ({
    ...onKafka(kafka.brokers, topics, from),
    // Whatever a limit ends or forgets between two questions would differ, and rightly so.
    stateRules: { ...defaultRules, threadTransitGraceMs: 3_600_000, threadLingerMs: 3_600_000 },
    checkpoint: { path, intervalMs: 3_600_000 },
  });
  /** A shift of some seconds. */
  const work = async ({ agentState: agentStateTopic, callThread: callThreadTopic }: Topics): Promise<void> => {
    const durationMs = 20_000;
    const options = { tenants: 1, agents: 30, rate: 40, seed: 11, startMs: Date.now() - durationMs, durationMs };
    await kafka.producer.send([...simulate({ ...options, agentStateTopic, callThreadTopic })]);
  };
  /** Retention takes all records but so many of the newest of each partition. */
  const forget = async (topics: readonly string[], keep = 0): Promise<void> => {
    for (const topic of topics)
      for (const { partition, high } of await kafka.admin.fetchTopicOffsets(topic))
        await kafka.deleteBelow(topic, partition, Math.max(0, Number(high) - keep));
  };
  const open = async (...args: Parameters<typeof config>): Promise<TestGateway> => {
    const gateway = await openGateway(config(...args));
    await untilReady(gateway);
    return gateway;
  };
  const event = (topics: Topics, agentId: string, id: string) => ({
    topic: topics.agentState,
    key: `acme:${agentId}`,
    value: JSON.stringify({ id, AgentID: agentId, ThisDN: `9${agentId}` }),
  });
  /** An agent whose key belongs to that partition. */
  const agentIn = (partition: number): string => keyOf(partition, PARTITIONS, 'acme:').slice('acme:'.length);

  it('still knows the agents and calls of the shift when nothing is left in the log, and goes on with what comes', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const topics = await createTopics(kafka, PARTITIONS);
    await work(topics);
    const first = await open(topics, path);
    const before = await everything(first);
    expect(agentsOf(before).length).toBeGreaterThan(20);
    expect(existsSync(path)).toBe(false);
    await first[Symbol.asyncDispose]();
    expect(statSync(path).mode & 0o777).toBe(0o600);

    await forget([topics.agentState, topics.callThread]);
    await using second = await open(topics, path);
    const after = await everything(second);
    expect({ ...after, agents: agentsOf(after).map(placeless) }).toEqual({ ...before, agents: agentsOf(before).map(placeless) });
    for (const { lastEvent } of agentsOf(after)) expect(lastEvent.cursor).toEqual(expect.any(String));
    const metrics = await metricsOf(second);
    expect(metrics.get('checkpoint_outcome{outcome="RESTORED"}')).toBe(1);
    expect([...metrics.keys()].filter((name) => name.startsWith('records_total'))).toEqual([]);

    const agentId = agentIn(0);
    await kafka.producer.send([event(topics, agentId, 'EventAgentReady')]);
    await until(async () => agentsOf(await everything(second)).some((agent) => agent.agentId === agentId && agent.state === 'READY'), {
      what: 'the next event',
    });
  });

  it('says who may have changed while it was down and retention passed, wherever it was to begin without a checkpoint', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const topics = await createTopics(kafka, PARTITIONS);
    await work(topics);
    const [of0, of1] = [agentIn(0), agentIn(1)];
    await kafka.producer.send([event(topics, of0, 'EventAgentReady'), event(topics, of1, 'EventAgentReady')]);
    const first = await open(topics, path);
    const before = await everything(first);
    await first[Symbol.asyncDispose]();

    // Of two events one is left.
    await kafka.producer.send([event(topics, of1, 'EventAgentNotReady')]);
    await kafka.producer.send([event(topics, of1, 'EventAgentLogout')]);
    await forget([topics.agentState], 1);
    await using second = await open(topics, path, 'latest');
    const after = await everything(second);
    expect(agentsOf(after).map(({ agentId }) => agentId)).toEqual(agentsOf(before).map(({ agentId }) => agentId));
    for (const agent of agentsOf(after)) {
      if (agent.agentId === of1) expect(agent).toMatchObject({ state: 'LOGGED_OUT', stale: false });
      else if (partitionOf(agent) === 0)
        expect(placeless(agent)).toEqual(
          agentsOf(before)
            .map(placeless)
            .find(({ agentId }) => agentId === agent.agentId),
        );
      else expect([agent.stale, ['LOGGED_IN', 'LOGGED_OUT', 'UNKNOWN'].includes(agent.state)]).toEqual([true, true]);
    }
    expect(agentsOf(after).filter((agent) => agent.stale && partitionOf(agent) === 1).length).toBeGreaterThan(3);
    expect(threadsOf(after).some(({ stale }) => stale)).toBe(false);
    // What is stale stays so over a restart without a gap.
    await second[Symbol.asyncDispose]();
    await using third = await open(topics, path);
    const staleIn = (all: All): string[] => agentsOf(all).flatMap(({ agentId, stale }) => (stale ? [agentId] : []));
    expect(staleIn(await everything(third))).toEqual(staleIn(after));
  });

  it('says of a topic that was made anew while it was down that all of it may have changed, and reads it from its beginning', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const topics = await createTopics(kafka, PARTITIONS);
    await work(topics);
    const first = await open(topics, path);
    const before = await everything(first);
    await first[Symbol.asyncDispose]();
    await kafka.deleteTopic(topics.callThread);
    await kafka.createTopic({ partitions: PARTITIONS, name: topics.callThread });
    await kafka.producer.send([
      { topic: topics.callThread, key: 'acme:new', value: JSON.stringify({ id: 'EventRinging', ConnID: 'c', ThisDN: '1' }) },
    ]);
    await using second = await open(topics, path);
    const after = await everything(second);
    expect(threadsOf(after).map(({ callThreadId, stale }) => [callThreadId, stale])).toEqual(
      [...threadsOf(before).map(({ callThreadId }) => callThreadId), 'new']
        .toSorted()
        .map((callThreadId) => [callThreadId, callThreadId !== 'new']),
    );
    expect(agentsOf(after).some(({ stale }) => stale)).toBe(false);
  });

  it('writes it from time to time, and starts with it when it was killed', { timeout: 90_000 }, async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const topics = await createTopics(kafka, PARTITIONS);
    await work(topics);
    const settings = { CHECKPOINT: path, CHECKPOINT_SECONDS: '1', THREAD_LINGER: '1h', THREAD_TRANSIT_GRACE: '1h' };
    const killed = await startOnKafka(kafka, topics, settings);
    const before = await everything(killed);
    await until(async () => ((await metricsOf(killed)).get('checkpoint_entities') ?? 0) > 30, { what: 'a checkpoint' });
    killed.child.kill('SIGKILL');
    await killed.child.exited;
    await forget([topics.agentState, topics.callThread]);

    await using second = await startOnKafka(kafka, topics, settings);
    const after = await everything(second);
    expect(agentsOf(after).map(({ agentId, state, stale }) => [agentId, state, stale])).toEqual(
      agentsOf(before).map(({ agentId, state }) => [agentId, state, false]),
    );
    expect(threadsOf(after)).toEqual(threadsOf(before));
    expect(second.child.stderr()).toContain('the state of the checkpoint is known');
  });

  it('does not start with a path of no use, and says why with exit code 2', async () => {
    await using start = runMain(['start'], {
      KAFKA_BROKERS: kafka.brokers.join(','),
      AUTH: 'none',
      PORT: '0',
      CHECKPOINT: '/proc/absent/state',
    });
    expect(await start.exited).toBe(2);
    expect(start.stderr()).toBe(
      'CHECKPOINT is "/proc/absent/state", in a folder that does not exist (ENOENT): create it, or name another one.\n',
    );
  });
});
