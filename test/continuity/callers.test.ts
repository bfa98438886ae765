/** Who resumes sees what it would have seen, on every transport and from every cursor. */
import { describe, expect, inject, it } from 'vitest';
import { query } from '../support/gateway.ts';
import { faultsOf } from '../history/delivery.ts';
import type { Received } from '../history/delivery.ts';
import type { Written } from '../history/records.ts';
import { Recorder } from '../support/recorder.ts';
import type { RecorderOptions } from '../support/recorder.ts';
import { openSite, pace, records } from '../support/replicas.ts';
import type { Site } from '../support/replicas.ts';
import { openSse } from '../support/sse.ts';
import { until } from '../support/until.ts';
import { bearer, SECRET } from '../trust/tokens.ts';
import { clients, faultsOfAll } from './clients.ts';

const brokers = inject('kafkaBrokers') ?? [];
const byEventId = (events: readonly Received[]) =>
  events.map(({ eventId, attributes }) => ({ eventId, attributes })).toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));

type Caller = {
  readonly tenant_id: string;
  readonly agent_id?: string;
  readonly dns?: readonly string[];
  readonly unmasked?: boolean;
};

/** Events with caller data, of several agents and of none. */
function talkative({ agentState, callThread }: Site['topics'], count: number) {
  return Array.from({ length: count }, (_, n) => {
    const tenantId = n % 5 === 0 ? 'globex' : 'acme';
    const agent = n % 4;
    const attributes = { ThisDN: `700${agent}`, OtherDN: n % 3 === 0 ? '+4930123456' : `700${(n + 1) % 4}`, ReferenceID: n };
    if (n % 2 === 0)
      // Every third is of a telephone without an agent.
      return {
        topic: agentState,
        key: n % 3 === 0 ? `${tenantId}:` : `${tenantId}:agent-${agent}`,
        value: JSON.stringify({ id: 'EventOffHook', ...attributes }),
      };
    const call = { ANI: '+4930123456', UserData: { name: 'Jane Roe' }, CallThreadID: `t-${n % 11}`, AgentID: `agent-${(n + 2) % 4}` };
    return {
      topic: callThread,
      key: `${tenantId}:t-${n % 11}`,
      value: JSON.stringify({ id: 'EventRinging', ...attributes, ...call }),
    };
  });
}

describe.skipIf(inject('kafkaMissing') !== null)('a replay from a real broker', () => {
  it('shows each token exactly what it would have shown live: from the journal, and from the log', async () => {
    await using site = await openSite(brokers);
    const settings = { AUTH: 'jwt', AUTH_JWT_SECRET: SECRET, AUTH_UNMASKED_CLAIM: 'unmasked' };
    const [live, small] = await Promise.all([site.open(settings), site.open({ ...settings, JOURNAL_MAX_BYTES: '1KiB' })]);
    await using _live = live;
    await using _small = small;
    const callers: Readonly<Record<string, Caller>> = {
      everything: { tenant_id: 'acme', unmasked: true },
      masked: { tenant_id: 'acme' },
      'one agent': { tenant_id: 'acme', agent_id: 'agent-1', dns: ['7001', '7003'], unmasked: true },
      'one agent, masked': { tenant_id: 'acme', agent_id: 'agent-2', dns: ['7002'] },
    };
    const options: RecorderOptions[] = [];
    for (const claims of Object.values(callers))
      for (const field of ['agentStateEvents', 'callThreadEvents'] as const) options.push({ field, authorization: await bearer(claims) });
    const first = options.map((each) => new Recorder(each));
    for (const recorder of first) await recorder.connect(live.url);
    await until(() => first.every(({ place }) => place !== null), { what: 'all to have a place' });
    const places = first.map(({ place }) => place);
    await site.kafka.producer.send(talkative(site.topics, 240));
    const written = await site.written();
    const isSeen = (
      { topic, id, tenantId, attributes }: Written,
      { field }: RecorderOptions,
      agent: string | null,
      dns: readonly string[],
    ) => {
      if (tenantId !== 'acme' || topic !== (field === 'agentStateEvents' ? site.topics.agentState : site.topics.callThread)) return false;
      if (agent === null) return true;
      const isOwn = (name: string): boolean => dns.includes(String(attributes[name]));
      if (field === 'agentStateEvents') return id === agent || (id === '' && isOwn('ThisDN'));
      return attributes['AgentID'] === agent || isOwn('ThisDN') || isOwn('OtherDN');
    };
    const due = options.map((each, n) => {
      const claims = Object.values(callers)[Math.floor(n / 2)];
      return written.filter((event) => isSeen(event, each, claims?.agent_id ?? null, claims?.dns ?? []));
    });
    await until(() => first.every(({ count }, n) => count === due[n]?.length), { what: 'all to be delivered live' });
    for (const url of [live.url, small.url]) {
      const again = options.map((each) => new Recorder(each));
      for (const [n, recorder] of again.entries()) await recorder.connect(url, { after: places[n] ?? null });
      await until(() => again.every(({ count }, n) => count >= first[n]!.count), { what: 'all to be replayed' });
      for (const [n, recorder] of again.entries()) {
        expect(byEventId(recorder.last.events)).toEqual(byEventId(first[n]!.last.events));
        expect(faultsOf(recorder.connections.map(ids(written)), { written, wants: (event) => due[n]!.includes(event) })).toEqual([]);
        recorder[Symbol.dispose]();
      }
    }
    const masked = JSON.stringify(first[3]?.last.events);
    expect(masked).not.toContain('4930123456');
    expect(masked).not.toContain('Jane Roe');
    for (const recorder of first) recorder[Symbol.dispose]();
  });

  it('goes over SSE as well: after a cursor, and after the resumeAfter of a stream that was drained', async () => {
    await using site = await openSite(brokers);
    const [one, two] = await Promise.all([site.start(), site.start({ JOURNAL_MAX_BYTES: '1KiB' })]);
    await using _one = one;
    await using _two = two;
    const options = { field: 'callThreadEvents' } as const;
    const start = await one.logCursor();
    await site.kafka.producer.send(records(site.topics, 1, 0, 300));
    using first = await openSse(one.url, options, { after: start });
    await site.kafka.producer.send(records(site.topics, 2, 300, 300));
    const wants = ({ tenantId, topic }: Written): boolean => tenantId === 'acme' && topic === site.topics.callThread;
    const halfway = (await site.written()).filter(wants).length;
    await until(() => first.events.length === halfway, { what: 'all events so far' });
    await one.stop();
    const end = await first.ended;
    expect(end).toMatchObject({ code: 'DRAINING', resumeAfter: first.events.at(-1)?.cursor });
    await site.kafka.producer.send(records(site.topics, 3, 600, 300));
    using second = await openSse(two.url, options, { after: end?.['resumeAfter'] as string });
    const written = await site.written();
    await until(() => first.events.length + second.events.length >= written.filter(wants).length, { what: 'all events' });
    expect(faultsOf([first, second], { written, wants })).toEqual([]);
  });

  it('has no gap behind the logCursor of an answer, although events come all the time and another replica has it', async () => {
    await using site = await openSite(brokers);
    const replicas = await Promise.all([site.open(), site.open({ JOURNAL_MAX_BYTES: '4KiB' })]);
    await using _one = replicas[0];
    await using _two = replicas[1];
    const stopping = new AbortController();
    const writing = pace(site, { seed: 5, perSecond: 500, signal: stopping.signal });
    const asked: { readonly recorder: Recorder; readonly had: ReadonlyMap<string, string> }[] = [];
    type Node = { readonly node: { readonly agentId: string; readonly lastEvent: { readonly eventId: string } | null } };
    for (let n = 0; n < 12; n += 1) {
      const { body } = await query(
        replicas[n % 2]?.url ?? '',
        '{ logCursor(tenantId: "acme") agents(tenantId: "acme", first: 1000) { edges { node { agentId lastEvent { ... on VoiceEvent { eventId } } } } } }',
      );
      const { logCursor, agents } = body.data as unknown as {
        readonly logCursor: string;
        readonly agents: { readonly edges: readonly Node[] };
      };
      const had = new Map(agents.edges.map(({ node }) => [node.agentId, node.lastEvent?.eventId ?? '']));
      const recorder = new Recorder({ field: 'agentStateEvents' });
      await recorder.connect(replicas[Math.floor(n / 2) % 2]?.url ?? '', { after: logCursor });
      asked.push({ recorder, had });
    }
    stopping.abort();
    await writing;
    const written = await site.written();
    const wants = ({ tenantId, topic }: Written): boolean => tenantId === 'acme' && topic === site.topics.agentState;
    for (const [n, { recorder, had }] of asked.entries()) {
      expect(await faultsOfAll([{ name: String(n), recorder, wants }], written, had)).toEqual([]);
      recorder[Symbol.dispose]();
    }
    // Else it was no test.
    expect(asked.at(-1)?.had.size).toBeGreaterThan(0);
  });

  it('goes on behind any of the recentEvents of an agent', async () => {
    await using site = await openSite(brokers);
    await using replica = await site.open();
    const all = clients(site.topics).slice(0, 1);
    using recorders = new DisposableStack();
    for (const { recorder } of all) recorders.use(recorder);
    for (const { recorder } of all) await recorder.connect(replica.url);
    await site.kafka.producer.send(records(site.topics, 1, 0, 600));
    expect(await faultsOfAll(all, await site.written())).toEqual([]);
    const { body } = await query(
      replica.url,
      '{ agent(tenantId: "acme", agentId: "agent-3") { recentEvents(last: 8) { ... on VoiceEvent { eventId cursor } } } }',
    );
    const { agent } = body.data as unknown as {
      readonly agent: { readonly recentEvents: readonly { readonly eventId: string; readonly cursor: string }[] };
    };
    const recent = agent.recentEvents;
    expect(recent).toHaveLength(8);
    for (const [n, { cursor }] of recent.entries()) {
      using recorder = new Recorder({ field: 'agentStateEvents', args: { agentId: ['ID', 'agent-3'] } });
      await recorder.connect(replica.url, { after: cursor });
      await until(() => recorder.count >= n, { what: 'what is newer' });
      expect(recorder.last.events.map(({ eventId }) => eventId)).toEqual(
        recent
          .slice(0, n)
          .map(({ eventId }) => eventId)
          .toReversed(),
      );
    }
  });

  it('gives a subscription that has never had an event all that happened in an outage, from the place that pings told', async () => {
    await using site = await openSite(brokers);
    const [one, two] = await Promise.all([site.start(), site.start()]);
    await using _one = one;
    await using _two = two;
    await site.kafka.producer.send(records(site.topics, 1, 0, 200));
    using quiet = new Recorder({ field: 'agentStateEvents', args: { agentId: ['ID', 'quiet'] } });
    await quiet.connect(one.url);
    await until(() => quiet.last.pings.length > 0, { what: 'a ping' });
    await one.kill();
    await site.kafka.producer.send(records(site.topics, 2, 200, 100));
    const value = JSON.stringify({ id: 'EventAgentReady' });
    await site.kafka.producer.send([1, 2, 3].map(() => ({ topic: site.topics.agentState, key: 'acme:quiet', value })));
    await quiet.connect(two.url);
    expect(await faultsOfAll([{ name: 'quiet', recorder: quiet, wants: ({ id }) => id === 'quiet' }], await site.written())).toEqual([]);
    expect(quiet.count).toBe(3);
  });
});

/** What a token may not see of an event is not held against it: see the comparison with live. */
const ids =
  (written: readonly Written[]) =>
  ({ events }: { readonly events: readonly Received[] }) => ({
    events: events.map((event) => ({
      ...event,
      id: event.id ?? '',
      attributes: written.find(({ eventId }) => eventId === event.eventId)?.attributes ?? {},
    })),
  });
