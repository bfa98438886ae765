import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorOf, isCursor, logName, Position } from '../src/position.ts';

const log = logName('cluster-1', 'calls');
const other = logName('cluster-1', 'agents');

/** Mostly those of a log, sometimes as large as Kafka's can be. */
const offset = fc.oneof(fc.bigInt({ min: 0n, max: 1_000_000n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }));
const offsets = fc.array(offset, { maxLength: 40 });
const millis = fc.integer({ min: 0, max: 4_000_000_000_000 });

const listOf = (position: Position) => Array.from({ length: position.partitions }, (_, partition) => position.at(partition));
const read = (text: string, of = log): Position => {
  const position = Position.read(of, text);
  if (typeof position === 'string') throw new Error(position);
  return position;
};

describe('a cursor', () => {
  it('reads back as the place that it was made of, whatever the offsets', () => {
    fc.assert(
      fc.property(offsets, millis, (all, newestMs) => {
        const position = read(new Position(log, all, newestMs).cursor);
        expect(listOf(position)).toEqual(all);
        expect(position.newestMs).toBe(newestMs);
      }),
    );
  });

  it('of several topics is a place in each of them', () => {
    fc.assert(
      fc.property(offsets, offsets, millis, millis, (calls, agents, a, b) => {
        const text = cursorOf([new Position(log, calls, a), new Position(other, agents, b)]);
        expect(listOf(read(text))).toEqual(calls);
        expect(listOf(read(text, other))).toEqual(agents);
        expect(read(text).newestMs).toBe(Math.max(a, b));
      }),
    );
  });

  it('is the same however the place was come to', () => {
    const steps = fc.array(fc.tuple(fc.nat(20), offset, millis, fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const position = new Position(log);
        const expected: bigint[] = [];
        let newestMs = 0;
        for (const [partition, at, ms, look] of all) {
          position.set(partition, at);
          position.see(ms);
          while (expected.length <= partition) expected.push(0n);
          expected[partition] = at;
          newestMs = Math.max(newestMs, ms);
          if (look) expect(listOf(read(position.cursor))).toEqual(expected);
        }
        expect(listOf(read(position.cursor))).toEqual(expected);
        expect(read(position.cursor).newestMs).toBe(newestMs);
        expect(listOf(read(cursorOf([position])))).toEqual(expected);
      }),
    );
  });

  it('says of what it is a cursor: of another cluster, or of the other topic', () => {
    const { cursor } = new Position(log, [1n, 2n], 5);
    expect(Position.read(logName('cluster-2', 'calls'), cursor)).toBe('OTHER_CLUSTER');
    expect(Position.read(other, cursor)).toBe('OTHER_TOPIC');
    expect(Position.read(logName('cluster-2', 'agents'), cursor)).toBe('OTHER_CLUSTER');
  });

  it('is unreadable with a character more, less or changed, and never throws', () => {
    const { cursor } = new Position(log, [1n, 2_000_000n, 3n], 1_700_000_000_000);
    for (const wrong of ['', ' ', `${cursor}A`, cursor.slice(0, -1), cursor.slice(1), `${cursor}=`, cursor.replace(/.$/, '*')])
      expect(Position.read(log, wrong), wrong).toBe('UNREADABLE');
    expect(isCursor(cursor)).toBe(true);
    expect(isCursor(Buffer.from('[1,"agents","2001"]').toString('base64url'))).toBe(false);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
        ),
        (text) => void Position.read(log, text),
      ),
    );
  });

  it('costs a few characters a partition', () => {
    expect(
      new Position(
        log,
        Array.from({ length: 12 }, () => 1_000_000n),
        1,
      ).cursor.length,
    ).toBeLessThan(75);
  });
});

describe('places', () => {
  it('are ordered partition by partition, and raised to the least that is beyond both', () => {
    fc.assert(
      fc.property(offsets, offsets, (a, b) => {
        const [left, right] = [new Position(log, a), new Position(log, b)];
        const least = left.copy();
        least.raise(right);
        expect(least.isAtLeast(left) && least.isAtLeast(right)).toBe(true);
        const length = Math.max(a.length, b.length);
        const max = Array.from({ length }, (_, i) => ((a[i] ?? 0n) > (b[i] ?? 0n) ? (a[i] ?? 0n) : (b[i] ?? 0n)));
        expect(Array.from({ length }, (_, i) => least.at(i))).toEqual(max);
        expect(left.isAtLeast(right)).toBe(max.every((at, i) => at === (a[i] ?? 0n)));
        expect(listOf(left)).toEqual(a);
      }),
    );
  });
});
