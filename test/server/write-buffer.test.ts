import { describe, expect, it } from 'vitest';
import { WriteBuffer } from '../../src/server/write-buffer.ts';

const KIB = 1024;

describe('the buffers of writes', () => {
  it.each([1, 64 * KIB, 64 * KIB + 1, 256 * KIB])('serve the next write, too, of %d bytes', (bytes) => {
    const buffers = new WriteBuffer();
    const first = buffers.take(bytes);
    expect(first.length).toBe(bytes);
    expect(buffers.take(bytes).buffer).toBe(first.buffer);
  });

  it.each([1, 64 * KIB + 1])('leave one that is kept to whoever keeps it, of %d bytes', (bytes) => {
    const buffers = new WriteBuffer();
    const kept = buffers.take(bytes).fill('k');
    buffers.keep(kept);
    buffers.take(bytes).fill('n');
    expect(kept.every((byte) => byte === 'k'.charCodeAt(0))).toBe(true);
    expect(buffers.take(bytes).buffer).not.toBe(kept.buffer);
  });

  it('are no larger than they must be for who keeps one, and not shared beyond 256 KiB', () => {
    const buffers = new WriteBuffer();
    expect(buffers.take(10).buffer.byteLength).toBe(64 * KIB);
    const huge = buffers.take(256 * KIB + 1);
    expect(huge.buffer.byteLength).toBe(256 * KIB + 1);
    expect(buffers.take(256 * KIB + 1).buffer).not.toBe(huge.buffer);
  });
});
