import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EventLoopDelay } from '../../src/server/event-loop-delay.ts';
import { until } from '../support/until.ts';

/** Returns for how many seconds. */
function block(): number {
  const startMs = performance.now();
  while (performance.now() - startMs < 300);
  return (performance.now() - startMs) / 1000;
}

describe('the delay of the event loop', () => {
  it('is that of a stall, one that begins right after it was taken, too', async () => {
    using delay = new EventLoopDelay();
    delay.take();
    const seconds = block();
    const delays = await until(
      () => {
        const taken = delay.take();
        return (taken.get(1) ?? 0) > 0 && taken;
      },
      { what: 'a look' },
    );
    expect([...delays.keys()]).toEqual([0.5, 0.9, 0.99, 1]);
    expect(delays.get(1)).toBeGreaterThan(seconds * 0.9);
  });

  it('is looked at no more once it is disposed', async () => {
    const delay = new EventLoopDelay();
    await until(() => (delay.take().get(1) ?? 0) > 0, { what: 'a look' });
    delay[Symbol.dispose]();
    delay.take();
    block();
    await wait(1);
    await nextTurn();
    expect([...delay.take().values()]).toEqual([0, 0, 0, 0]);
  });
});
