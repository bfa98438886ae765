/** What is printed after a run. */
import { expect, test } from 'vitest';
import { counted, summary } from '../../src/simulator/summary.ts';
import type { Produced } from '../../src/simulator/summary.ts';
import { simulated } from './contact-centre.ts';

test('counts records per topic and name, most frequent first', () => {
  const produced: Produced = new Map([
    ['b', new Map([['EventRinging', 2]])],
    [
      'a',
      new Map([
        ['EventAgentReady', 1],
        ['EventAgentLogin', 3],
      ]),
    ],
  ]);
  expect(summary(produced, 2000).split('\n')).toEqual([
    '6 records in 2.0 s, 3 per second',
    '  a: 4',
    '           3  EventAgentLogin',
    '           1  EventAgentReady',
    '  b: 2',
    '           2  EventRinging',
  ]);
});

test('adds batches up and leaves earlier counts alone', () => {
  const records = simulated({});
  const half = counted(new Map(), records.slice(0, 100));
  const whole = counted(half, records.slice(100));
  expect(whole).toEqual(counted(new Map(), records));
  expect(summary(half, 1000)).toContain('100 records in 1.0 s');
});

test('tells of nothing in no time without dividing by it', () => {
  expect(summary(new Map(), 0)).toBe('0 records in 0.0 s, 0 per second');
});
