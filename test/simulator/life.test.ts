/** Agents lead a consistent life, and calls come to an end. */
import { describe, expect, test } from 'vitest';
import type { VoiceEvent } from '../../src/events/event.ts';
import { eventsOf } from './contact-centre.ts';

const HOUR_MS = 3_600_000;
/** Longer than any pause of a call at its natural pace. */
const SILENCE_MS = 120_000;

const cases = [1, 2, 3].map((seed) => ({ seed, durationMs: HOUR_MS }));
const busy = { seed: 4, durationMs: 60_000, tenants: 3, agents: 90, rate: 200 };

function byKey(events: readonly VoiceEvent[], key: (event: VoiceEvent) => string): ReadonlyMap<string, readonly VoiceEvent[]> {
  return Map.groupBy(events, key);
}

describe.each([...cases, busy])('with $seed as seed for $durationMs ms', (options) => {
  const events = eventsOf(options);
  const agents = byKey(
    events.filter((event) => event.family === 'agentState'),
    (event) => `${event.tenantId}:${event.agentId}`,
  );

  test('an agent does nothing before logging in and after logging out', () => {
    for (const [agent, life] of agents) {
      let isIn = false;
      for (const { name } of life) {
        if (name === 'EventAgentLogin') isIn = true;
        else expect(isIn, `${agent} ${name}`).toBe(true);
        if (name === 'EventAgentLogout') isIn = false;
      }
    }
  });

  test('an agent leaves queues before the shift ends', () => {
    for (const [agent, life] of agents) {
      for (const [i, { name }] of life.entries()) {
        if (name === 'EventQueueLogout') expect(life[i + 1]?.name, agent).toBe('EventAgentLogout');
      }
    }
  });

  test.each([
    ['EventOffHook', 'EventOnHook'],
    ['EventDNDOn', 'EventDNDOff'],
    ['EventForwardSet', 'EventForwardCancel'],
    ['EventMuteOn', 'EventMuteOff'],
    ['EventListenDisconnected', 'EventListenReconnected'],
    ['EventMonitoringNextCall', 'EventMonitoringCancelled'],
    ['EventDNOutOfService', 'EventDNBackInService'],
  ])('%s and %s take turns at a telephone', (on, off) => {
    const switches = byKey(
      events.filter(({ name }) => name === on || name === off),
      (event) => `${event.tenantId}:${event.thisDn}`,
    );
    for (const [dn, turns] of switches) {
      expect(
        turns.map(({ name }) => name),
        dn,
      ).toEqual(turns.map((_, i) => (i % 2 === 0 ? on : off)));
    }
  });

  test('an agent is ready when a call from a queue begins to ring', () => {
    const readiness = new Map<string, string>();
    for (const { family, name, tenantId, thisDn, thisQueue } of events) {
      const dn = `${tenantId}:${thisDn}`;
      if (family === 'agentState' && /^EventAgent(Ready|NotReady|Login|Logout)$/.test(name)) readiness.set(dn, name);
      if (name === 'EventRinging' && thisQueue !== null && thisDn?.startsWith('5') === true)
        expect(readiness.get(dn)).toBe('EventAgentReady');
    }
  });

  test('an agent has one call thread at a time', () => {
    const threads = new Map<string, Set<string>>();
    const seats = new Set<string>();
    for (const event of events) {
      const { tenantId, thisDn, callThreadId, connId } = event;
      if (event.family !== 'callThread' || thisDn === null || !/^[56]\d+$/.test(thisDn)) continue;
      const dn = `${tenantId}:${thisDn}`;
      follow(seats, event);
      const live = threads.get(dn) ?? new Set<string>();
      threads.set(dn, live);
      const isOn = [...seats].some((seat) => seat.startsWith(`${tenantId} ${callThreadId} ${thisDn} `));
      if (isOn) live.add(String(callThreadId));
      else live.delete(String(callThreadId));
      expect(live.size, `${dn} ${connId}`).toBeLessThanOrEqual(1);
    }
  });

  test('nobody stays on a call thread that has fallen silent', () => {
    const threads = byKey(
      events.filter((event) => event.family === 'callThread'),
      (event) => `${event.tenantId}:${event.callThreadId}`,
    );
    const endMs = events.at(-1)?.timestampMs ?? 0;
    const seats = new Set<string>();
    let silent = 0;
    for (const [, thread] of threads) {
      if (endMs - (thread.at(-1)?.timestampMs ?? 0) < SILENCE_MS) continue;
      silent++;
      for (const event of thread) follow(seats, event);
    }
    expect([...seats]).toEqual([]);
    if (options.durationMs > SILENCE_MS) expect(silent).toBeGreaterThan(1000);
  });

  test('the events of one key are in the order of their time', () => {
    for (const [key, own] of byKey(events, (event) => `${event.tenantId}:${event.agentId ?? event.callThreadId}`)) {
      for (const [i, { time }] of own.entries()) expect(time >= (own[i - 1]?.time ?? ''), key).toBe(true);
    }
  });
});

/** Who is on which call: a party by its own events, until it leaves or moves to another call. */
function follow(seats: Set<string>, { name, tenantId, callThreadId, connId, previousConnId, thisDn }: VoiceEvent): void {
  const seat = `${tenantId} ${callThreadId} ${thisDn} `;
  switch (name) {
    case 'EventDialing':
    case 'EventRinging':
    case 'EventEstablished':
    case 'EventBridged':
    case 'EventQueued':
    case 'EventRouteRequest':
      seats.add(seat + connId);
      break;
    case 'EventPartyChanged':
      seats.delete(seat + previousConnId);
      seats.add(seat + connId);
      break;
    case 'EventReleased':
    case 'EventAbandoned':
    case 'EventDiverted':
    case 'EventRouteUsed':
      seats.delete(seat + connId);
      break;
    default:
  }
}
