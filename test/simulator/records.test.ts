/** What the simulator writes is what the gateway reads. */
import { describe, expect, test } from 'vitest';
import { flat } from '../../src/events/decoded-event.ts';
import { decoded, eventsOf, simulated } from './contact-centre.ts';

const TEN_MINUTES_MS = 600_000;

describe('simulated records', () => {
  test.each(['plain', 'varied'] as const)('decode without rejection, oddity or missing attribute in %s spelling', (spellings) => {
    const flaws = simulated({ durationMs: TEN_MINUTES_MS, spellings }).flatMap((record, offset) => {
      const { events, rejected, oddities } = decoded(record, offset);
      const [event] = events;
      const isFlawless =
        events.length === 1 &&
        rejected.size === 0 &&
        oddities.length === 0 &&
        event?.type === record.name &&
        event.missingAttributes.length === 0 &&
        !event.timeEstimated;
      return isFlawless ? [] : [{ value: record.value, rejected: [...rejected], oddities, missing: event?.missingAttributes }];
    });
    expect(flaws).toEqual([]);
  });

  test('have no enumeration value that is not recognised', () => {
    const strange = eventsOf({ durationMs: TEN_MINUTES_MS }).filter((event) => Object.values(flat(event)).includes('UNRECOGNIZED'));
    expect(strange).toEqual([]);
  });

  test('say in other spellings what they say in plain ones', () => {
    const options = { durationMs: TEN_MINUTES_MS, seed: 11 };
    const said = (spellings: 'plain' | 'varied'): unknown[] =>
      eventsOf({ ...options, spellings })
        .map(flat)
        .map(({ attributes: _attributes, receivedAt: _receivedAt, sizeBytes: _sizeBytes, ...rest }) => rest);
    expect(said('varied')).toEqual(said('plain'));
    const texts = (spellings: 'plain' | 'varied'): Set<string> =>
      new Set(simulated({ ...options, spellings }).map((record) => record.value));
    expect(texts('varied').intersection(texts('plain')).size).toBeLessThan(texts('plain').size / 10);
  });

  test('carry the instant at which they are due, in the event and as timestamp', () => {
    const records = simulated({});
    for (const [i, { dueMs, timestampMs, value }] of records.entries()) {
      const { TimeinSecs, TimeinuSecs } = (JSON.parse(value) as { time: { TimeinSecs: number; TimeinuSecs: number } }).time;
      expect(Math.floor(TimeinSecs * 1000 + TimeinuSecs / 1000)).toBe(timestampMs);
      expect(dueMs).toBeGreaterThanOrEqual(records[i - 1]?.dueMs ?? 0);
    }
  });
});
