import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import type { VoiceEvent } from '../../src/events/event.ts';
import { Delivered, EventStream, StreamEnd } from '../../src/hub/event-stream.ts';
import { placeBehind } from '../support/continuity.ts';
import { event } from '../support/events.ts';

const ringing = () => event('callThread', 'acme:t', { id: 'EventRinging' });
const idOf = ({ value }: IteratorResult<unknown>) => (value as Delivered).event.eventId;

function openStream(maxBufferedBytes = 1_000_000) {
  const seen = { detached: 0, ended: [] as string[], taken: 0 };
  const stream = new EventStream({
    maxBufferedBytes,
    onDetach: () => (seen.detached += 1),
    onEnd: ({ code }) => seen.ended.push(code),
    onTaken: () => (seen.taken += 1),
  });
  return { stream, seen, push: (one: VoiceEvent) => stream.push(one, placeBehind(one)) };
}

describe('an event stream', () => {
  it('yields what was pushed in order, before and after the reader asks', async () => {
    const { stream, seen, push } = openStream();
    const events = Array.from({ length: 5000 }, ringing);
    const waiting = [stream.next(), stream.next()];
    for (const one of events) push(one);
    const got = await Promise.all([...waiting, ...Array.from({ length: events.length - 2 }, () => stream.next())]);
    expect(got.map(idOf)).toEqual(events.map(({ eventId }) => eventId));
    expect(seen.taken).toBe(events.length);
    expect(stream.bufferedBytes).toBe(0);
  });

  it('ends with SLOW_CONSUMER, gives up what waited at once and detaches when its reader is too slow', async () => {
    const one = ringing();
    const { stream, seen, push } = openStream(one.sizeBytes * 3);
    for (let i = 0; i < 3; i += 1) push(ringing());
    expect(seen.detached).toBe(0);
    push(ringing());
    expect(seen).toMatchObject({ detached: 1, ended: ['SLOW_CONSUMER'] });
    expect(stream.bufferedBytes).toBe(0);
    push(ringing());
    const last = await stream.next();
    expect(last.value).toBeInstanceOf(StreamEnd);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('takes any one event when nothing waits, however large', async () => {
    const { stream, push } = openStream(1);
    const large = ringing();
    push(large);
    expect(idOf(await stream.next())).toBe(large.eventId);
  });

  it('can be left while its reader waits, and then takes nothing more', async () => {
    const { stream, seen, push } = openStream();
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    push(ringing());
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(seen).toMatchObject({ detached: 1, ended: [] });
  });

  it('yields what waits before the error that ends it, and ends once', async () => {
    const { stream, seen, push } = openStream();
    const one = ringing();
    push(one);
    stream.end(new GatewayError('DRAINING', 'down'));
    stream.end(new GatewayError('DRAINING', 'down'));
    expect(idOf(await stream.next())).toBe(one.eventId);
    expect(((await stream.next()).value as StreamEnd).error.code).toBe('DRAINING');
    expect((await stream.next()).done).toBe(true);
    await stream.return();
    expect(seen).toMatchObject({ detached: 1, ended: ['DRAINING'] });
  });
});
