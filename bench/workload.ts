/** What all benchmarks write and ask for: records of 400 bytes about agents of one tenant, and an operation that selects a dozen fields. */
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
/** What stands between the brace of the payload and the mark. */
export const BEFORE_MARK = '{"data":{"agentStateEvents":{"mark":"';

/** The mark of an event: its agent, which event of the agent it is, and when it was written (see `nowMicros`). */
export const AGENT_DIGITS = 5;
export const SEQUENCE_DIGITS = 7;
export const TIME_DIGITS = 13;
export const MARK_LENGTH = AGENT_DIGITS + SEQUENCE_DIGITS + TIME_DIGITS;

export function agentId(agent: number): string {
  return `a${String(agent).padStart(AGENT_DIGITS, '0')}`;
}

export type Written = NewRecord & { readonly key: Buffer; readonly value: Buffer; readonly timestampMs: number };

/** The n-th event of a site of so many agents: one agent after the other. */
export function record(n: number, agents: number, micros = 0): Written {
  return recordOf(n % agents, Math.floor(n / agents), START_MS + n, micros);
}

export function recordOf(agent: number, sequence: number, timestampMs: number, micros = 0): Written {
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
  attributes.Extensions.Padding = 'x'.repeat(Math.max(0, RECORD_BYTES - JSON.stringify(attributes).length));
  return {
    topic: AGENT_STATE,
    key: Buffer.from(`${TENANT}:${id}`),
    value: Buffer.from(JSON.stringify(attributes)),
    timestampMs,
  };
}
