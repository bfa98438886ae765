/** What is written for a run: a simulated contact centre in real time, and between its records those that no reader may stumble over. */
import type { Json } from '../../src/events/vocabulary.ts';
import type { Random } from '../../src/simulator/random.ts';
import type { SimulationOptions } from '../../src/simulator/simulation.ts';
import { play } from '../../src/simulator/simulator.ts';
import type { NewRecord } from '../../src/source/source.ts';
import type { History } from './history.ts';

export type Producing = {
  readonly seed: number;
  readonly random: Random;
  readonly topics: History['topics'];
  readonly perSecond: number;
  /** So much of it stands in the log when the first gateway starts. */
  readonly historyMs: number;
  /** Records without a key have no place that could be told beforehand. */
  readonly keyless: boolean;
};

export const TENANTS = ['acme', 'globex'] as const;
const AGENTS = 24;
const ODD_SHARE = 0.06;

export type Producer = {
  /** The call threads that were begun lately. */
  readonly threads: readonly string[];
  /** Writes until the signal is aborted. */
  run(write: (records: readonly NewRecord[]) => Promise<void>, signal: AbortSignal): Promise<void>;
};

export function createProducer({ seed, random, topics, perSecond, historyMs, keyless }: Producing): Producer {
  const threads: string[] = [];
  const options: SimulationOptions = {
    ...{ seed, tenants: TENANTS.length, agents: AGENTS, rate: perSecond, startMs: Date.now() - historyMs },
    ...{ agentStateTopic: topics.agentState, callThreadTopic: topics.callThread },
  };
  let odd = 0;
  return {
    threads,
    run: (write, signal) =>
      play(
        options,
        async (records) => {
          for (const { topic, key } of records) if (topic === topics.callThread) threads.push(String(key).replace(/^[^:]*:/, ''));
          threads.splice(0, threads.length - 50);
          // Not when it was due: to a gateway what comes late is over before it is read, and how late that is nobody knows afterwards.
          const timestampMs = Date.now();
          await write(
            records.flatMap(({ topic, key, value }) => {
              const record = { topic, key, value, timestampMs };
              return random.chance(ODD_SHARE) ? [record, { ...oddRecord(random, topics, odd++, keyless), timestampMs }] : [record];
            }),
          );
        },
        signal,
      ),
  };
}

/** Rejected ones, and odd ones that are good: an unknown event, a key without an agent, several events in one record, keys of another language. */
function oddRecord(random: Random, { agentState, callThread }: History['topics'], n: number, keyless: boolean): NewRecord {
  const tenantId = random.pick(TENANTS);
  const topic = random.pick([agentState, callThread]);
  const text = (value: Json): string => JSON.stringify(value);
  const phone = (id: string): Json => ({ id, ThisDN: String(5900 + (n % 7)), Server: String(n) });
  const rejected: NewRecord[] = [
    { topic, key: `${tenantId}:odd`, value: 'no JSON' },
    { topic, key: `${tenantId}:odd`, value: null },
    { topic, key: `${tenantId}:odd`, value: text(['no event']) },
    { topic, key: `${tenantId}:odd`, value: text({ Server: 'no name' }) },
    { topic, key: 'no tenant', value: text(phone('EventOffHook')) },
    { topic, key: ':odd', value: text(phone('EventOffHook')) },
    ...(keyless ? [{ topic, key: null, value: text(phone('EventOffHook')) }] : []),
  ];
  const good: NewRecord[] = [
    { topic, key: `${tenantId}:odd-${n % 5}`, value: text({ id: 'EventOfTomorrow', Server: String(n) }) },
    { topic: agentState, key: `${tenantId}:`, value: text(phone(random.pick(['EventOffHook', 'EventOnHook']))) },
    { topic: agentState, key: `${tenantId}:__proto__`, value: text({ id: 'EventAgentReady', ThisDN: '5990', Server: String(n) }) },
    {
      topic: agentState,
      key: `${tenantId}:odd-${n % 5}`,
      value: text(['EventOffHook', 'EventOnHook', 'EventOffHook'].map((id) => ({ id, ThisDN: `598${n % 5}`, Server: String(n) }))),
    },
    {
      topic: callThread,
      key: `${tenantId}:odd-thread-${n}`,
      value: text(['EventRinging', 'EventReleased'].map((id) => ({ id, ConnID: `odd-${n}`, ThisDN: `597${n % 5}`, Server: String(n) }))),
    },
  ];
  return random.pick(random.chance(0.4) ? rejected : good);
}
