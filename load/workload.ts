/** What benchmarks, long runs and tests of delivery write and ask for: records of 400 bytes about agents of one tenant, and an operation that selects a dozen fields. */
import type { NewRecord } from '../src/source/source.ts';

export const TENANT = 'acme';
export const AGENT_STATE = 'voice-agentstate';
export const CALL_THREAD = 'voice-callthread';
const RECORD_BYTES = 400;
const START_MS = Date.parse('2026-03-02T08:00:00Z');

/** `agentId` narrows it to one agent. What a frame is checked by comes first, so that it stands at the same place in each. */
export const OPERATION = `subscription Wallboard($agentId: ID) {
  agentStateEvents(tenantId: "${TENANT}", agentId: $agentId) {
    ... on VoiceEvent { mark: server eventId name tenantId time timeEstimated thisDn missingAttributes }
    ... on AgentEvent { agentId loginId }
    ... on EventAgentReady { agentWorkMode }
    ... on EventAgentNotReady { agentWorkMode reasons }
  }
}`;
/** The same with the place behind each event: the cursor stands right behind the mark. */
export const CURSOR_OPERATION = OPERATION.replace('mark: server', 'mark: server cursor');
/** The same with all that the record holds: what a client asks for that is to get large frames. */
export const LARGE_OPERATION = `subscription Large($agentId: ID) {
  agentStateEvents(tenantId: "${TENANT}", agentId: $agentId) { ... on VoiceEvent { mark: server attributes } }
}`;
/** What stands between the brace of the payload and the mark. */
export const BEFORE_MARK = '{"data":{"agentStateEvents":{"mark":"';

/** The mark of an event is its agent, which event of the agent it is, and when it was written (see `nowMicros`). */
const AGENT_DIGITS = 5;
const SEQUENCE_DIGITS = 7;
export const TIME_DIGITS = 13;
export const MARK_LENGTH = AGENT_DIGITS + SEQUENCE_DIGITS + TIME_DIGITS;

export function agentId(agent: number): string {
  return `a${String(agent).padStart(AGENT_DIGITS, '0')}`;
}

/** What the agent of an event is, and where in its frame its time stands. */
export type Mark = { agent: number; sequence: number; timeAt: number };

/** Reads a mark that begins there; throws where there is none. Into the same object, since millions are read. */
export function readMark(bytes: Buffer, at: number, into: Mark): void {
  if (bytes[at - 1] !== QUOTE || bytes[at + MARK_LENGTH] !== QUOTE) throw new Error('a frame without its mark');
  into.agent = readNumber(bytes, at, AGENT_DIGITS);
  into.sequence = readNumber(bytes, at + AGENT_DIGITS, SEQUENCE_DIGITS);
  into.timeAt = at + AGENT_DIGITS + SEQUENCE_DIGITS;
}
const QUOTE = 0x22;

export function readMicros(bytes: Buffer, timeAt: number): number {
  return readNumber(bytes, timeAt, TIME_DIGITS);
}

function readNumber(bytes: Buffer, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i += 1) value = value * 10 + ((bytes[i] ?? 0) - 48);
  return value;
}

export type Written = NewRecord & { readonly key: Buffer; readonly value: Buffer; readonly timestampMs: number };

/** How many queues the calls of a site wait in. */
export const QUEUES = 5;

export function queueId(queue: number): string {
  return `q${queue}`;
}

export function callThreadId(call: number, generation: number): string {
  return `t${call}-${generation}`;
}

/** What a call goes through: it waits in a queue, is handed to an agent, answered, and over. */
const CALL_STEPS = ['EventQueued', 'EventDiverted', 'EventEstablished', 'EventReleased'] as const;

/** The n-th event of so many calls that go on at a time, each followed by another one when it is over. */
export function callRecord(n: number, calls: number, timestampMs: number): Written {
  const [call, step] = [n % calls, Math.floor(n / calls) % CALL_STEPS.length];
  const thread = callThreadId(call, Math.floor(n / calls / CALL_STEPS.length));
  const [queue, agent] = [queueId(call % QUEUES), agentId(call)];
  const isQueued = step < 2;
  const attributes = {
    id: CALL_STEPS[step],
    CallThreadID: thread,
    ConnID: `0000${thread}`,
    ThisQueue: queue,
    ThisDN: isQueued ? queue : `7${agent.slice(1)}`,
    OtherDN: `8${agent.slice(1)}`,
    ...(isQueued ? {} : { AgentID: agent }),
    time: { TimeinSecs: Math.floor(timestampMs / 1000), TimeinuSecs: (timestampMs % 1000) * 1000 },
  };
  return {
    topic: CALL_THREAD,
    key: Buffer.from(`${TENANT}:${thread}`),
    value: Buffer.from(JSON.stringify(attributes)),
    timestampMs,
  };
}

/** The n-th event of a site of so many agents: one agent after the other. */
export function record(n: number, agents: number, micros = 0): Written {
  return recordOf(n % agents, Math.floor(n / agents), START_MS + n, micros);
}

/** The same, said to have happened now. */
export function recordNow(n: number, agents: number, micros: number): Written {
  return recordOf(n % agents, Math.floor(n / agents), Date.now(), micros);
}

/** `bytes` is the least that it has. */
export function recordOf(agent: number, sequence: number, timestampMs: number, micros = 0, bytes = RECORD_BYTES): Written {
  const mark = [
    String(agent).padStart(AGENT_DIGITS, '0'),
    String(sequence).padStart(SEQUENCE_DIGITS, '0'),
    String(micros).padStart(TIME_DIGITS, '0'),
  ].join('');
  const id = agentId(agent);
  const attributes = {
    id: sequence % 2 === 0 ? 'EventAgentReady' : 'EventAgentNotReady',
    Server: mark,
    ThisDN: `7${id.slice(1)}`,
    AgentID: id,
    AgentWorkMode: sequence % 2 === 0 ? 'AutoIn' : 'AfterCallWork',
    ...(sequence % 2 === 0 ? {} : { Reasons: [{ key: 'ReasonCode', type: 'str', value: 'Lunch' }] }),
    Extensions: { Place: 'P', Padding: '' },
    time: { TimeinSecs: Math.floor(timestampMs / 1000), TimeinuSecs: (timestampMs % 1000) * 1000 },
  };
  attributes.Extensions.Padding = 'x'.repeat(Math.max(0, bytes - JSON.stringify(attributes).length));
  return {
    topic: AGENT_STATE,
    key: Buffer.from(`${TENANT}:${id}`),
    value: Buffer.from(JSON.stringify(attributes)),
    timestampMs,
  };
}
