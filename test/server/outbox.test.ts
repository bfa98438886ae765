import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src/server/outbox.ts';
import { WriteBuffer } from '../../src/server/write-buffer.ts';

/** A socket whose kernel takes a given number of bytes and then nothing until it is asked to. */
function openWire(kernelBytes: number) {
  const frames: string[] = [];
  const writes: number[] = [];
  let buffered = 0;
  let taken = 0;
  return {
    /** The texts of the frames. */
    frames,
    /** How many bytes each write had. */
    writes,
    write(bytes: Buffer) {
      for (let at = 0; at < bytes.length;) at = readFrame(bytes, at, frames);
      writes.push(bytes.length);
      const accepted = Math.max(0, Math.min(bytes.length, kernelBytes - taken));
      taken += accepted;
      buffered += bytes.length - accepted;
      return buffered === 0;
    },
    get bufferedBytes() {
      return buffered;
    },
    drain() {
      taken = 0;
      buffered = 0;
    },
  };
}

/** Reads a whole text without a mask, as RFC 6455 has it. */
function readFrame(bytes: Buffer, at: number, frames: string[]): number {
  expect(bytes[at]).toBe(0x81);
  const short = bytes[at + 1] ?? 0;
  const [length, start] =
    short < 126 ? [short, at + 2] : short === 126 ? [bytes.readUInt16BE(at + 2), at + 4] : [Number(bytes.readBigUInt64BE(at + 2)), at + 10];
  frames.push(bytes.toString('utf8', start, start + length));
  return start + length;
}

/** Flushes when told to. */
function openFlusher() {
  const scheduled: { flush(): void }[] = [];
  return {
    schedule: (outbox: { flush(): void }) => void scheduled.push(outbox),
    run: () => scheduled.splice(0).forEach((outbox) => outbox.flush()),
    scheduled,
  };
}

const open = (kernelBytes: number, maxBytes: number, onOverflow: () => void = () => expect.unreachable()) => {
  const wire = openWire(kernelBytes);
  const flusher = openFlusher();
  return { wire, flusher, outbox: new Outbox(wire, { flusher: flusher as never, buffer: new WriteBuffer(), maxBytes, onOverflow }) };
};

describe('an outbox', () => {
  it('writes all that has come since the last time at once, in order, control and data alike', () => {
    const { wire, flusher, outbox } = open(Infinity, 1_000);
    const shared = Buffer.from('"shared"');
    outbox.send('{"type":"connection_ack"}');
    outbox.deliver(Buffer.from('a:'), shared);
    outbox.deliver(Buffer.from('b:'), shared);
    outbox.send('c');
    expect(flusher.scheduled).toHaveLength(1);
    flusher.run();
    expect(wire.frames).toEqual(['{"type":"connection_ack"}', 'a:"shared"', 'b:"shared"', 'c']);
    expect(wire.writes).toHaveLength(1);
    expect(outbox.bytes).toBe(0);
    outbox.send('d');
    flusher.run();
    expect(wire.frames.at(-1)).toBe('d');
  });

  it('frames every length', () => {
    const { wire, flusher, outbox } = open(Infinity, 10_000_000);
    const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000];
    for (const length of lengths) outbox.deliver(Buffer.from(''), Buffer.alloc(length, 'x'));
    flusher.run();
    expect(wire.frames.map((frame) => frame.length)).toEqual(lengths);
    expect(Math.max(...wire.writes)).toBeLessThan(400_000);
  });

  it('does not wait for the next turn with what makes a whole write, so that a burst meets no bound', () => {
    const { wire, flusher, outbox } = open(Infinity, 400);
    for (let i = 0; i < 100; i += 1) outbox.send('x'.repeat(50));
    expect(wire.writes.length).toBeGreaterThan(40);
    flusher.run();
    expect(wire.frames).toHaveLength(100);
  });

  it('waits where the kernel takes no more, and goes on in order once it does', () => {
    const { wire, flusher, outbox } = open(3, 1_000);
    outbox.send('aa');
    flusher.run();
    for (const frame of ['bb', 'cc', 'dd']) outbox.send(frame);
    expect(flusher.scheduled).toHaveLength(0);
    expect(wire.frames).toEqual(['aa']);
    wire.drain();
    outbox.drained();
    expect(wire.frames).toEqual(['aa', 'bb', 'cc', 'dd']);
    expect(outbox.bytes).toBe(wire.bufferedBytes);
  });

  it('is bounded in bytes: beyond, what waited is given up at once and nothing more is taken', () => {
    let overflows = 0;
    const { wire, flusher, outbox } = open(0, 20, () => (overflows += 1));
    outbox.send('1234');
    flusher.run();
    outbox.send('öö');
    expect(outbox.bytes).toBe(2 + 4 + 2 + 4);
    outbox.send('abcdefg');
    expect(overflows).toBe(1);
    expect(outbox.bytes).toBe(6);
    outbox.send('x');
    wire.drain();
    outbox.drained();
    flusher.run();
    expect(wire.frames).toEqual(['1234']);
    expect(overflows).toBe(1);
  });

  it('leaves to a connection what its kernel has not taken, while others write', () => {
    const flusher = openFlusher();
    const options = { flusher: flusher as never, buffer: new WriteBuffer(), maxBytes: 1000, onOverflow: () => expect.unreachable() };
    const [held, frames]: [Buffer[], string[]] = [[], []];
    const stalled = new Outbox({ write: (bytes) => held.push(bytes) === 0, bufferedBytes: 7 }, options);
    const other = new Outbox(openWire(Infinity), options);
    stalled.send('first');
    flusher.run();
    other.send('other');
    flusher.run();
    readFrame(held[0] ?? Buffer.alloc(0), 0, frames);
    expect(frames).toEqual(['first']);
  });

  it('takes any one frame of who waits for room, and what comes behind it meets the same bound as without it', () => {
    let overflows = 0;
    const { wire, flusher, outbox } = open(100, 1_000, () => (overflows += 1));
    const large = Buffer.from('x'.repeat(5_000));
    outbox.send('small');
    expect(outbox.hasRoom).toBe(true);
    outbox.deliverPaced(Buffer.from('a:'), large);
    flusher.run();
    expect(outbox.hasRoom).toBe(false);
    // A ping, or an event of another subscription.
    for (let n = 0; n < 7; n += 1) outbox.send('y'.repeat(100));
    expect(overflows).toBe(0);
    outbox.send('z'.repeat(400));
    expect([overflows, outbox.bytes]).toEqual([1, wire.bufferedBytes]);
  });

  it('no longer lets more wait once what was too large for it is gone', () => {
    let overflows = 0;
    const { wire, flusher, outbox } = open(100, 1_000, () => (overflows += 1));
    outbox.deliverPaced(Buffer.from('a:'), Buffer.from('x'.repeat(5_000)));
    flusher.run();
    wire.drain();
    outbox.drained();
    expect(outbox.hasRoom).toBe(true);
    for (let n = 0; n < 9; n += 1) outbox.send('y'.repeat(100));
    flusher.run();
    expect(overflows).toBe(0);
    outbox.send('z'.repeat(400));
    expect(overflows).toBe(1);
  });

  it('takes any one frame when it is empty', () => {
    const { wire, flusher, outbox } = open(0, 1);
    outbox.send('larger than the bound');
    flusher.run();
    expect(wire.frames).toEqual(['larger than the bound']);
  });
});
