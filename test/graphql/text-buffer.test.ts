import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextBuffer } from '../../src/graphql/text-buffer.ts';

const bytesOf = (texts: readonly string[]): Buffer =>
  TextBuffer.of((buffer) => {
    for (const text of texts) buffer.add(text);
  });

describe('texts put together as bytes', () => {
  it('are the bytes of one text, whatever they hold and however long they are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      // One alone passes what is kept for the next time.
      fc.tuple(fc.constantFrom('x', 'ä', '漢', '😀'), fc.nat(300_000)).map(([unit, times]) => unit.repeat(times)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        expect(bytesOf(texts).equals(Buffer.concat(texts.map((one) => Buffer.from(one))))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are as many single characters as there are', () => {
    const count = 600_000;
    const bytes = TextBuffer.of((buffer) => {
      for (let n = 0; n < count; n += 1) buffer.addCode(0x2c);
    });
    expect(bytes.toString()).toBe(','.repeat(count));
  });

  it('may hold other bytes, and give a part of themselves', () => {
    let part: Buffer = Buffer.alloc(0);
    const bytes = TextBuffer.of((buffer) => {
      buffer.add('ä');
      const start = buffer.length;
      buffer.addBytes(Buffer.from('x'.repeat(600_000)));
      buffer.add('ö');
      part = buffer.copyFrom(start);
    });
    expect(bytes.toString()).toBe(`ä${'x'.repeat(600_000)}ö`);
    expect(part.toString()).toBe(`${'x'.repeat(600_000)}ö`);
  });

  it('are not those of one that failed', () => {
    expect(() =>
      TextBuffer.of((buffer) => {
        buffer.add('half of it');
        throw new Error('no more');
      }),
    ).toThrow('no more');
    expect(bytesOf(['all of it']).toString()).toBe('all of it');
  });

  it('stay what they were while others are put together', () => {
    const first = bytesOf(['the first']);
    bytesOf(['another one']);
    expect(first.toString()).toBe('the first');
  });
});
