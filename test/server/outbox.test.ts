import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src/server/outbox.ts';

/** A socket whose kernel takes a given number of bytes and then nothing until it is asked to. */
function openWire(kernelBytes: number) {
  const sent: string[] = [];
  let buffered = 0;
  let taken = 0;
  return {
    sent,
    write(frame: string) {
      sent.push(frame);
      const bytes = Buffer.byteLength(frame);
      const accepted = Math.max(0, Math.min(bytes, kernelBytes - taken));
      taken += accepted;
      buffered += bytes - accepted;
    },
    get bufferedBytes() {
      return buffered;
    },
    get full() {
      return buffered > 0;
    },
    drain() {
      taken = 0;
      buffered = 0;
    },
  };
}

describe('an outbox', () => {
  it('writes at once while the socket takes it, and keeps the order across a stall', () => {
    const wire = openWire(3);
    const outbox = new Outbox(wire, { maxBytes: 100, onOverflow: () => expect.unreachable() });
    for (const frame of ['aa', 'bb', 'cc', 'dd']) outbox.send(frame);
    expect(wire.sent).toEqual(['aa', 'bb']);
    wire.drain();
    // There is room again, and something waits: what comes now has to wait behind it.
    outbox.send('ee');
    expect(wire.sent).toEqual(['aa', 'bb']);
    for (let i = 0; i < 3; i += 1) {
      outbox.drained();
      wire.drain();
    }
    expect(wire.sent).toEqual(['aa', 'bb', 'cc', 'dd', 'ee']);
  });

  it('is bounded in bytes: beyond, what waited is given up at once and nothing more is taken', () => {
    const wire = openWire(1);
    let overflows = 0;
    const outbox = new Outbox(wire, { maxBytes: 10, onOverflow: () => (overflows += 1) });
    outbox.send('1234');
    outbox.send('öö');
    expect(outbox.bytes).toBe(3 + 4);
    outbox.send('abcd');
    expect(overflows).toBe(1);
    expect(outbox.bytes).toBe(3);
    outbox.send('x');
    wire.drain();
    outbox.drained();
    expect(wire.sent).toEqual(['1234']);
    expect(overflows).toBe(1);
  });

  it('takes any one frame when it is empty', () => {
    const wire = openWire(0);
    const outbox = new Outbox(wire, { maxBytes: 1, onOverflow: () => expect.unreachable() });
    outbox.send('larger than the bound');
    expect(wire.sent).toHaveLength(1);
  });
});
